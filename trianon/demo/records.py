"""What is not invented: the theme with its sub-themes, the places, and the cooperations read in public sources."""

from __future__ import annotations

from contextlib import closing

from trianon.cooperations.gazetteer import load_places as load_gazetteer
from trianon.cooperations.import_files import ImportFile
from trianon.cooperations.importing import import_rows
from trianon.core.clock import at
from trianon.core.settings import ROOT
from trianon.demo.stage import Stage, days_ago
from trianon.themes import loading

RECORDS = ROOT / "trianon" / "cooperations" / "data"
FILES = ("twinnings.csv", "partnerships.csv")
IMPORTED = 120


def load_themes(_stage: Stage) -> int:
    """The year's theme; returns how many sub-themes it has."""
    return len(loading.load_theme().sub_themes)


def load_places(_stage: Stage) -> int:
    """The list of French and Russian places that comes with the site."""
    return load_gazetteer()[1]


def load_records(_stage: Stage) -> int:
    """The two files of real records that come with the site."""
    count = 0
    for name in FILES:
        with at(days_ago(IMPORTED)), closing(ImportFile(RECORDS / name)) as file:
            count += sum(outcome.accepted for outcome in import_rows(file))
    return count
