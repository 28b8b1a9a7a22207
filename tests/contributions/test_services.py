"""What is done with a contribution: state, event, journal, outbox, counters and search, on both engines."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from tests.contributions.conftest import TEXT_FR, TEXT_RU, add_sub_theme, add_workshop, send
from tests.support.people import add_person
from trianon.bilingual.lang import Lang
from trianon.bilingual.models import Translation
from trianon.bilingual.text import Bilingual
from trianon.contributions import lines, queries, services
from trianon.contributions.models import Contribution, ContributionKind
from trianon.core import clock
from trianon.core.audit import entries_about
from trianon.core.counters import counts
from trianon.core.errors import RuleViolation, StaleForm
from trianon.core.publication import State
from trianon.core.search import matches
from trianon.core.sides import Side
from trianon.core.text import digest
from trianon.mail.models import OutboxMail
from trianon.notifications.models import Notification

pytestmark = pytest.mark.both_engines

CHANGED = {
    "lang": Lang.FR,
    "kind": ContributionKind.OPINION,
    "title": "Un toit, et de la lumière",
    "text": "Un texte corrigé, avec un éclairage qui s’allume au passage.",
}


def found(query: str) -> list[int]:
    """The numbers of the texts that a search finds."""
    from trianon.core.database import db

    return list(db.session.scalars(matches("contribution", query)))


def journal(item: Contribution) -> list[str]:
    """The names of what happened to a text."""
    return [entry.event for entry in entries_about("contribution", item.id)]


def figures(item: Contribution) -> list[int]:
    """The five figures a text is counted in."""
    known = counts(
        "contributions", "contributions.sub_theme", "contributions.kind", "contributions.lang", "contributions.side"
    )
    return [
        known["contributions"].get("all", 0),
        known["contributions.sub_theme"].get(str(item.sub_theme_id), 0),
        known["contributions.kind"].get(item.kind.value, 0),
        known["contributions.lang"].get(item.source_lang.value, 0),
        known["contributions.side"].get(item.side.value, 0),
    ]


def test_submit(db_session: Any) -> None:
    author, sub_theme = add_person(db_session), add_sub_theme(db_session)
    item = send(author, sub_theme=sub_theme)
    assert (item.state, item.pending, item.version, item.side) == (State.SUBMITTED, None, 1, Side.FRANCE)
    assert item.latest.title == Bilingual("Un toit pour les vélos", "")
    assert author.side_fixed_at is not None
    assert item.published_at is None
    assert journal(item) == ["ContributionSubmitted"]
    mails = db_session.scalars(sa.select(OutboxMail).filter_by(kind="contributions.received")).all()
    assert [(mail.recipient_id, mail.data) for mail in mails] == [(author.id, {"contribution": item.id, "version": 1})]
    assert db_session.scalar(sa.select(Notification.kind).filter_by(account_id=author.id)) == "contributions.received"
    assert found("velos") == []
    assert figures(item) == [0] * 5


def test_a_text_on_a_workshop_belongs_to_its_sub_theme(db_session: Any) -> None:
    author, sub_theme = add_person(db_session), add_sub_theme(db_session)
    item = send(author, workshop=add_workshop(db_session, sub_theme, author))
    assert item.sub_theme_id == sub_theme.id


def test_the_side_stays_that_of_the_first_sending(db_session: Any) -> None:
    author = add_person(db_session, side="russia")
    item = send(author, "ru")
    first = author.side_fixed_at
    author.side = Side.OTHER
    services.correct(item, by=author, shown_version=1, **CHANGED)
    assert item.side is Side.RUSSIA
    assert author.side_fixed_at == first


def test_a_double_click_makes_one_record(db_session: Any) -> None:
    author, other = add_person(db_session), add_person(db_session)
    first = send(author)
    assert send(author).id == first.id
    assert send(other).id != first.id
    services.withdraw(first, by=author)
    assert send(author).id != first.id


def test_ten_a_day(db_session: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    author = add_person(db_session)
    for number in range(10):
        send(author, title=f"Texte {number}")
    with pytest.raises(RuleViolation, match="too_many_today"):
        send(author, title="Le onzième")
    db_session.rollback()


def test_only_members_write_for_an_organisation(db_session: Any) -> None:
    from trianon.accounts.organisation_models import Organisation

    author = add_person(db_session)
    moment = author.created_at
    body = Organisation(
        side=Side.FRANCE,
        name=Bilingual("Vélo-Cité", ""),
        place=Bilingual("", ""),
        summary=Bilingual("", ""),
        source_lang=Lang.FR,
        state=State.PUBLISHED,
        created_at=moment,
        updated_at=moment,
    )
    db_session.add(body)
    db_session.flush()
    with pytest.raises(RuleViolation, match="not_your_organisation"):
        send(author, on_behalf_of=body)


def test_publish(db_session: Any) -> None:
    author, member, sub_theme = add_person(db_session), add_person(db_session, "member"), add_sub_theme(db_session)
    item = send(author, sub_theme=sub_theme)
    services.publish(item, by=member)
    assert item.state is State.PUBLISHED
    assert item.public_version is item.latest
    assert item.published_at is not None
    assert journal(item) == ["ContributionSubmitted", "ContributionPublished"]
    assert figures(item) == [1] * 5
    assert found("ville") == [item.id]
    with pytest.raises(RuleViolation):
        services.publish(item, by=member)


def test_changes_asked_then_sent_again(db_session: Any) -> None:
    author, member = add_person(db_session), add_person(db_session, "member")
    item = send(author)
    services.ask_changes(item, by=member)
    assert item.state is State.CHANGES_ASKED
    services.correct(item, by=author, shown_version=1, **CHANGED)
    assert (item.state, item.version, len(item.versions)) == (State.SUBMITTED, 2, 2)
    assert journal(item)[-2:] == ["ContributionChangesAsked", "ContributionSubmitted"]
    assert item.kind is ContributionKind.OPINION


def test_refused_then_sent_again(db_session: Any) -> None:
    author, member = add_person(db_session), add_person(db_session, "member")
    item = send(author)
    services.refuse(item, by=member)
    assert (item.state, journal(item)[-1]) == (State.REFUSED, "ContributionRefused")
    services.correct(item, by=author, shown_version=1, **CHANGED)
    assert item.state is State.SUBMITTED


def test_an_edited_public_text_keeps_its_accepted_version_until_the_new_one_is_accepted(db_session: Any) -> None:
    author, member = add_person(db_session), add_person(db_session, "member")
    item = send(author, sub_theme=add_sub_theme(db_session))
    services.publish(item, by=member)
    first, date = item.public_version, item.published_at
    services.correct(item, by=author, shown_version=1, **CHANGED)
    assert (item.state, item.pending) == (State.PUBLISHED, State.SUBMITTED)
    assert item.public_version is first
    assert item.kind is ContributionKind.PROPOSAL
    assert found("lumiere") == []
    services.publish(item, by=member)
    assert (item.state, item.pending, item.published_at) == (State.PUBLISHED, None, date)
    assert item.public_version.number == 2
    assert item.kind is ContributionKind.OPINION
    assert found("lumiere") == [item.id]
    assert counts("contributions.kind")["contributions.kind"] == {"proposal": 0, "opinion": 1}
    assert figures(item) == [1] * 5


def test_a_stale_correction_is_refused_and_a_second_click_is_not(db_session: Any) -> None:
    author = add_person(db_session)
    item = send(author)
    services.correct(item, by=author, shown_version=1, **CHANGED)
    services.correct(item, by=author, shown_version=1, **CHANGED)
    assert item.version == 2
    with pytest.raises(StaleForm):
        services.correct(item, by=author, shown_version=1, **CHANGED | {"title": "Autre chose"})
    assert item.version == 2


def test_withdraw_leaves_nothing_behind(db_session: Any) -> None:
    author, member = add_person(db_session), add_person(db_session, "member")
    item = send(author, sub_theme=add_sub_theme(db_session))
    services.publish(item, by=member)
    services.correct(item, by=author, shown_version=1, **CHANGED)
    services.withdraw(item, by=author)
    assert (item.state, item.pending) == (State.WITHDRAWN, None)
    assert found("ville") == []
    assert figures(item) == [0] * 5
    assert lines.listed(queries.Filters()).items == []
    assert journal(item)[-1] == "ContributionWithdrawn"
    with pytest.raises(RuleViolation, match="text_is_closed"):
        services.correct(item, by=author, shown_version=2, **CHANGED)
    with pytest.raises(RuleViolation):
        services.withdraw(item, by=author)


def test_a_translation_is_found_in_both_languages_and_the_original_stays(db_session: Any) -> None:
    author, member = add_person(db_session), add_person(db_session, "member")
    translator, reviewer = add_person(db_session, "translator"), add_person(db_session, "translator")
    item = send(author)
    words = {"title": "Крыша для велосипедов", "text": TEXT_RU, "translator": translator, "reviewer": reviewer}
    with pytest.raises(RuleViolation, match="text_not_public"):
        services.add_translation(item, **words)
    services.publish(item, by=member)
    with pytest.raises(RuleViolation, match="reviewer_is_translator"):
        services.add_translation(item, **words | {"reviewer": translator})
    services.add_translation(item, **words)
    services.add_translation(item, **words)
    assert item.is_translated
    assert item.public_version.text == Bilingual(TEXT_FR, TEXT_RU)
    kept = db_session.scalars(sa.select(Translation).filter_by(field="text")).one()
    originals = TEXT_FR.split("\n\n")
    assert [paragraph.source_digest for paragraph in kept.paragraphs] == [digest(part) for part in originals]
    assert kept.text == TEXT_RU
    for query in ("ville", "villes", "город", "города", "городов", "Vélos", "велосипед"):
        assert found(query) == [item.id], query
    credit = queries.credit_of(item)
    assert credit is not None
    assert (credit.translator, credit.reviewer) == (translator, reviewer)
    services.correct(item, by=author, shown_version=1, **CHANGED)
    services.publish(item, by=member)
    assert not item.is_translated
    assert found("город") == []
    assert queries.credit_of(item) is None


def test_the_day_is_over_after_24_hours(db_session: Any) -> None:
    author = add_person(db_session)
    for number in range(10):
        send(author, title=f"Texte {number}")
    with clock.at(clock.now() + timedelta(hours=25)):
        assert send(author, title="Le lendemain").id
