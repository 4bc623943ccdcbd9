"""Run the command with ``python -m suar``."""

from suar.cli import main

main()
