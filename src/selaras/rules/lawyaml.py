"""Reads YAML as the law needs it: no duplicate key, no binary float, no silent surprise."""

from pathlib import Path
from typing import Any

import yaml


class BrokenLaw(ValueError):
    """A law file that says something impossible; the message says what and where."""


class _Loader(yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader):  # type: ignore[misc]  # base chosen by what PyYAML was built with
    """The safe loader that also refuses duplicate keys and floats."""


def _mapping(loader: Any, node: yaml.MappingNode) -> dict[Any, Any]:
    seen: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, str):
            raise BrokenLaw(f"line {key_node.start_mark.line + 1}: key '{key}' is not text; put it in quotes")
        if key in seen:
            raise BrokenLaw(f"line {key_node.start_mark.line + 1}: duplicate key '{key}'")
        seen[key] = loader.construct_object(value_node, deep=True)
    return seen


def _float(loader: Any, node: yaml.ScalarNode) -> Any:
    raise BrokenLaw(
        f"line {node.start_mark.line + 1}: {node.value} is a float; write decimals as text in quotes"
    )


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)
_Loader.add_constructor("tag:yaml.org,2002:float", _float)


def read_yaml(path: Path) -> Any:
    """The content of a YAML file; raises BrokenLaw when it cannot be read."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), _Loader)  # a subclass of the safe loader
    except BrokenLaw as reason:
        raise BrokenLaw(f"{path.parent.name}/{path.name}: {reason}") from None
    except (yaml.YAMLError, ValueError) as reason:
        raise BrokenLaw(f"{path.parent.name}/{path.name}: not readable as YAML: {reason}") from None
