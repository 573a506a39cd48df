"""One module for each way of drawing a letter. Each has TITLE, TEXT and `start`, which gives the function to time."""

from collections.abc import Callable

#: A ready input → the PDF.
Draw = Callable[..., bytes]
