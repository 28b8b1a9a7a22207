"""The pages that editors write, in both languages: about, charter, privacy, contact, accessibility."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from trianon.bilingual.text import Bilingual

DATA = Path(__file__).parent / "data" / "pages.json"


@cache
def _pages() -> dict[str, Any]:
    pages: dict[str, Any] = json.loads(DATA.read_text())
    return pages


def words(name: str) -> Bilingual:
    """The text of a page, as plain formatting."""
    page = _pages()[name]
    return Bilingual(page["fr"], page["ru"])


def lead() -> Bilingual:
    """The one sentence at the top of the home page."""
    page = _pages()["home"]["lead"]
    return Bilingual(page["fr"], page["ru"])


def charter_version() -> str:
    """The date of the charter that is in force: what people consent to at sign-up."""
    return str(_pages()["charter"]["version"])
