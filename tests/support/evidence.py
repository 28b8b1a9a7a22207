"""A run outside pytest: a directory of its own, and the database server that it asks for, to make evidence in."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from tests.support import postgres
from tests.support.house import ROOT, RUN_VARIABLE


@contextmanager
def a_run(name: str) -> Iterator[None]:
    """From the project's root; directory and server go at the end, whatever happens."""
    os.chdir(ROOT)
    os.environ[RUN_VARIABLE] = tempfile.mkdtemp(prefix=f"trianon-{name}-")
    try:
        yield
    finally:
        postgres.stop()
        shutil.rmtree(os.environ.pop(RUN_VARIABLE), ignore_errors=True)
