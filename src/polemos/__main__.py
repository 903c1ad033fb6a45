"""`python -m polemos` is the command line."""

from polemos.cli import main

main()
