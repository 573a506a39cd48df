"""The channel of a demo: it reaches nothing, whatever it is given."""

from typing import NoReturn

from takedown.channels.protocol import Answer, Envelope, Step, unopened

_NOTHING = "this is a demo: it sends nothing"


class Null:
    """Takes no message. A demo is stopped long before; this is the last door, and it leads nowhere."""

    def offer(self, envelope: Envelope, content: bytes) -> NoReturn:  # noqa: ARG002 – the words of the protocol
        """Say no: for good, and to all."""
        raise unopened(_NOTHING, Step.CONNECT)

    def let_go(self) -> Answer:
        """Nothing was offered, so nothing can go."""
        raise unopened(_NOTHING, Step.DOT)

    def close(self) -> None:
        """Nothing is open."""
