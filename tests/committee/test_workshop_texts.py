"""What hosts write of a workshop is reported, hidden and removed like other texts; the workshop takes place."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from tests.support.refusals import code_of
from tests.workshops.making import add_workshop
from trianon.bilingual.lang import Lang
from trianon.bilingual.text import Bilingual
from trianon.committee import appeals, flags, queries, removals
from trianon.committee.flag_models import Flag
from trianon.committee.models import Case, Removal
from trianon.committee.rules import Reason
from trianon.core import search
from trianon.mail.models import OutboxMail
from trianon.workshops import services
from trianon.workshops.models import Workshop
from trianon.workshops.services import Plan

both_engines = pytest.mark.both_engines
WORD, SECOND = "quetzalcoatlus", "pteranodon"
TITLE = Bilingual(f"Le {WORD}, le {SECOND}", f"Возвращение: {WORD}, {SECOND}")


def workshop_of(house: Any) -> Workshop:
    """One of a host who asked no committee."""
    return add_workshop(house.session, host_id=house.person("host").id, title=TITLE)


def report(workshop: Workshop, by: Any, category: str = "personal_data") -> Flag:
    said = flags.Said("workshop", workshop.id, workshop.texts.version, Reason(category), "Une adresse y est.", "net")
    return flags.report(said, by=by)


def ask(workshop: Workshop, by: Any, *, hold: bool = False) -> Case:
    return removals.ask(
        "workshop",
        workshop.id,
        by=by,
        reasons=[Reason.PERSONAL_DATA],
        note="Le programme donne une adresse privée.",
        note_lang=Lang.FR,
        shown_version=workshop.texts.version,
        hold=hold,
    )


def plan_of(workshop: Workshop, **other: Any) -> Plan:
    """What stands in it now, with something else."""
    from dataclasses import fields

    return replace(Plan(**{field.name: getattr(workshop, field.name) for field in fields(Plan)}), **other)


def change(workshop: Workshop, **other: Any) -> None:
    host = workshop.host
    services.change(workshop.id, plan_of(workshop, **other), seen=services.version_of(workshop), by=host)


def told(house: Any, kind: str) -> list[int | None]:
    return list(house.session.scalars(sa.select(OutboxMail.recipient_id).filter_by(kind=kind)))


def found(word: str) -> bool:
    from trianon.core.database import db

    ids = search.matches("workshop", word)
    return ids is not None and bool(db.session.scalars(ids).all())


@both_engines
def test_reported_hidden_shown_again_and_removed(house: Any) -> None:
    """The hour can be moved meanwhile, the words cannot; what comes back is what there was; who reported is told."""
    from tests.support.truth import faults

    workshop = workshop_of(house)
    reader = house.person(side="russia")
    flag = report(workshop, reader)
    assert code_of(lambda: report(workshop, workshop.host)) == "own_report"
    case = ask(workshop, house.person("member"), hold=True)
    assert case.id == queries.case_of("removal", flag.removal_id, 1).id
    assert (case.title, workshop.texts.state) == (TITLE, "on_hold")
    assert (workshop.title.fr, workshop.title.ru, workshop.speakers.fr) == ("Atelier en ligne", "Онлайн-семинар", "")
    assert not found(WORD)
    assert told(house, "committee.held") == [workshop.host_id]
    change(workshop, starts_at=workshop.starts_at + timedelta(days=1))
    assert code_of(lambda: change(workshop, title=TITLE)) == "texts_on_hold"
    house.voice(case, house.person("member", "russia"), "accept")
    assert (workshop.texts.state, workshop.title, workshop.speakers.fr) == ("published", TITLE, "Irène Chastagnol")
    assert found(WORD)
    for side in ("france", "russia"):
        house.voice(case, house.person("co_president", side), "refuse")
    assert (workshop.texts.state, workshop.title.fr, flag.outcome) == ("removed", "Atelier en ligne", "removed")
    assert told(house, "committee.flag_settled") == [reader.id]
    assert told(house, "committee.decided") == [workshop.host_id]
    assert not faults(house.session)


@both_engines
def test_after_a_removal_hosts_write_others(house: Any) -> None:
    """Not half of them, nor the same ones; the new ones are a new version, and can be reported again."""
    workshop = workshop_of(house)
    kept = {name: getattr(workshop, name) for name in ("title", "purpose", "programme", "speakers")}
    case = ask(workshop, house.person("member"))
    house.voice(case, house.person("member", "russia"), "refuse")
    assert workshop.texts.state == "removed"
    other = Bilingual("Le tramway", "Трамвай")
    assert code_of(lambda: change(workshop, title=other)) == "texts_half_new"
    assert code_of(lambda: change(workshop, **kept)) == "texts_removed_before"
    change(workshop, title=other, purpose=Bilingual("Comparer.", "Сравнить."))
    assert (workshop.texts.state, workshop.texts.version, workshop.texts.kept_title.fr) == ("published", 2, "")
    assert found("tramway")
    assert not found(WORD)
    # What the appeal was about is not there any more: the new texts stay.
    appeal = appeals.contest(case, by=workshop.host, text="L’adresse est celle d’un musée.")
    again = queries.case_of("appeal", appeal.id, 1)
    for side in ("france", "russia"):
        house.voice(again, house.person("member", side), "accept")
    assert workshop.title == other
    assert report(workshop, house.person()).version == 2


@both_engines
def test_an_appeal_brings_them_back(house: Any) -> None:
    workshop = workshop_of(house)
    case = ask(workshop, house.person("member"))
    house.voice(case, house.person("member", "russia"), "refuse")
    appeal = appeals.contest(case, by=workshop.host, text="L’adresse est celle d’un musée.")
    again = queries.case_of("appeal", appeal.id, 1)
    for side in ("france", "russia"):
        house.voice(again, house.person("member", side), "accept")
    assert (workshop.texts.state, workshop.title) == ("published", TITLE)


def test_hosts_who_mend_what_was_reported_end_the_question(house: Any) -> None:
    """The best outcome: whoever reported is told, and may report the new words."""
    workshop = workshop_of(house)
    reader = house.person()
    flag = report(workshop, reader)
    change(workshop, speakers=Bilingual("", ""))
    assert (flag.outcome, house.session.get(Removal, flag.removal_id).ended_at is not None) == ("gone", True)
    assert told(house, "committee.flag_settled") == [reader.id]
    again = report(workshop, reader)
    # Another hour is no other text.
    change(workshop, capacity=40)
    assert again.outcome is None


def test_the_words_are_nowhere_while_they_are_hidden(
    sign_in_as: Any, visitors: Any, transaction: Any, in_house: Any
) -> None:
    """Reported by the page; then hidden: no list, page, calendar or search tells them."""
    number, member = in_house(lambda house: (workshop_of(house).id, house.person("member").email))
    visitor, reader = visitors("fr"), sign_in_as(side="russia")
    places = (f"/workshops/{number}", "/workshops/", f"/workshops/{number}/calendar.ics", f"/workshops/?q={WORD}")
    assert f"/committee/report/workshop/{number}" in reader.get(f"/workshops/{number}").text
    form = f"/committee/report/workshop/{number}"
    assert WORD in visitor.get(form).text
    answer = reader.submit(form, {"category": "personal_data", "words": "В программе указан домашний адрес."})
    assert answer.status_code == 303
    assert WORD in visitor.get(places[0]).text
    from trianon.accounts.models import Account

    with transaction() as session:
        by = session.scalars(sa.select(Account).filter_by(email=member)).one()
        ask(session.get(Workshop, number), by, hold=True)
    for place in places:
        for who in (visitor, reader):
            said = who.get(place)
            assert (said.status_code, SECOND in said.text) == (200, False)
    assert "Atelier en ligne" in visitor.get(places[0]).text
    assert f"/committee/report/workshop/{number}" not in visitor.get(places[0]).text
    assert visitor.get(form).status_code == 404
