"""The door behind every make target: prepares what a fresh machine lacks, then does what was asked."""

from __future__ import annotations

import os
import sys

OLDEST = (3, 11)


def main() -> None:
    if sys.version_info < OLDEST:
        find_newer_python()
    import targets

    if len(sys.argv) < 2 or sys.argv[1] not in targets.TARGETS:
        sys.exit("Use one of: make " + ", make ".join(sorted(targets.TARGETS)))
    sys.exit(targets.perform(sys.argv[1], sys.argv[2:]))


def find_newer_python() -> None:
    """Start again under a newer Python where one lies on PATH."""
    import shutil

    for minor in range(19, OLDEST[1] - 1, -1):
        found = shutil.which("python3.%d" % minor)  # noqa: UP031
        if found:
            os.execv(found, [found] + sys.argv)  # noqa: RUF005
    sys.exit(
        "Selaras needs Python 3.11 or newer; this is %d.%d." % sys.version_info[:2]  # noqa: UP031
        + " Name another one with `make run PYTHON=/path/to/python3.12`."
    )


if __name__ == "__main__":
    main()
