"""The `selaras` command: what an operator types, with one sentence where something cannot be done."""

import sys
from collections.abc import Sequence

RULES = "rules"


def main(argv: Sequence[str] | None = None) -> int:
    """Carry out one command; returns its exit code.

    The rules answer without home, settings and database, so none of these is loaded for them.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    if words[:1] == [RULES]:
        from selaras.rules.contract.command import main as ask

        return ask(words[1:])
    from selaras.config.cli.entry import main as carry_out

    return carry_out(words)


__all__ = ["main"]
