"""The public contract of the rules: what other programs and auditors may ask, with JSON Schema, no database."""

from selaras.rules.contract.command import main
from selaras.rules.contract.rules import Rule, explain, rule_names, rule_of
from selaras.rules.contract.schema import FieldError, InputRefused

__all__ = ["FieldError", "InputRefused", "Rule", "explain", "main", "rule_names", "rule_of"]
