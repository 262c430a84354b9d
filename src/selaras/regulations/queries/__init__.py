"""Reads of the regulations."""
