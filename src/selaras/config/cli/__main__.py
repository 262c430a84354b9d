"""`python -m selaras.config.cli` is the `selaras` command where no script is installed."""

import sys

from selaras.config.cli import main

sys.exit(main())
