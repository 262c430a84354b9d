"""The data of the official forms B.1.2 (report) and B.1.4, B.1.5 (record of feedback)."""
from __future__ import annotations


def issue_report(**k):
    raise NotImplementedError
