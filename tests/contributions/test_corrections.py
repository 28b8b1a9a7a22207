"""Light corrections: slips alone, told to the author, who may take them back; and the history of a text."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from tests.contributions.conftest import TEXT_FR, Cast, send
from tests.support.people import add_person
from trianon.bilingual.compared import Difference
from trianon.bilingual.lang import Lang
from trianon.committee import removals
from trianon.committee.models import Hold
from trianon.committee.rules import Reason
from trianon.committee.subjects import SUBJECTS
from trianon.contributions import correcting, queries, services
from trianon.contributions.correcting_rules import check_light
from trianon.contributions.history import history_of
from trianon.contributions.models import Contribution, ContributionVersion, Origin
from trianon.core.errors import RuleViolation, StaleForm
from trianon.core.publication import State
from trianon.mail.models import OutboxMail
from trianon.mail.render import render

SLIP = TEXT_FR.replace("chaque gare", "chque gare")
LONG = " ".join(f"mot{'abcdefghij'[n % 10] * (n // 10 + 1)}" for n in range(100))

# before, after, what the rule says (empty: a light correction).
LIGHT = [
    ("Un banc a l’ombre", "Un banc à l’ombre", ""),
    ("Un banc á l'ombre.", "Un banc à l’ombre.", ""),
    ("Cкамейка у вогзала", "Скамейка у вокзала", ""),
    ("по этому мы едем", "поэтому мы едем", ""),
    ("Le le vélo", "Le vélo", ""),
    ("Nous allons Lyon", "Nous allons à Lyon", ""),
    ("Voir http://exemple.org/un", "Voir https://www.example.org/deux2", ""),
    ("Un banc", "Un banc", "nothing_changed"),
    ("Le banc est utile", "Le banc n’est pas utile", "not_light"),
    ("Банк полезен", "Банк не полезен", "not_light"),
    ("C’est possible", "C’est impossible", "not_light"),
    ("Un avis défavorable", "Un avis favorable", "not_light"),
    ("Это возможно", "Это невозможно", "not_light"),
    ("Это незаконно", "Это законно", "not_light"),
    ("Des bancs ombrages", "Des bancs ombragés", ""),
    ("Un budget de 100 euros", "Un budget de 1000 euros", "not_light"),
    ("Pendant deux ans", "Pendant dix ans", "not_light"),
    ("Для трех скамеек", "Для трёх скамеек", ""),
    ("Нужно сто скамеек", "Нужно это скамеек", "not_light"),
    ("Les villes payent", "Les citoyens payent", "not_light"),
    ("Les villes payent tout", "Les villes payent", "not_light"),
    ("Voir le site", "Voir https://example.org", "not_light"),
    (LONG, LONG.replace("mot", "mott"), "not_light"),
    (LONG, LONG.replace("mota ", "motta "), ""),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "code"), LIGHT)
def test_what_is_light(before: str, after: str, code: str) -> None:
    if not code:
        check_light(before, after)
        return
    with pytest.raises(RuleViolation) as refusal:
        check_light(before, after)
    assert refusal.value.code == code


def public(session: Any, text: str = SLIP) -> Contribution:
    item = send(add_person(session, name="Marie Dubois"), text=text)
    services.publish(item, by=None)
    session.flush()
    return item


def mend(item: Contribution, by: Any, text: str = TEXT_FR, version: int = 1) -> None:
    correcting.correct_lightly(item, by=by, shown_version=version, title="Un toit pour les vélos", text=text)


def said(differences: list[Difference] | None) -> list[str]:
    assert differences is not None
    return [
        piece.text.strip()
        for one in differences
        for paragraph in one.paragraphs
        for piece in paragraph
        if piece.change != "kept"
    ]


@pytest.mark.both_engines
def test_the_slip_is_gone_the_original_stays_and_the_author_hears_of_it(db_session: Any) -> None:
    item = public(db_session)
    translator, reviewer = add_person(db_session, "translator"), add_person(db_session, "translator")
    services.add_translation(item, title="Крыша", text="Один.\n\nДва.", translator=translator, reviewer=reviewer)
    member = add_person(db_session, "member", side="russia", name="Иван Петров")
    mend(item, member)
    version = item.public_version
    assert version is not None
    assert (version.number, version.origin, version.accepted, version.text.fr) == (2, Origin.CORRECTED, 1, TEXT_FR)
    assert item.versions[0].text.fr == SLIP
    # It says the same: the translation stays, and so does whose it is.
    assert (version.text.ru, item.is_translated) == ("Один.\n\nДва.", True)
    credit = queries.credit_of(item)
    assert credit is not None
    assert (credit.translator, credit.reviewer) == (translator, reviewer)
    mail = db_session.scalars(sa.select(OutboxMail).filter_by(kind="contributions.corrected")).one()
    made = render(mail)
    assert made is not None
    words = made[0].get_body(("plain",)).get_content()
    assert mail.recipient_id == item.author_id
    assert "chque" in words
    assert "chaque" in words
    assert "Иван Петров" in words
    # The second of two clicks, then somebody who saw the text as it was.
    mend(item, member)
    assert item.version == 2
    with pytest.raises(StaleForm):
        mend(item, add_person(db_session, "member"))


@pytest.mark.both_engines
def test_the_author_brings_the_words_back_and_nobody_mends_them_again(db_session: Any) -> None:
    item = public(db_session)
    member = add_person(db_session, "member")
    mend(item, member)
    correcting.restore_words(item, by=item.author, shown_version=2)
    assert item.public_version is not None
    assert (item.public_version.text.fr, item.public_version.origin, item.version) == (SLIP, Origin.RESTORED, 3)
    with pytest.raises(RuleViolation, match="no_correction_here"):
        correcting.restore_words(item, by=item.author, shown_version=3)
    with pytest.raises(RuleViolation, match="author_keeps_words"):
        mend(item, member, version=3)
    # The mail says nothing that is no longer true.
    mail = db_session.scalars(sa.select(OutboxMail).filter_by(kind="contributions.corrected")).one()
    assert render(mail) is None
    told = history_of(item)
    assert [(entry.number, entry.origin, entry.side) for entry in told] == [
        (3, Origin.RESTORED, None),
        (2, Origin.CORRECTED, member.side),
        (1, Origin.SENT, None),
    ]
    assert said(told[1].differences) == ["chque", "chaque"]


def test_a_newer_version_waits_while_the_accepted_one_is_read_and_not_mended(db_session: Any) -> None:
    item = public(db_session)
    words = {"lang": Lang.FR, "kind": item.kind, "title": "Autre titre", "text": TEXT_FR + " Et autre chose."}
    services.correct(item, by=item.author, shown_version=1, **words)
    assert item.public_version is not None
    assert (item.state, item.pending, item.public_version.number) == (State.PUBLISHED, State.SUBMITTED, 1)
    assert [entry.number for entry in history_of(item)] == [1]
    with pytest.raises(RuleViolation, match="no_light_correction"):
        mend(item, add_person(db_session, "member"), version=2)
    services.publish(item, by=None)
    assert [entry.number for entry in history_of(item)] == [2, 1]


def test_a_correction_neither_ends_a_removal_nor_opens_a_second_hold(db_session: Any) -> None:
    item = public(db_session)
    french, russian = (add_person(db_session, "member", side=side) for side in ("france", "russia"))
    words = {"reasons": [Reason.OFF_TOPIC], "note": "Hors sujet.", "note_lang": Lang.FR}
    case = removals.ask("contribution", item.id, by=french, shown_version=1, hold=False, **words)
    mend(item, russian)
    assert case.version == 2
    removals.ask(
        "contribution",
        item.id,
        by=add_person(db_session, "member", side="russia"),
        shown_version=2,
        hold=False,
        **words,
    )
    assert item.state is State.REMOVED
    assert db_session.scalars(sa.select(Hold)).all() == []


def test_the_pages(signed_in: Any, visitors: Any, published: Any, cast: Cast) -> None:
    number = published("author", text=SLIP)
    member = signed_in("member")
    path = f"/committee/corrections/{number}"
    assert path in member.get(f"/contributions/{number}").text
    far = member.submit(
        path, {"text": "Tout autre chose, et bien plus long que ce qui était là."}, form="correction-form"
    )
    assert far.status_code == 422
    assert "Tout autre chose" in far.text
    assert member.submit(path, {"text": TEXT_FR}, form="correction-form").status_code == 303
    author = signed_in("author")
    page = author.get(f"/contributions/{number}").text
    assert "Luc Petit" in page
    assert "<del>" in page
    for lang in ("fr", "ru"):
        told = visitors(lang).get(f"/contributions/{number}/history")
        assert told.status_code == 200
        assert "<ins>" in told.text
        assert "Luc Petit" not in told.text
    assert "Luc Petit" not in visitors("fr").get(f"/contributions/{number}").text
    assert author.submit(f"/contributions/{number}", form="/restore-words").status_code == 303
    assert "chque gare" in visitors("fr").get(f"/contributions/{number}").text
    assert signed_in("stranger").get(path).status_code == 403


def test_whoever_mends_a_slip_has_not_written_the_text(db_session: Any) -> None:
    item = public(db_session)
    member = add_person(db_session, "member")
    mend(item, member)
    assert not SUBJECTS["contribution"].own(member, item)
    correcting.correct_lightly(
        item,
        by=member,
        shown_version=2,
        title="Un toit pour les vélos",
        text=TEXT_FR.replace("**couverts**", "couverts"),
    )
    assert (item.version, item.public_version.accepted if item.public_version else 0) == (3, 1)


def test_a_withdrawn_text_has_no_public_history(signed_in: Any, visitors: Any, published: Any) -> None:
    number = published("author")
    signed_in("author").submit(f"/contributions/{number}", form="/withdraw")
    assert visitors("fr").get(f"/contributions/{number}/history").status_code == 404


def test_versions_are_only_made_of_something(db_session: Any) -> None:
    """The database refuses a correction of nothing."""
    item = public(db_session)
    row = sa.update(ContributionVersion).where(ContributionVersion.contribution_id == item.id)
    with pytest.raises(sa.exc.IntegrityError):
        db_session.execute(row.values(origin=Origin.CORRECTED))
