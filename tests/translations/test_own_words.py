"""Two ways to the other language of a record: its people write it, or the desk translates it; they never collide."""

from __future__ import annotations

from typing import Any

import pytest

from tests.committee.conftest import House
from trianon.cooperations import services as cooperations
from trianon.core.errors import RuleViolation
from trianon.translations import queries, services
from trianon.translations.models import TranslationWork
from trianon.translations.rules import WorkState

WORDS = {"title": ["Побратимство двух хоров"], "summary": ["Два хора поют вместе.", "Они живут у хозяев."]}


@pytest.fixture
def house(db_session: Any) -> House:
    return House(db_session)


def public_record(house: House, by: Any) -> Any:
    record = house.cooperation(by)
    cooperations.publish(record, by=None)
    return record


def work_on(record: Any) -> TranslationWork:
    found = queries.work_of("cooperation", record.id)
    assert found is not None
    return found


def test_own_words_come_first(house: House) -> None:
    """Nobody begins to translate what its people have written; once that is published, the work is closed."""
    author, translator = house.person(), house.person("translator")
    record = public_record(house, author)
    assert work_on(record).state is WorkState.WAITING
    own = {"title": "Дружба двух хоров", "summary": "Два хора каждое лето поют вместе."}
    cooperations.add_language(record, own, by=author, shown_version=record.version)
    with pytest.raises(RuleViolation, match="translation_own_words_wait"):
        services.take(work_on(record), by=translator)
    cooperations.publish(record, by=None)
    assert record.public_version.title.ru == own["title"]
    assert work_on(record).state is WorkState.CLOSED


def test_a_translation_is_not_lost_for_a_correction(house: House) -> None:
    """Accepted while a correction of something else waits, it goes over to the version that follows."""
    author = house.person()
    one, two = house.person("translator"), house.person("translator", "russia")
    record = public_record(house, author)
    cooperations.add_language(record, {"title": "Дружба двух хоров"}, by=author, shown_version=record.version)
    work = work_on(record)
    services.submit(work, with_lines(work, record), by=one, shown=work.source_digest)
    services.accept(work, with_lines(work, record), by=two, shown=work.source_digest)
    assert record.public_version.title.ru == WORDS["title"][0]
    cooperations.publish(record, by=None)
    assert record.public_version.title.ru == "Дружба двух хоров"
    assert record.public_version.summary.ru == "Два хора поют вместе.\nОни живут у хозяев."


def with_lines(work: TranslationWork, record: Any) -> dict[str, list[str]]:
    """As many parts as the original has."""
    from trianon.bilingual.translating import paragraphs

    parts = len(paragraphs(record.public_version.summary.fr))
    return {"title": WORDS["title"], "summary": WORDS["summary"] if parts == 2 else ["\n".join(WORDS["summary"])]}
