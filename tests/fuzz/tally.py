"""How much was tried and what was answered; written where FUZZ_TALLY says, for docs/evidence/fuzz.md."""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path

# Tries for each form, each address and each kind of file; `make show-fuzz` asks for more.
TRIES = int(os.environ.get("FUZZ_TRIES", "3"))
IS_LONG = "FUZZ_TRIES" in os.environ

COUNTS: dict[str, Counter[str]] = {}


def note(what: str, answer: object) -> None:
    """One more."""
    COUNTS.setdefault(what, Counter())[str(answer)] += 1


def write() -> None:
    """All counts so far, beside those of other processes."""
    place = os.environ.get("FUZZ_TALLY")
    if place:
        Path(place, f"{os.getpid()}.json").write_text(json.dumps(COUNTS))
