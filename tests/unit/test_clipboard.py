"""Whose clipboard it is: that of the machine at which the user sits."""

import pytest

from takedown.cli.clipboard import is_remote


@pytest.mark.parametrize(
    ("environ", "remote"),
    [
        ({}, False),
        ({"DISPLAY": ":0"}, False),
        ({"SSH_CONNECTION": "192.0.2.1 5 192.0.2.2 22"}, True),
        ({"SSH_CLIENT": "192.0.2.1 5 22"}, True),
        ({"SSH_TTY": "/dev/pts/1"}, True),
        ({"SSH_TTY": "/dev/pts/1", "DISPLAY": "localhost:10.0"}, False),
        ({"SSH_TTY": "/dev/pts/1", "WAYLAND_DISPLAY": "wayland-0"}, False),
    ],
)
def test_over_ssh_the_clipboard_is_another_machine_s_unless_a_screen_is_passed_on(
    environ: dict[str, str], remote: bool
) -> None:
    assert is_remote(environ) is remote
