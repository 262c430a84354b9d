"""Makes the worker know the tasks that run long work and refresh statistics."""

from selaras.core.jobs import run_job
from selaras.core.statistics import refresh_statistics

__all__ = ["refresh_statistics", "run_job"]
