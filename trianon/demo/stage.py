"""Where the demonstration's pieces meet: the data files, and whoever and whatever was made of them so far."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from trianon.accounts.models import Account
from trianon.accounts.organisation_models import Organisation
from trianon.contributions.models import Contribution
from trianon.core.clock import now
from trianon.core.sides import Side
from trianon.workshops.models import Workshop

DATA = Path(__file__).parent / "data"


@dataclass
class Stage:
    """Records by the keys that the data files call them by."""

    people: dict[str, Account] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    workshops: dict[str, Workshop] = field(default_factory=dict)
    contributions: dict[str, Contribution] = field(default_factory=dict)
    members: dict[Side, list[Account]] = field(default_factory=dict)


def rows(name: str) -> list[dict[str, Any]]:
    """The rows of one data file."""
    found: list[dict[str, Any]] = json.loads((DATA / f"{name}.json").read_text())
    return found


def days_ago(days: float) -> datetime:
    """A moment of the invented past."""
    return now() - timedelta(days=days)
