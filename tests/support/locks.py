"""What a lock file must be: every requirement at one version, with hashes, from no named place."""

from __future__ import annotations

import re
from pathlib import Path

REQUIREMENTS = Path(__file__).resolve().parents[2] / "requirements"
LOCKS = (REQUIREMENTS / "base.txt", REQUIREMENTS / "dev.txt")
PINNED = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._-]*(\[[a-z0-9,-]+\])?==[0-9][^\s;]*( ;[^\\]*)?$")
HASH = re.compile(r"^--hash=sha256:[0-9a-f]{64}$")


def requirements_of(text: str) -> list[list[str]]:
    """Each requirement, and its hashes."""
    lines = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    joined = [line for line in lines.replace("\\\n", " ").splitlines() if line.strip()]
    return [[part.strip() for part in re.split(r"\s+(?=--hash)", line)] for line in joined]


def faults_of(lock: Path) -> list[str]:
    """What is wrong with a lock file, a line each."""
    return faults_in(lock.read_text(encoding="utf-8"), lock.name)


def faults_in(text: str, name: str) -> list[str]:
    """The same for its text."""
    found = []
    requirements = requirements_of(text)
    for requirement, *hashes in requirements:
        if not PINNED.match(requirement):
            found.append(f"{name}: {requirement!r} is not one version of one package")
        elif not hashes or not all(HASH.match(one) for one in hashes):
            found.append(f"{name}: {requirement!r} has no hash")
    return found if requirements else [f"{name}: nothing is required"]
