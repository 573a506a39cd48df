"""The channel of a demo: it reaches nothing, whatever it is given."""

from typing import NoReturn

from takedown.channels.protocol import Answer, Envelope, NotTakenError, Step


class Null:
    """Takes no message. A demo is stopped long before; this is the last door, and it leads nowhere."""

    def offer(self, envelope: Envelope, content: bytes) -> NoReturn:  # noqa: ARG002 – the words of the protocol
        """Say no: for good, and to all."""
        raise NotTakenError(
            Answer(code=0, text="this is a demo: it sends nothing", step=Step.CONNECT),
            for_good=True,
            account_wide=True,
        )

    def let_go(self) -> Answer:
        """Nothing was offered, so nothing can go."""
        raise NotTakenError(
            Answer(code=0, text="this is a demo: it sends nothing", step=Step.DOT),
            for_good=True,
            account_wide=True,
        )

    def close(self) -> None:
        """Nothing is open."""
