"""The `selaras` command: what an operator types, with one sentence where something cannot be done."""

from selaras.config.cli.entry import main

__all__ = ["main"]
