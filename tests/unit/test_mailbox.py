import pytest
from email_validator import validate_email
from hypothesis import given
from hypothesis import strategies as st

from takedown.mailbox import is_plain_email

ADDRESSES = st.from_regex(
    r"[A-Za-z0-9._+-]{1,9}@[a-z0-9A-Z.-]{1,9}\.(com|org|net|edu|info|[a-z]{2})", fullmatch=True
)


@given(ADDRESSES | st.from_regex(r"[a-z0-9._-]{1,6}@(x[n0-9]--?)?[a-z0-9-]{1,5}\.[a-z]{2}", fullmatch=True))
def test_a_plain_address_is_one_that_the_library_takes_and_leaves_as_it_is(address):
    if is_plain_email(address):
        valid = validate_email(address, check_deliverability=False)

        assert (valid.normalized, valid.ascii_domain, valid.domain) == (address, *[address.split("@")[1]] * 2)


@pytest.mark.parametrize("address", ["ana@example.com", "c.o-b_d@label.example.org", "A1@a-b.de"])
def test_an_everyday_address_is_plain(address):
    assert is_plain_email(address)


@pytest.mark.parametrize(
    "address",
    [
        "", "ana", "ana@example", "ana@host.test", "ana@a.local", "ana@EXAMPLE.com", "ana@example.com\n",
        " ana@example.com",
        "ana@example.com,bo@example.com", "<ana@example.com>", ".ana@example.com", "a..b@example.com", "ana@-a.com",
        "ana@xn--bcher-kva.de", "änä@example.com", "ana@exämple.com", "=?x?=@example.com", "a" * 61 + "@example.com",
    ],
)  # fmt: skip
def test_what_is_unusual_is_left_to_the_library(address):
    assert not is_plain_email(address)
