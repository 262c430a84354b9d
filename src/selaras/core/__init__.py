"""Mechanisms that know no stage of the cycle: tenancy, workflow, verdicts, audit, privacy, time."""
