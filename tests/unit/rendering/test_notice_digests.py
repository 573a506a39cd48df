"""Id and case are computed once for a notice, and anew for one that says something else."""

import pickle
from dataclasses import replace

from letters_made import FIRST, notice


def test_a_changed_notice_has_an_id_and_a_case_of_its_own() -> None:
    first = notice()
    known = (first.id, first.case)
    smaller = replace(first, releases=(FIRST,))
    other = replace(first, principal="Bo Example")

    assert smaller.id != first.id
    assert smaller.case == first.case
    assert other.case != first.case
    assert (first.id, first.case) == known == (notice().id, notice().case)


def test_what_is_remembered_of_a_notice_is_no_part_of_it() -> None:
    asked, fresh = notice(), notice()
    assert asked.folder.endswith(asked.id)
    assert asked == fresh
    assert repr(asked) == repr(fresh)
    assert pickle.loads(pickle.dumps(asked)) == fresh
