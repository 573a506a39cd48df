"""Which words of a page lead somewhere, and where: exactly there where the page says.

What stands in a title or a name is never a link: it comes from data, and may look like an address of somebody else.
"""

import unicodedata
from urllib.parse import quote

from takedown.patterns import pattern
from takedown.rendering.pdf.lines import Span, Style

#: RFC 5322 3.2.3, as `rendering/message.py` writes it.
_LOCAL = pattern(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+")
#: A host by name, whose last label is no number (RFC 3696 2); an underscore is seen in some.
_HOST = pattern(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])", pattern_flags())
