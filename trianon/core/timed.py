"""Work that is due at its time: each feature registers its own, `flask due` runs all of it every minute.

Long work that people wait for is done by slices, one in every turn of the worker, between the mails.
"""

from __future__ import annotations

from collections.abc import Callable

Job = Callable[[], int]
_jobs: dict[str, Job] = {}
_slices: dict[str, Job] = {}


def timed(name: str) -> Callable[[Job], Job]:
    """Register a function that does what is due now, commits by itself, and returns how much it did."""

    def register(job: Job) -> Job:
        _jobs[name] = job
        return job

    return register


def jobs() -> dict[str, Job]:
    """All timed work by name, in the order of registration."""
    return dict(_jobs)


def continual(name: str) -> Callable[[Job], Job]:
    """Register a function that does one short slice of what waits, commits by itself, and returns 0 at the end."""

    def register(job: Job) -> Job:
        _slices[name] = job
        return job

    return register


def slices() -> dict[str, Job]:
    """All work by slices, by name."""
    return dict(_slices)
