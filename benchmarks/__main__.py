"""Measures the pages with 8 connections and prints a table; the figures of one run are comparable, not those of two.

make bench                      3,000 people, 10 seconds a page
make bench ARGS="--people 300 --seconds 2"
make bench ARGS="rules"         4.7 million people in 30,000 units, the rules alone
"""

import argparse
import os
import signal
import sys
import tempfile
from pathlib import Path


def main() -> int:
    """Prepare a home with the large agency, measure each page and its floor."""
    parser = argparse.ArgumentParser(description="Measure the pages of a large agency.")
    parser.add_argument("--people", type=int, default=3000)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--home", type=Path, help="keep the data here for the next run")
    parser.add_argument("what", nargs="?", choices=("pages", "rules"), default="pages")
    parser.add_argument("--nation", type=int, default=4_700_000, help="people that the rules judge")
    parser.add_argument("--units", type=int, default=30_000)
    asked = parser.parse_args()
    if asked.what == "rules":
        from benchmarks.rules import measure

        measure(asked.nation, asked.units)
        return 0
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that the servers stop too
    home = asked.home or Path(tempfile.mkdtemp(prefix="selaras-bench-"))
    os.environ.update(
        SELARAS_HOME=str(home), SELARAS_PORT="8990", DJANGO_SETTINGS_MODULE="selaras.config.settings"
    )
    os.environ.setdefault("SELARAS_THREADS", "4")
    from benchmarks.measuring import measure_all
    from selaras.config import postgres

    with postgres.in_use(home):
        measure_all(asked.people, asked.seconds, asked.connections)
    return 0


if __name__ == "__main__":
    sys.exit(main())
