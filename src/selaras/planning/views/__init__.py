"""Doors of planning, by subject: load, ask permission, call the operation, answer."""
