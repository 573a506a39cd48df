"""`python -m takedown`."""

from takedown.cli.main import main

main()
