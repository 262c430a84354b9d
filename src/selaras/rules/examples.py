"""The worked examples of the regulation itself, as data that the demo loads and tests print."""

from functools import cache
from typing import Any

from selaras.rules.dated import LAW
from selaras.rules.lawyaml import read_yaml

FOLDER = LAW / "permenpanrb-6-2022" / "examples"


def example_names() -> tuple[str, ...]:
    """The names of all worked examples: skp-01, skp-03, mph-1, mph-2, ev-01, …"""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


@cache
def load_example(name: str) -> dict[str, Any]:
    """One worked example exactly as the regulation prints it; KeyError when there is none of that name.

    The returned structure is shared: copy before changing it.
    """
    if name not in example_names():
        raise KeyError(f"no worked example '{name}'; there are {', '.join(example_names())}")
    return read_yaml(FOLDER / f"{name}.yaml")  # type: ignore[no-any-return]  # a mapping by the tests of the examples
