"""Forms of the regulations, generated from the JSON Schemas of the rules."""
