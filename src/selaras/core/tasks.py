"""Makes the worker know the task that runs long work."""

from selaras.core.jobs import run_job

__all__ = ["run_job"]
