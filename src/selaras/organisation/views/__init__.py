"""Doors of the organisation, by subject: load, ask permission, call the operation, answer."""
