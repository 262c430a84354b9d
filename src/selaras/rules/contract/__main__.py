"""Lets `python -m selaras.rules.contract` ask the rules where the console command is not installed."""

import sys

from selaras.rules.contract.command import main

sys.exit(main(sys.argv[1:]))
