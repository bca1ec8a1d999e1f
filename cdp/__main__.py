"""`python -m cdp` is the command line."""

from cdp.cli import main

main()
