"""Reads the sheets of cases once in a run, however many tests ask for them."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def sheet(path: Path) -> Any:
    """The content of a YAML file; shared, so copy before changing it."""
    return yaml.load(path.read_text(encoding="utf-8"), LOADER)
