"""A run outside pytest: a directory of its own, and the database server that it asks for, to make evidence in."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

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


def of_other_engines(kept: Path, engines: tuple[str, ...]) -> dict[str, Any]:
    """What an earlier run has kept of the engines that this one leaves out."""
    before = json.loads(kept.read_text(encoding="utf-8"))["engines"] if kept.exists() else {}
    return {engine: rows for engine, rows in before.items() if engine not in engines}
