"""Appeals and the public register: whom they let in, what they change, and what they never show."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.support.forms import forms_of

pytestmark = pytest.mark.both_engines

WHY = "Mon texte dit bien qui organise : voyez le dernier paragraphe."


def refused(house: Any) -> tuple[Any, Any]:
    """A refused contribution and its case."""
    item = house.contribution(house.person())
    case = house.case_of(item)
    house.voice(case, house.person("member"), "refuse")
    return item, case


def contest(case: Any, by: Any, text: str = WHY) -> Any:
    from trianon.committee import appeals

    return appeals.contest(case, by=by, text=text)


def case_against(appeal: Any) -> Any:
    from trianon.committee.queries import case_about

    return case_about("appeal", appeal.id, 1)


def test_an_upheld_appeal_publishes_the_text(house: Any) -> None:
    """One voice of each side, of members who took no part; the author is told."""
    item, case = refused(house)
    answer = case_against(contest(case, item.author))
    assert (answer.matter, answer.state, item.state) == ("appeal", "open", "refused")
    house.voice(answer, house.person("member"), "accept")
    assert item.state == "refused"
    house.voice(answer, house.person("member", "russia"), "accept")
    assert (item.state, answer.verdict) == ("published", "accept")


def test_a_rejected_appeal_changes_nothing(house: Any) -> None:
    item, case = refused(house)
    answer = case_against(contest(case, item.author))
    house.voice(answer, house.person("member"), "refuse")
    house.voice(answer, house.person("member", "russia"), "refuse")
    assert (item.state, answer.verdict) == ("refused", "refuse")


def test_an_upheld_appeal_brings_a_removed_text_back(house: Any) -> None:
    from tests.committee.test_removals import ask, published

    item = published(house)
    case = ask(item, house.person("member"))
    house.voice(case, house.person("member", "russia"), "refuse")
    assert item.state == "removed"
    answer = case_against(contest(case, item.author))
    house.voice(answer, house.person("co_president"), "accept")
    house.voice(answer, house.person("co_president", "russia"), "accept")
    assert item.state == "published"


def test_whoever_took_part_does_not_examine_the_appeal(house: Any) -> None:
    from trianon.core.errors import RuleViolation

    item = house.contribution(house.person())
    case, member = house.case_of(item), house.person("member")
    house.voice(case, member, "refuse")
    answer = case_against(contest(case, item.author))
    with pytest.raises(RuleViolation, match="took_part"):
        house.voice(answer, member, "refuse")


def test_late_twice_and_empty_appeals_are_refused(house: Any) -> None:
    from trianon.core.clock import at
    from trianon.core.errors import RuleViolation

    item, case = refused(house)
    with pytest.raises(RuleViolation, match="appeal_needs_text"):
        contest(case, item.author, "   ")
    with at(case.decided_at + timedelta(days=184)), pytest.raises(RuleViolation, match="appeal_late"):
        contest(case, item.author)
    first = contest(case, item.author)
    # A double click is one appeal, another text is a second one.
    assert contest(case, item.author).id == first.id
    with pytest.raises(RuleViolation, match="appeal_twice"):
        contest(case, item.author, "Encore une fois.")
    answer = case_against(first)
    for side in ("france", "russia"):
        house.voice(answer, house.person("member", side), "refuse")
    with pytest.raises(RuleViolation, match="not_contestable"):
        contest(answer, item.author)


def test_a_text_that_was_sent_again_is_not_published_by_an_old_appeal(house: Any) -> None:
    from trianon.bilingual.lang import Lang
    from trianon.contributions import services
    from trianon.contributions.models import ContributionKind

    item, case = refused(house)
    answer = case_against(contest(case, item.author))
    services.correct(
        item,
        by=item.author,
        shown_version=1,
        lang=Lang.FR,
        kind=ContributionKind.PROPOSAL,
        title="Deux bancs",
        text="Finalement il en faudrait deux, et une fontaine entre les deux bancs, pour les soirs d’été.",
    )
    for side in ("france", "russia"):
        house.voice(answer, house.person("member", side), "accept")
    assert (item.state, answer.verdict) == ("submitted", "accept")


def test_the_author_alone_reads_the_statement_and_contests(
    in_house: Callable[..., Any], sign_in_as: Callable[..., Any], client: Any
) -> None:
    """By the page: what was decided, by which rule, and one text with one button; others find nothing there."""
    from trianon.accounts.models import Account
    from trianon.core.database import db

    author = sign_in_as()

    def prepare(house: Any) -> int:
        item = house.contribution(db.session.get(Account, author.id))
        case = house.case_of(item)
        house.voice(case, house.person("member"), "refuse")
        return int(case.id)

    number = in_house(prepare)
    address = f"/committee/statements/{number}"
    page = author.get(address)
    assert page.status_code == 200
    for word in ("hors sujet", "Merci de dire qui organise.", "Contribution", "Contester"):
        assert word in page.text
    assert author.submit(address, {"text": ""}).status_code == 422
    assert author.submit(address, {"text": WHY}).status_code == 303
    assert WHY in author.get(address).text
    values = [pair for form in forms_of(author.get("/account/").text) for pair in form.values]
    token = next(value for name, value in values if name == "csrf_token")
    twice = author.post(address, data={"text": "Encore", "csrf_token": token})
    assert (twice.status_code, "déjà contesté" in twice.text) == (422, True)
    assert sign_in_as().get(address).status_code == 404
    assert sign_in_as("member").get(address).status_code == 404


def test_the_register_shows_decisions_and_never_what_is_not_public(
    in_house: Callable[..., Any], client: Any, visitors: Callable[..., Any]
) -> None:
    def prepare(house: Any) -> None:
        hidden = house.contribution(house.person(), title="Zanzibar caché")
        house.voice(house.case_of(hidden), house.person("member"), "refuse")
        shown = house.contribution(house.person(), title="Zanzibar montré")
        house.voice(house.case_of(shown), house.person("member"), "accept")

    in_house(prepare)
    page = client.get("/committee/decisions")
    assert "Zanzibar montré" in page.text
    assert "hors sujet" in page.text
    assert "caché" not in page.text
    found = client.get("/committee/decisions?q=Zanzibar").text
    assert ("Zanzibar montré" in found, "hors sujet" in found) == (True, False)
    assert "Zanzibar montré" not in client.get("/committee/decisions?decision=refuse").text
    for lang, word in (("fr", "hors sujet"), ("ru", "не по теме")):
        answer = visitors(lang).get("/committee/decisions.csv")
        assert answer.mimetype == "text/csv"
        rows = answer.text.splitlines()
        assert len(rows) == 3
        assert "caché" not in answer.text
        assert word in answer.text
