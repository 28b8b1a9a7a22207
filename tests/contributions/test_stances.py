"""Answers to proposals: counted in their transaction, changed, taken back, forgotten with the account."""

from __future__ import annotations

import csv
import html
import io
import re
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import current_app, g

from tests.contributions.conftest import Cast, add_sub_theme, send
from tests.support.forms import forms_of
from tests.support.people import add_person
from tests.support.spaces import with_plain_spaces
from trianon.accounts import distance_services, people_services
from trianon.accounts.distance_models import DistanceKind
from trianon.accounts.leaving_services import delete_account
from trianon.accounts.models import Account
from trianon.bilingual.lang import Lang
from trianon.contributions import lines, listing, queries, services, stance_queries, stance_services
from trianon.contributions.common_ground_rules import FEWEST, Answer, Counts, Ground
from trianon.contributions.models import Contribution, ContributionKind
from trianon.contributions.stance_models import Stance, StanceTally
from trianon.contributions.stance_news import changed_since_answered
from trianon.core.audit import AuditEntry
from trianon.core.clock import at, now
from trianon.core.errors import RuleViolation
from trianon.core.sides import Side
from trianon.notifications.models import Notification


@pytest.fixture
def proposal(db_session: Any) -> Contribution:
    """A public proposal of a French author."""
    add_sub_theme(db_session)
    text = send(add_person(db_session))
    db_session.flush()
    services.publish(text, by=None)
    return text


def counts(session: Any, text: Contribution, side: Side) -> Counts:
    session.flush()
    tally = session.get(StanceTally, text.id)
    return tally.counts(side) if tally else Counts()


@pytest.mark.both_engines
def test_a_proposal_that_becomes_an_opinion_leaves_the_order_of_common_ground(
    db_session: Any, proposal: Contribution
) -> None:
    """Its answers stay with it: as a proposal again, it stands where it stood."""
    for side in (Side.FRANCE, Side.RUSSIA):
        for _ in range(FEWEST):
            stance_services.take_stance(proposal, by=add_person(db_session, side=side), answer=Answer.AGREE)
    words = {"lang": proposal.source_lang, "title": "Des arceaux couverts", "text": "Des arceaux devant la gare. " * 4}
    shown = []
    for asked in ({"order": "common"}, {"order": "common", "q": "arceaux"}):
        for kind in (ContributionKind.OPINION, ContributionKind.PROPOSAL):
            services.correct(proposal, by=proposal.author, shown_version=proposal.version, kind=kind, **words)
            services.publish(proposal, by=None)
            filters = listing.read(asked, [])
            assert queries.count_up_to(filters) == len(lines.listed(filters).items)
            shown.append((kind.value, len(lines.listed(filters).items)))
    assert shown == [("opinion", 0), ("proposal", 1)] * 2


@pytest.mark.both_engines
def test_an_answer_is_counted_changed_and_taken_back(db_session: Any, proposal: Contribution) -> None:
    person = add_person(db_session, side="russia")
    for answer, expected in [
        (Answer.AGREE, Counts(agree=1)),
        (Answer.AGREE, Counts(agree=1)),
        (Answer.UNSURE, Counts(unsure=1)),
        (None, Counts()),
        (None, Counts()),
    ]:
        stance_services.take_stance(proposal, by=person, answer=answer)
        assert counts(db_session, proposal, Side.RUSSIA) == expected
    assert counts(db_session, proposal, Side.FRANCE) == Counts()


def test_no_journal_of_who_thinks_what(db_session: Any, proposal: Contribution) -> None:
    before = db_session.scalar(sa.select(sa.func.count(AuditEntry.id)))
    stance_services.take_stance(proposal, by=add_person(db_session), answer=Answer.DISAGREE)
    assert db_session.scalar(sa.select(sa.func.count(AuditEntry.id))) == before


@pytest.mark.both_engines
def test_a_new_account_counts_after_a_day(db_session: Any, proposal: Contribution) -> None:
    person = add_person(db_session, confirmed_at=now() - timedelta(hours=2))
    stance_services.take_stance(proposal, by=person, answer=Answer.AGREE)
    assert counts(db_session, proposal, Side.FRANCE) == Counts()
    db_session.commit()
    assert stance_services.count_due() == 0
    with at(now() + timedelta(hours=23)):
        assert stance_services.count_due() == 1
        assert stance_services.count_due() == 0
    assert counts(db_session, proposal, Side.FRANCE) == Counts(agree=1)


def test_an_unconfirmed_account_has_no_answer(db_session: Any, proposal: Contribution) -> None:
    with pytest.raises(RuleViolation, match="address_not_confirmed"):
        stance_services.take_stance(proposal, by=add_person(db_session, confirmed_at=None), answer=Answer.AGREE)


@pytest.mark.both_engines
def test_the_ground_follows_the_answers(db_session: Any, proposal: Contribution) -> None:
    people = [add_person(db_session, side=side) for side in ("france", "russia") for _ in range(5)]
    for person in people:
        assert (tally := db_session.get(StanceTally, proposal.id)) is None or tally.ground is Ground.OPEN
        stance_services.take_stance(proposal, by=person, answer=Answer.AGREE)
    tally = db_session.get(StanceTally, proposal.id)
    assert (tally.ground, tally.common) == (Ground.COMMON, pytest.approx((6 / 7) ** 2))
    for person in people[5:]:
        stance_services.take_stance(proposal, by=person, answer=Answer.DISAGREE)
    assert (tally.ground, tally.apart) == (Ground.DIFFER, pytest.approx(5 / 7))


def test_answers_leave_with_the_account(db_session: Any, proposal: Contribution) -> None:
    person = add_person(db_session)
    stance_services.take_stance(proposal, by=person, answer=Answer.AGREE)
    delete_account(person, by=person)
    assert counts(db_session, proposal, Side.FRANCE) == Counts()
    assert db_session.scalar(sa.select(sa.func.count()).select_from(Stance)) == 0


def test_answers_move_with_the_side(db_session: Any, proposal: Contribution) -> None:
    person = add_person(db_session)
    stance_services.take_stance(proposal, by=person, answer=Answer.AGREE)
    secretary = add_person(db_session, "secretary_general", side="russia")
    people_services.ask_side(person, Side.RUSSIA, "Je vis à Kazan.")
    request = person_request(db_session, person)
    people_services.settle_side(request, accepted=True, by=secretary)
    assert counts(db_session, proposal, Side.FRANCE) == Counts()
    assert counts(db_session, proposal, Side.RUSSIA) == Counts(agree=1)


def person_request(session: Any, person: Account) -> Any:
    from trianon.accounts.request_models import SideChangeRequest

    session.flush()
    return session.scalars(sa.select(SideChangeRequest).filter_by(account_id=person.id)).one()


# ---------------------------------------------------------------- pages


def answered(transaction: Any, number: int, france: str, russia: str) -> None:
    """Each letter is one person of that side: a(gree), d(isagree), u(nsure)."""
    with transaction() as session:
        item = session.get(Contribution, number)
        for side, letters in (("france", france), ("russia", russia)):
            for letter in letters:
                answer = next(one for one in Answer if one.value.startswith(letter))
                stance_services.take_stance(item, by=add_person(session, side=side), answer=answer)


def test_answer_on_the_page(signed_in: Any, published: Any, transaction: Any) -> None:
    number = published("author", "fr")
    visitor = signed_in("russian", "ru")
    page = f"/contributions/{number}"
    assert "Что вы об этом думаете" in with_plain_spaces(visitor.get(page).text)
    answer = visitor.submit(page, form="/stance", button=("answer", "agree"), follow=True)
    assert "Ваш выбор: Поддерживаю" in with_plain_spaces(answer.text)
    with transaction() as session:
        assert session.get(StanceTally, number).counts(Side.RUSSIA) == Counts(agree=1)
    visitor.submit(page, form="/stance", button=("answer", ""), follow=True)
    with transaction() as session:
        assert session.get(StanceTally, number).counts(Side.RUSSIA) == Counts()


def test_the_result_is_for_those_who_answered(signed_in: Any, visitors: Any, published: Any, transaction: Any) -> None:
    number = published("author", "fr")
    page, result = f"/contributions/{number}", "Ce que répondent les habitants des deux pays"
    answered(transaction, number, "aaaau", "aaad")
    stranger = signed_in("stranger")
    assert result not in stranger.get(page).text
    stranger.submit(page, form="/stance", button=("answer", "disagree"))
    # Four of the Russian side: one too few.
    assert result not in stranger.get(page).text
    answered(transaction, number, "", "a")
    text = with_plain_spaces(stranger.get(page).text)
    assert result in text
    assert "67 % d’accord" in text
    assert "80 % d’accord" in text
    assert "Indicatif : chacun choisit lui-même son pays." in text
    for other in (signed_in("russian"), visitors("fr")):
        assert result not in other.get(page).text


def test_nobody_answers_their_own_proposal(signed_in: Any, published: Any) -> None:
    number = published("author", "fr")
    author = signed_in("author")
    page = author.get(f"/contributions/{number}")
    assert "/stance" not in page.text
    mark = forms_of(page.text)[0].filled({})["csrf_token"]
    answer = author.post(
        f"/contributions/{number}/stance", data={"answer": "agree", "csrf_token": mark}, follow_redirects=True
    )
    assert "C’est votre proposition : les autres disent ce qu’ils en pensent." in with_plain_spaces(answer.text)


@pytest.mark.parametrize(("word", "status"), [("nonsense", 400), ("agree'--", 400)])
def test_a_forged_answer(signed_in: Any, published: Any, word: str, status: int) -> None:
    page = f"/contributions/{published('author', 'fr')}"
    assert signed_in("stranger").submit(page, form="/stance", button=("answer", word)).status_code == status


def test_common_ground_in_both_languages(visitors: Any, published: Any, transaction: Any, cast: Cast) -> None:
    liked, disputed = published("author", "fr", title="Des arceaux"), published("russian", "ru", title="Лестница")
    answered(transaction, liked, "aaaaa", "aaaad")
    answered(transaction, disputed, "ddddd", "aaaaa")
    for lang, words in [("fr", ("terrain d’entente", "Où nous différons")), ("ru", ("Точки", "В чём мы расходимся"))]:
        text = with_plain_spaces(visitors(lang).get("/contributions/common-ground").text)
        assert words[0].lower() in text.lower()
        agreed, _, differing = text.partition(words[1])
        assert ("Des arceaux" in agreed, "Лестница" in agreed) == (True, False)
        assert ("Des arceaux" in differing, "Лестница" in differing) == (False, True)
    rows = list(
        csv.DictReader(io.StringIO(visitors("fr").get("/contributions/common-ground.csv").text.lstrip("\ufeff")))
    )
    assert [(row["number"], row["answers_russia"], row["agree_rate_russia"], row["answers_other"]) for row in rows] == [
        (str(liked), "5", "0.8", ""),
        (str(disputed), "5", "1.0", ""),
    ]


def test_each_half_keeps_its_place_while_the_other_is_turned(
    visitors: Any, published: Any, transaction: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stance_queries, "SHOWN", 1)
    for title, french in [("Un pont", "aaaaa"), ("Un quai", "aaaad"), ("Un bac", "ddddd"), ("Un phare", "ddddu")]:
        answered(transaction, published("author", "fr", title=title), french, "aaaaa")
    visitor = visitors("fr")

    def turn(page: str, half: str) -> str:
        """The page behind “next” of one half."""
        links = re.findall(r'rel="next" href="(/fr/contributions/common-ground\?[^"]*)#(\w+)"', page)
        return str(visitor.get(next(html.unescape(path) for path, place in links if place == half)[3:]).text)

    def stand(page: str) -> list[str]:
        return [title for title in ("Un pont", "Un quai", "Un bac", "Un phare") if f">{title}</a>" in page]

    first = visitor.get("/contributions/common-ground").text
    assert len(stand(first)) == 2
    second = turn(first, "differ")
    assert len(set(stand(first)) & set(stand(second))) == 1
    third = turn(second, "common")
    assert sorted(stand(first) + stand(third)) == ["Un bac", "Un phare", "Un pont", "Un quai"]
    # A place that nobody gave is not carried on.
    assert "nonsense" not in visitor.get("/contributions/common-ground?differ=nonsense").text.partition("<main")[2]


def test_who_is_kept_at_a_distance_is_folded_on_common_ground_too(
    signed_in: Any, visitors: Any, published: Any, transaction: Any, cast: Cast
) -> None:
    answered(transaction, published("author", "fr", title="Des arceaux"), "aaaaa", "aaaaa")
    reader, folded = signed_in("stranger"), "Texte d’une personne que vous tenez à distance"
    pages = ["/contributions/common-ground", "/"]
    assert all("Des arceaux" in reader.get(path).text for path in pages)
    with transaction() as session:
        owner = session.get(Account, cast.ids["stranger"])
        distance_services.keep_away(owner, cast.ids["author"], DistanceKind.MUTED)
    for path in pages:
        text = reader.get(path).text
        assert ("Des arceaux" in text, folded in text) == (False, True), path
        assert "Des arceaux" in visitors("fr").get(path).text


def test_what_is_withdrawn_leaves_common_ground(
    signed_in: Any, visitors: Any, published: Any, transaction: Any
) -> None:
    number = published("author", "fr", title="Des arceaux")
    answered(transaction, number, "aaaaa", "aaaaa")
    assert "Des arceaux" in visitors("fr").get("/contributions/common-ground").text
    signed_in("author").submit(f"/contributions/{number}", form="/withdraw")
    assert "Des arceaux" not in visitors("fr").get("/contributions/common-ground").text
    assert "Des arceaux" not in visitors("fr").get("/contributions/common-ground.csv").text


def test_two_tabs_count_once(signed_in: Any, published: Any, transaction: Any) -> None:
    number = published("author", "fr")
    one, two = signed_in("stranger"), signed_in("stranger")
    for visitor, word in ((one, "agree"), (two, "agree"), (one, "unsure"), (two, "agree")):
        visitor.submit(f"/contributions/{number}", form="/stance", button=("answer", word))
    with transaction() as session:
        assert session.get(StanceTally, number).counts(Side.FRANCE) == Counts(agree=1)


@pytest.mark.both_engines
def test_an_answer_is_given_to_the_version_that_everybody_reads(db_session: Any, proposal: Contribution) -> None:
    """Not to a newer one that waits: once that is public, the page says that the text has changed."""
    person = add_person(db_session, side="russia")
    words = {
        "lang": Lang.FR,
        "kind": proposal.kind,
        "title": "Plus de toits",
        "text": "Aucun toit pour les vélos. " * 5,
    }
    services.correct(proposal, by=proposal.author, shown_version=1, **words)
    stance_services.take_stance(proposal, by=person, answer=Answer.AGREE)
    db_session.flush()
    found, tally = stance_services.locked(proposal.id)
    assert tally is not None
    assert found.version == 2
    assert db_session.get(Stance, (proposal.id, person.id)).version == 1
    services.publish(proposal, by=None)
    stance_services.take_stance(proposal, by=person, answer=Answer.AGREE, tally=tally)
    assert db_session.get(Stance, (proposal.id, person.id)).version == 2


# ---------------------------------------------------------------- what has changed since


def correct(text: Contribution, title: str, publish: bool = True) -> None:
    services.correct(
        text,
        by=text.author,
        shown_version=text.version,
        lang=Lang.FR,
        kind=text.kind,
        title=title,
        text="Des garages à vélos couverts, et gardés la nuit.",
    )
    if publish:
        services.publish(text, by=None)


@pytest.mark.both_engines
def test_what_has_changed_since_an_answer_is_asked_and_not_kept(db_session: Any, proposal: Contribution) -> None:
    person, other = add_person(db_session), add_person(db_session, side="russia")
    with current_app.test_request_context():
        g.lang = "fr"
        assert changed_since_answered(person) == []
        stance_services.take_stance(proposal, by=person, answer=Answer.AGREE)
        # What waits for the committee, nobody has read.
        correct(proposal, "Un abri gardé", publish=False)
        db_session.flush()
        assert changed_since_answered(person) == []
        services.publish(proposal, by=None)
        db_session.flush()
        assert [line.title.fr for line in changed_since_answered(person)] == ["Un abri gardé"]
        assert changed_since_answered(other) == []
        stance_services.take_stance(proposal, by=person, answer=Answer.UNSURE)
        db_session.flush()
        assert changed_since_answered(person) == []
        services.withdraw(proposal, by=proposal.author)
        db_session.flush()
        (line,) = changed_since_answered(person)
        assert line.title is None
        with at(now() + timedelta(days=31)):
            assert changed_since_answered(person) == []
    # The author has lines of their own; of who answered there is none.
    told = set(db_session.scalars(sa.select(Notification.account_id)))
    assert told.isdisjoint({person.id, other.id})


@pytest.mark.parametrize(("lang", "words"), [("fr", "modifiée depuis votre choix"), ("ru", "после вашего выбора")])
def test_the_inbox_says_so_and_follows_the_answer(
    signed_in: Any, published: Any, transaction: Any, cast: Cast, lang: str, words: str
) -> None:
    number = published("author", "fr")
    reader = signed_in("russian", lang)
    page = f"/contributions/{number}"
    reader.submit(page, form="/stance", button=("answer", "agree"))
    with transaction() as session:
        correct(session.get(Contribution, number), "Un abri gardé")
    for place in ("/account/notifications/", "/account/"):
        text = with_plain_spaces(reader.get(place).text)
        assert words in text
        assert "Un abri gardé" in text
        assert words not in with_plain_spaces(signed_in("stranger", lang).get(place).text)
    reader.submit(page, form="/stance", button=("answer", "disagree"))
    assert words not in with_plain_spaces(reader.get("/account/notifications/").text)
