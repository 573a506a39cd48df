"""Which folder is for drafts, and which holds what was sent, in mailboxes of every kind."""

import pytest

from takedown.channels.folders import NoFolderError, Use, chosen_folder


def test_the_mark_of_the_server_counts_before_any_name() -> None:
    listed = [([], "/", "Drafts"), (["\\HasNoChildren", "\\drafts"], "/", "Entwürfe")]

    assert chosen_folder(Use.DRAFTS, listed) == "Entwürfe"


@pytest.mark.parametrize(
    ("use", "name", "delimiter"),
    [
        (Use.DRAFTS, "Drafts", "/"),
        (Use.DRAFTS, "INBOX.Drafts", "."),
        (Use.DRAFTS, "drafts", ""),
        (Use.SENT, "Sent", "/"),
        (Use.SENT, "Sent Items", "/"),
        (Use.SENT, "INBOX/Sent Messages", "/"),
    ],
)
def test_without_a_mark_the_usual_name_counts(use: Use, name: str, delimiter: str) -> None:
    listed = [([], delimiter, "INBOX"), ([], delimiter, "Archive"), ([], delimiter, name)]

    assert chosen_folder(use, listed) == name


def test_of_two_usual_names_the_first_counts() -> None:
    listed = [([], "/", "Sent Items"), ([], "/", "Sent")]

    assert chosen_folder(Use.SENT, listed) == "Sent"


@pytest.mark.parametrize(
    "listed",
    [
        [],
        [([], "/", "INBOX"), ([], "/", "Old/Drafts"), ([], "/", "Sent")],
        [(["\\Drafts", "\\NonExistent"], "/", "Gone"), (["\\Noselect"], "/", "Drafts")],
        [([], ".", "Drafts"), ([], ".", "INBOX.Drafts")],
    ],
    ids=["no folders", "only below others", "none that can be opened", "two of the name"],
)
def test_where_none_can_be_known_all_are_listed(listed: list[tuple[list[str], str, str]]) -> None:
    with pytest.raises(NoFolderError) as caught:
        chosen_folder(Use.DRAFTS, listed)

    names = [name for flags, _, name in listed if not flags]
    assert all(name in caught.value.message for name in names)
    assert "Drafts" in caught.value.hint


def test_of_many_folders_thirty_are_listed() -> None:
    with pytest.raises(NoFolderError, match=r"Folder 29 and 70 more$"):
        chosen_folder(Use.DRAFTS, [([], "/", f"Folder {number}") for number in range(100)])
