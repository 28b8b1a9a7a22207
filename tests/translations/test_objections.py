"""Whoever wrote a text of any kind reads what is done about its translation, and may object to it on its own page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from tests.committee.conftest import House
from tests.contributions.conftest import add_sub_theme
from tests.support.forms import forms_of
from tests.support.spaces import with_plain_spaces
from tests.workshops.making import add_workshop
from trianon.bilingual.lang import Lang
from trianon.bilingual.text import Bilingual
from trianon.bilingual.translating import paragraphs
from trianon.contributions import comment_services
from trianon.contributions import services as contributions
from trianon.cooperations import services as cooperations
from trianon.core.database import db
from trianon.translations import queries, services
from trianon.translations.models import TranslationWork
from trianon.translations.rules import WorkState
from trianon.translations.subjects import SUBJECTS
from trianon.workshops.models import Workshop


def _contribution(house: House) -> Any:
    item = house.contribution(house.person())
    contributions.publish(item, by=None)
    return item


def _cooperation(house: House) -> Any:
    item = house.cooperation(house.person())
    cooperations.publish(item, by=None)
    return item


def _comment(house: House) -> Any:
    item = comment_services.reply(
        _contribution(house), by=house.person(), lang=Lang.FR, text="Il y a de la place dans la cour."
    )
    comment_services.publish_reply(item, by=None)
    return item


def _workshop(house: House) -> Any:
    item = add_workshop(house.session)
    item.programme = Bilingual("Dix minutes chacun.", "")
    return item


MADE: dict[str, Callable[[House], Any]] = {
    "contribution": _contribution,
    "cooperation": _cooperation,
    "comment": _comment,
    "workshop": _workshop,
}


def waiting(house: House, subject: str) -> tuple[int, str, int]:
    """A public record on the desk: its number, its author's address, and the number of the work."""
    item = MADE[subject](house)
    db.session.flush()
    work = services.bring(subject, item.id)
    assert work is not None
    db.session.flush()
    (author,) = SUBJECTS[subject].authors(item)
    return item.id, author.email, work.id


def translated(house: House, work: TranslationWork) -> None:
    """By one person, reviewed by another."""
    one, two = house.person("translator"), house.person("translator", side="russia")
    kind = SUBJECTS[work.subject]
    words = {
        field.code: [f"Перевод {number}." for number, _part in enumerate(paragraphs(field.source))]
        for field in kind.texts(kind.load(work.subject_id))
    }
    services.submit(work, words, by=one, shown=work.source_digest)
    services.accept(work, words, by=two, shown=work.source_digest)


def test_every_subject_is_tried() -> None:
    assert MADE.keys() == SUBJECTS.keys()


@pytest.mark.parametrize("subject", MADE)
def test_its_author_objects_on_its_page(subject: str, visitors: Any, transaction: Any, app: Any) -> None:
    with transaction() as session:
        add_sub_theme(session)
        number, author, work_id = waiting(House(session), subject)
    with app.test_request_context():
        page = SUBJECTS[subject].url(number).removeprefix("/fr")
    # Before: anybody reads that it waits.
    assert "La traduction attend une traductrice ou un traducteur." in visitors("fr").get(page).text
    with transaction() as session:
        translated(House(session), session.get_one(TranslationWork, work_id))
    for reader in (visitors("fr"), visitors("ru")):
        told = reader.get(page).text
        assert "/object" not in told
        assert "traductrice ou un traducteur" not in told
    visitor = visitors("ru")
    visitor.enter(author)
    assert "Перевод 0." in with_plain_spaces(visitor.get(page).text)
    assert any("/object" in one.action for one in forms_of(visitor.get(page).text))
    visitor.submit(page, {"note": "Не то слово."}, form="/object")
    assert "Перевод 0." not in with_plain_spaces(visitor.get(page).text)
    with transaction() as session:
        work = session.scalars(sa.select(TranslationWork).filter_by(id=work_id)).one()
        assert (work.state, work.note) == (WorkState.DRAFT, "Не то слово.")
        assert queries.work_of(subject, number) is work


def test_a_host_s_form_from_before_does_not_wipe_a_translation(visitors: Any, transaction: Any) -> None:
    """It is refused and keeps what was typed; the translated words are found, and no longer once they are taken off."""
    with transaction() as session:
        add_sub_theme(session)
        number, host, work_id = waiting(House(session), "workshop")
    edit, found = f"/workshops/{number}/edit", "/workshops/?q=Перевод"
    visitor = visitors("ru")
    visitor.enter(host)
    (form,) = (one for one in forms_of(visitor.get(edit).text) if "programme_ru" in one.names)
    (shown,) = form.filled({})["version"]
    assert f"/workshops/{number}" not in visitor.get(found).text
    with transaction() as session:
        translated(House(session), session.get_one(TranslationWork, work_id))
    assert f"/workshops/{number}" in visitor.get(found).text
    answer = visitor.submit(edit, {"programme_ru": "", "minutes": "60", "version": shown})
    assert answer.status_code == 409
    with transaction() as session:
        workshop = session.get_one(Workshop, number)
        assert (workshop.programme.ru, workshop.minutes) == ("Перевод 0.", 90)
        services.object_to(session.get_one(TranslationWork, work_id), "Не то.", by=workshop.host)
    assert f"/workshops/{number}" not in visitor.get(found).text


@pytest.mark.parametrize("subject", ["cooperation", "workshop"])
def test_an_objection_leaves_words_that_were_written_by_hand_since(subject: str, transaction: Any) -> None:
    with transaction() as session:
        add_sub_theme(session)
        house = House(session)
        number, _author, work_id = waiting(house, subject)
        work = session.get_one(TranslationWork, work_id)
        translated(house, work)
        kind = SUBJECTS[subject]
        item = kind.load(number)
        held = item.public_version if subject == "cooperation" else item
        name = "title" if subject == "cooperation" else "programme"
        setattr(held, name, getattr(held, name).replace(Lang.RU, "Своими словами."))
        session.flush()
        services.object_to(work, "Не то слово.", by=kind.authors(item)[0])
        assert getattr(held, name).ru == "Своими словами."
