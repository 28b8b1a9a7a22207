"""Work that is due at its time: each feature registers its own, `flask due` runs all of it every minute."""

from __future__ import annotations

from collections.abc import Callable

Job = Callable[[], int]
_jobs: dict[str, Job] = {}


def timed(name: str) -> Callable[[Job], Job]:
    """Register a function that does what is due now, commits by itself, and returns how much it did."""

    def register(job: Job) -> Job:
        _jobs[name] = job
        return job

    return register


def jobs() -> dict[str, Job]:
    """All timed work by name, in the order of registration."""
    return dict(_jobs)
