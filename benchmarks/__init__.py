"""How fast the program is: ratios against other ways of doing the same, in one run (docs/performance.md)."""
