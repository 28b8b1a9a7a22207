"""Codes in cells, as people write them: the code itself, or its words in either language."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from typing import Any

from flask_babel import force_locale

from trianon.bilingual.lang import Lang
from trianon.cooperations import words
from trianon.cooperations.vocabulary import Activity, Domain, Kind
from trianon.core.text import words_key

CHOICES: Mapping[str, Mapping[Any, Any]] = {
    "kind": words.KINDS,
    "domains": words.DOMAINS,
    "activity": words.ACTIVITIES,
}
# Shorter words that mean the same.
_ALSO: Mapping[str, StrEnum] = {
    "accord": Kind.AGREEMENT,
    "convention": Kind.AGREEMENT,
    "соглашение": Kind.AGREEMENT,
    "договор": Kind.AGREEMENT,
    "memorandum": Kind.MEMORANDUM,
    "меморандум": Kind.MEMORANDUM,
    "echanges": Kind.EXCHANGE,
    "обмен": Kind.EXCHANGE,
    "projet": Kind.PROJECT,
    "проект": Kind.PROJECT,
    "partenariat": Kind.PARTNERSHIP,
    "партнерство": Kind.PARTNERSHIP,
    "universite": Domain.UNIVERSITIES,
    "universites": Domain.UNIVERSITIES,
    "recherche": Domain.UNIVERSITIES,
    "университеты": Domain.UNIVERSITIES,
    "наука": Domain.UNIVERSITIES,
    "economie": Domain.ECONOMY,
    "экономика": Domain.ECONOMY,
    "culture": Domain.CULTURE,
    "культура": Domain.CULTURE,
    "здравоохранение": Domain.HEALTH,
    "медицина": Domain.HEALTH,
    "спорт": Domain.SPORT,
    "actif": Activity.ACTIVE,
    "en cours": Activity.ACTIVE,
    "действует": Activity.ACTIVE,
    "suspendu": Activity.SUSPENDED,
    "приостановлено": Activity.SUSPENDED,
    "termine": Activity.ENDED,
    "завершено": Activity.ENDED,
}


def meant(column: str, word: str) -> Any | None:
    """The value that a word of a cell stands for, or None."""
    return _known(column).get(words_key(word)) or _known(column).get(word.strip().casefold())


def names(column: str) -> str:
    """The words that a column knows, in the reader's language."""
    return ", ".join(str(label) for label in CHOICES[column].values())


@cache
def _known(column: str) -> dict[str, Any]:
    labels = CHOICES[column]
    found: dict[str, Any] = {word: value for word, value in _ALSO.items() if value in labels}
    for lang in Lang:
        with force_locale(lang.value):
            found |= {words_key(str(label)): value for value, label in labels.items()}
    return found | {str(value): value for value in labels}
