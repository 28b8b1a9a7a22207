"""The translators' desk: four eyes, one at a time, nothing overwritten, outdated when the text changes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from tests.contributions.conftest import TEXT_RU, add_sub_theme, add_workshop, send
from tests.support.forms import forms_of
from tests.support.people import add_person
from tests.support.spaces import with_plain_spaces
from trianon.accounts.models import Account
from trianon.bilingual.lang import Lang
from trianon.bilingual.models import Translation, TranslationState
from trianon.bilingual.text import Bilingual
from trianon.bilingual.translating import paragraphs
from trianon.contributions import services as contributions
from trianon.contributions.models import Contribution, ContributionKind
from trianon.core.clock import at, now
from trianon.core.errors import RuleViolation, StaleForm
from trianon.notifications.models import Notification
from trianon.translations import queries, services
from trianon.translations.models import TranslationWork
from trianon.translations.rules import CLAIM, WorkState
from trianon.translations.sheets import draft_of
from trianon.translations.subjects import SUBJECTS
from trianon.workshops.models import Workshop

FRENCH = {"title": ["Un toit pour les vélos"], "text": ["Des garages à vélos couverts.", "Moins de voitures."]}


class Cast:
    """An author with a public Russian text, and two translators."""

    def __init__(self, session: Any) -> None:
        self.session = session
        add_sub_theme(session)
        self.author = add_person(session, side="russia", name="Анна Иванова")
        self.one = add_person(session, "translator", name="Luc Petit")
        self.two = add_person(session, "translator", side="russia", name="Пётр Орлов")
        self.text: Contribution = send(self.author, "ru")
        session.flush()
        contributions.publish(self.text, by=None)
        session.flush()

    @property
    def work(self) -> TranslationWork:
        found = queries.work_of("contribution", self.text.id)
        assert found is not None
        return found

    def submit(self, by: Any = None) -> None:
        services.submit(self.work, FRENCH, by=by or self.one, shown=self.work.source_digest)

    def accept(self, by: Any = None) -> None:
        services.accept(self.work, FRENCH, by=by or self.two, shown=self.work.source_digest)


@pytest.fixture
def cast(db_session: Any) -> Cast:
    return Cast(db_session)


@pytest.mark.both_engines
def test_from_publication_to_the_other_language(cast: Cast) -> None:
    assert (cast.work.state, cast.work.lang) == (WorkState.WAITING, Lang.FR)
    services.take(cast.work, by=cast.one)
    services.save(
        cast.work, {"title": FRENCH["title"], "text": ["", "Moins"]}, by=cast.one, shown=cast.work.source_digest
    )
    assert cast.work.state is WorkState.DRAFT
    assert not cast.text.is_translated
    cast.submit()
    assert (cast.work.state, cast.work.claimed_by_id) == (WorkState.IN_REVIEW, None)
    cast.accept()
    assert cast.work.state is WorkState.REVIEWED
    version = cast.text.public_version
    assert (version.title.fr, version.title.ru) == ("Un toit pour les vélos", "Крыша для велосипедов")
    assert version.text.ru == TEXT_RU
    rows = cast.session.scalars(sa.select(Translation).filter_by(field="text")).all()
    assert [(row.state, row.translator_id, row.reviewer_id) for row in rows] == [
        (TranslationState.REVIEWED, cast.one.id, cast.two.id)
    ]


def test_four_eyes_and_not_the_author(cast: Cast) -> None:
    writer = add_person(cast.session, "translator", name="Auteure")
    own = send(writer, "fr", title="Un autre")
    cast.session.flush()
    contributions.publish(own, by=None)
    work = queries.work_of("contribution", own.id)
    with pytest.raises(RuleViolation, match="translation_own_text"):
        services.take(work, by=writer)
    cast.submit()
    with pytest.raises(RuleViolation, match="reviewer_is_translator"):
        cast.accept(by=cast.one)
    with pytest.raises(RuleViolation, match="reviewer_is_translator"):
        services.send_back(cast.work, "Non.", by=cast.one, shown=cast.work.source_digest)


@pytest.mark.both_engines
def test_one_at_a_time_until_the_claim_lapses(cast: Cast) -> None:
    services.take(cast.work, by=cast.one)
    with pytest.raises(RuleViolation, match="translation_taken"):
        services.take(cast.work, by=cast.two)
    with pytest.raises(RuleViolation, match="translation_taken"):
        services.save(cast.work, FRENCH, by=cast.two, shown=cast.work.source_digest)
    with at(now() + CLAIM + timedelta(seconds=1)):
        services.take(cast.work, by=cast.two)
    assert cast.work.claimed_by_id == cast.two.id


def test_a_translation_is_whole_and_not_something_else(cast: Cast) -> None:
    for words, code in [
        ({"title": FRENCH["title"], "text": FRENCH["text"][:1]}, "translation_not_whole"),
        ({"title": FRENCH["title"], "text": ["Un.", "  "]}, "translation_not_whole"),
        ({"title": FRENCH["title"], "text": ["Un.", "é" * 5000]}, "translation_too_long"),
    ]:
        with pytest.raises(RuleViolation, match=code):
            services.submit(cast.work, words, by=cast.one, shown=cast.work.source_digest)
    assert cast.work.state is WorkState.WAITING


def edited(cast: Cast, text: str) -> None:
    """The author sends a new version, and it is accepted."""
    contributions.correct(
        cast.text,
        by=cast.author,
        shown_version=cast.text.version,
        lang=Lang.RU,
        kind=ContributionKind.PROPOSAL,
        title="Крыша для велосипедов",
        text=text,
    )
    contributions.publish(cast.text, by=None)
    cast.session.flush()


@pytest.mark.both_engines
def test_a_new_version_makes_it_outdated_and_keeps_what_still_fits(cast: Cast) -> None:
    cast.submit()
    cast.accept()
    first, last = paragraphs(TEXT_RU)
    contributions.correct(
        cast.text,
        by=cast.author,
        shown_version=1,
        lang=Lang.RU,
        kind=ContributionKind.PROPOSAL,
        title="Крыша для велосипедов",
        text=f"{first}\n\nНовый абзац посередине.\n\n{last}",
    )
    # While the new version is judged, the accepted one and its translation stay.
    assert cast.work.state is WorkState.REVIEWED
    assert cast.text.public_version.title.fr
    contributions.publish(cast.text, by=None)
    cast.session.flush()
    assert cast.work.state is WorkState.OUTDATED
    texts = services.SUBJECTS["contribution"].texts(cast.text)
    assert draft_of(cast.work, texts) == {
        "title": FRENCH["title"],
        "text": [FRENCH["text"][0], "", FRENCH["text"][1]],
    }


def test_it_stays_outdated_and_in_its_place_however_often_the_text_is_changed(cast: Cast) -> None:
    cast.submit()
    cast.accept()
    first, second, third = (now() + timedelta(days=days) for days in (1, 2, 3))
    with at(first):
        edited(cast, TEXT_RU + "\n\nЕщё один абзац.")
    assert (cast.work.state, cast.work.waiting_since) == (WorkState.OUTDATED, first)
    with at(second):
        edited(cast, TEXT_RU + "\n\nЕщё один абзац, другой.")
    assert (cast.work.state, cast.work.waiting_since) == (WorkState.OUTDATED, first)
    # Also when somebody had begun meanwhile.
    services.save(cast.work, {"title": FRENCH["title"]}, by=cast.one, shown=cast.work.source_digest)
    with at(third):
        edited(cast, TEXT_RU + "\n\nИ третий раз иначе.")
    assert (cast.work.state, cast.work.waiting_since) == (WorkState.OUTDATED, first)


def test_a_text_that_is_new_stays_in_its_place_too(cast: Cast) -> None:
    since = cast.work.waiting_since
    with at(now() + timedelta(days=1)):
        edited(cast, TEXT_RU + "\n\nЕщё один абзац.")
    assert (cast.work.state, cast.work.waiting_since) == (WorkState.WAITING, since)


def test_a_form_of_the_earlier_text_is_refused(cast: Cast) -> None:
    shown = cast.work.source_digest
    edited(cast, TEXT_RU + "\n\nЕщё один абзац, которого не было.")
    with pytest.raises(StaleForm):
        services.submit(cast.work, FRENCH, by=cast.one, shown=shown)


def test_sent_back_and_told(cast: Cast) -> None:
    cast.submit()
    services.send_back(cast.work, "« Garage » n’est pas le mot.", by=cast.two, shown=cast.work.source_digest)
    assert (cast.work.state, cast.work.note) == (WorkState.DRAFT, "« Garage » n’est pas le mot.")
    told = cast.session.scalars(sa.select(Notification.account_id).filter_by(kind="translations.sent_back")).all()
    assert told == [cast.one.id]


@pytest.mark.both_engines
def test_the_author_objects(cast: Cast) -> None:
    cast.submit()
    cast.accept()
    with pytest.raises(RuleViolation, match="translation_not_yours"):
        services.object_to(cast.work, "Ce n’est pas cela.", by=cast.one)
    services.object_to(cast.work, "Я писала не о гаражах.", by=cast.author)
    assert cast.work.state is WorkState.DRAFT
    assert (cast.text.public_version.title.fr, cast.text.is_translated) == ("", False)
    # What was translated is still on the desk, and can be mended and read again.
    cast.submit()
    cast.accept()
    assert cast.text.is_translated


def test_what_is_withdrawn_leaves_the_desk(cast: Cast) -> None:
    contributions.withdraw(cast.text, by=cast.author)
    assert cast.work.state is WorkState.CLOSED
    assert queries.desk(queries.Filters()).lines == []


def test_a_record_of_a_cooperation_too(db_session: Any) -> None:
    from tests.committee.conftest import House
    from trianon.cooperations import services as cooperations

    house = House(db_session)
    record = house.cooperation(house.person())
    db_session.flush()
    cooperations.publish(record, by=None)
    db_session.flush()
    work = queries.work_of("cooperation", record.id)
    words = {"title": ["Побратимство хоров"], "summary": ["Два хора поют вместе.\nЖивут в семьях."]}
    one, two = house.person("translator"), house.person("translator", side="russia")
    services.submit(work, words, by=one, shown=work.source_digest)
    services.accept(work, words, by=two, shown=work.source_digest)
    assert (record.public_version.title.ru, record.public_version.title.fr) == (
        "Побратимство хоров",
        "Jumelage de deux chorales",
    )


# ---------------------------------------------------------------- pages


@pytest.fixture
def numbers(transaction: Any) -> dict[str, Any]:
    with transaction() as session:
        made = Cast(session)
        return {
            "work": made.work.id,
            "text": made.text.id,
            **{name: getattr(made, name).email for name in ("author", "one", "two")},
        }


def enter(visitors: Any, email: str, lang: str = "fr") -> Any:
    visitor = visitors(lang)
    visitor.enter(email)
    return visitor


def typed(visitor: Any, page: str) -> dict[str, str]:
    """A translation for every paragraph that the page's form asks for."""
    form = next(one for one in forms_of(visitor.get(page).text) if "shown" in one.names)
    return {name: f"Traduction {name}." for name in form.names if name.rpartition("-")[2].isdigit()}


def test_the_whole_way_in_the_browser(visitors: Any, numbers: dict[str, Any]) -> None:
    page = f"/translations/{numbers['work']}"
    one = enter(visitors, numbers["one"])
    assert "Крыша для велосипедов" in one.get("/translations/").text
    one.submit(page, form="/take")
    answer = one.submit(page, typed(one, page), button=("do", "submit"), follow=True)
    assert "Une deuxième personne relit" in answer.text
    two = enter(visitors, numbers["two"], "ru")
    two.submit(page, form="/take")
    answer = two.submit(page, typed(two, page), button=("do", "accept"), follow=True)
    assert "Перевод опубликован." in with_plain_spaces(answer.text)
    text = visitors("fr").get(f"/contributions/{numbers['text']}").text
    assert "Traduction title-0." in text
    assert "Traduit du russe par" in text
    figures = with_plain_spaces(visitors("fr").get("/translations/figures").text)
    assert "1 sur 1" in figures


def test_whoever_translated_a_workshop_is_named_to_who_reads_it(visitors: Any, transaction: Any) -> None:
    with transaction() as session:
        one, two = (add_person(session, "translator", name=name) for name in ("Luc Petit", "Пётр Орлов"))
        workshop = add_workshop(session, add_sub_theme(session), add_person(session, "host"))
        workshop.programme = Bilingual("Le sel et les chaînes.", "")
        SUBJECTS["workshop"].add(workshop, {"programme": "Соль и цепи."}, translator=one, reviewer=two)
        number = workshop.id
    page, named = f"/workshops/{number}", 'Перевод с французского: <span lang="fr">Luc Petit</span>'
    assert named in with_plain_spaces(visitors("ru").get(page).text)
    assert "Luc Petit" not in visitors("fr").get(page).text
    with transaction() as session:
        # The host writes it anew.
        changed = session.get(Workshop, number)
        changed.programme = changed.programme.replace(Lang.RU, "Соль, цепи и шипы.")
    assert "Luc Petit" not in visitors("ru").get(page).text


def test_the_second_of_two_is_told_and_loses_nothing(visitors: Any, numbers: dict[str, Any], transaction: Any) -> None:
    page = f"/translations/{numbers['work']}"
    one, two = enter(visitors, numbers["one"]), enter(visitors, numbers["two"])
    one.submit(page, form="/take")
    words = typed(one, page)
    assert "travaille sur ce texte" in two.get(page).text
    with transaction() as session:
        # The claim has lapsed, and the other one takes the text.
        row = session.get(TranslationWork, numbers["work"])
        row.claimed_by_id = session.scalars(sa.select(Account.id).filter_by(email=numbers["two"])).one()
    form = next(f for f in forms_of(two.get(page).text) if "shown" in f.names)
    sent = form.filled({}) | {name: [value] for name, value in words.items()} | {"do": ["save"]}
    sent["csrf_token"] = forms_of(one.get("/contributions/write").text)[0].filled({})["csrf_token"]
    answer = one.http.post(f"/fr{page}", data=sent)
    assert answer.status_code == 409
    assert "Traduction text-0." in answer.text


def test_the_author_objects_on_the_page(visitors: Any, numbers: dict[str, Any], transaction: Any) -> None:
    with transaction() as session:
        work = session.get(TranslationWork, numbers["work"])
        one, two = (session.scalars(sa.select(Account).filter_by(email=numbers[name])).one() for name in ("one", "two"))
        services.submit(work, FRENCH, by=one, shown=work.source_digest)
        services.accept(work, FRENCH, by=two, shown=work.source_digest)
    page = f"/contributions/{numbers['text']}"
    author = enter(visitors, numbers["author"], "ru")
    author.submit(page, {"note": "Не то слово."}, form="/object")
    assert "Un toit pour les vélos" not in visitors("fr").get(page).text
    assert "Не то слово." in enter(visitors, numbers["one"]).get(f"/translations/{numbers['work']}").text
