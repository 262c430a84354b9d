"""Migrations of the regulations."""
