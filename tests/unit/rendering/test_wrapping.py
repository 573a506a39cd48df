"""Lines that need no wrapping are left as they are, by the very rules of those that do."""

from textwrap import wrap

from hypothesis import example, given
from hypothesis import strategies as st

from takedown.rendering.text import WIDTH, wrapped

_LINES = st.text(st.sampled_from("ab -\t\n\u00a0\u2003é\u3000") | st.characters(), max_size=WIDTH + 10)


@given(_LINES, st.sampled_from([0, 3, 8]))
@example("   ", 3)
@example(" a ", 0)
@example("a" * WIDTH + " ", 0)
def test_a_short_line_is_what_wrapping_makes_of_it(text: str, hang: int) -> None:
    by_rule = wrap(
        text,
        WIDTH,
        subsequent_indent=" " * hang,
        break_long_words=False,
        break_on_hyphens=False,
        replace_whitespace=False,
        expand_tabs=False,
    )
    assert wrapped(text, hang=hang) == "\n".join(by_rule)
