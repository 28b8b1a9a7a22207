"""Two clicks, two tabs, two people at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
import sqlalchemy as sa

from tests.contributions.conftest import TEXT_FR, Cast
from tests.support.forms import forms_of
from tests.support.visitor import Visitor
from trianon.contributions.models import Contribution, ContributionVersion
from trianon.core.errors import RuleViolation, StaleForm

pytestmark = pytest.mark.both_engines


def at_once(app: Any, count: int, work: Callable[[Any, int], Any]) -> list[Any]:
    """Run `work(session, number)` in so many threads that start together; the outcome or the error of each."""
    from trianon.core.database import db

    start = Barrier(count)

    def one(number: int) -> Any:
        with app.app_context():
            start.wait(10)
            try:
                done = work(db.session, number)
                db.session.commit()
            except (RuleViolation, StaleForm) as error:
                db.session.rollback()
                return type(error).__name__
            return done

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


def pressed(signed_in: Any, count: int, words: Callable[[int], dict[str, str]]) -> list[Any]:
    """One person in so many windows, all of which send the writing form at the same moment."""
    start = Barrier(count)

    def press(window: Visitor, number: int) -> Any:
        mark = forms_of(window.get("/contributions/write").text)[0].filled({})["csrf_token"]
        start.wait(10)
        return window.post("/contributions/write", data={"csrf_token": mark, "do": "submit"} | words(number))

    windows = [signed_in("author") for _number in range(count)]
    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(press, windows, range(count)))


def text_of(number: int) -> dict[str, str]:
    return {"kind": "opinion", "lang": "fr", "title": f"Texte {number}", "text": f"{TEXT_FR}\n\n{number}"}


def test_clicks_at_the_same_moment_make_one_record(signed_in: Any, transaction: Any) -> None:
    answers = pressed(signed_in, 4, lambda _number: text_of(1))
    assert [answer.status_code for answer in answers] == [303] * 4
    assert len({answer.location for answer in answers}) == 1
    with transaction() as session:
        assert session.scalar(sa.select(sa.func.count(Contribution.id))) == 1


def test_a_text_is_of_the_side_that_its_author_has_when_it_is_sent(
    app: Any, signed_in: Any, cast: Cast, transaction: Any
) -> None:
    """While the side is being changed, whoever is here is looked up only when that is done."""
    from trianon.accounts.models import Account
    from trianon.core.database import db
    from trianon.core.sides import Side

    window = signed_in("author")
    mark = forms_of(window.get("/contributions/write").text)[0].filled({})["csrf_token"]
    sent = {"csrf_token": mark, "do": "submit"} | text_of(1)
    with ThreadPoolExecutor(1) as pool:
        with app.app_context(), db.engine.begin() as elsewhere:
            author = sa.update(Account.__table__).where(Account.id == cast.ids["author"])
            elsewhere.execute(author.values(side=Side.RUSSIA))
            answer = pool.submit(window.post, "/contributions/write", data=sent)
            with pytest.raises(TimeoutError):
                answer.result(timeout=0.5)
        assert answer.result(timeout=20).status_code == 303
    with transaction() as session:
        item = session.scalars(sa.select(Contribution)).one()
        assert (item.side, item.author.side) == (Side.RUSSIA, Side.RUSSIA)


def test_the_days_limit_holds_when_all_come_together(signed_in: Any, transaction: Any, sent: Any) -> None:
    for number in range(8):
        sent(title=f"Texte {number}")
    answers = pressed(signed_in, 5, text_of)
    assert sorted(answer.status_code for answer in answers) == [303, 303, 422, 422, 422]
    with transaction() as session:
        assert session.scalar(sa.select(sa.func.count(Contribution.id))) == 10


def test_of_two_corrections_of_the_same_version_one_is_stale(app: Any, cast: Cast, sent: Any, transaction: Any) -> None:
    from trianon.accounts.models import Account
    from trianon.bilingual.lang import Lang
    from trianon.contributions import services
    from trianon.contributions.models import ContributionKind
    from trianon.core.database import lock

    number = sent()

    def correct(session: Any, turn: int) -> str:
        by = session.get(Account, cast.ids["author"])
        item = lock(Contribution, number)
        services.correct(
            item,
            by=by,
            shown_version=1,
            lang=Lang.FR,
            kind=ContributionKind.OPINION,
            title=f"Onglet {turn}",
            text=TEXT_FR,
        )
        return "corrected"

    assert sorted(at_once(app, 2, correct)) == ["StaleForm", "corrected"]
    with transaction() as session:
        assert session.scalar(sa.select(sa.func.count(ContributionVersion.id))) == 2


def test_answers_at_the_same_moment_count_once_for_each_person(
    app: Any, cast: Cast, published: Any, transaction: Any
) -> None:
    from trianon.accounts.models import Account
    from trianon.contributions import stance_services
    from trianon.contributions.common_ground_rules import Answer
    from trianon.contributions.stance_models import Stance, StanceTally
    from trianon.core.sides import Side

    number = published()

    def answer(session: Any, turn: int) -> str:
        who, said = (("russian", Answer.AGREE), ("stranger", Answer.DISAGREE))[turn % 2]
        person = session.get(Account, cast.ids[who])
        proposal, tally = stance_services.locked(number)
        stance_services.take_stance(proposal, by=person, answer=said if turn < 4 else Answer.UNSURE, tally=tally)
        return "answered"

    assert at_once(app, 6, answer) == ["answered"] * 6
    with transaction() as session:
        tally = session.get(StanceTally, number)
        assert session.scalar(sa.select(sa.func.count()).select_from(Stance)) == 2
        assert [tally.counts(side).total for side in (Side.FRANCE, Side.RUSSIA)] == [1, 1]


def test_of_two_members_who_mend_the_same_text_one_is_told_that_it_changed(
    app: Any, cast: Cast, published: Any, transaction: Any
) -> None:
    from tests.support.people import add_person
    from trianon.accounts.models import Account
    from trianon.contributions import correcting
    from trianon.core.database import lock

    number = published(text=TEXT_FR.replace("chaque", "chque"))
    with transaction() as session:
        members = [cast.ids["member"], add_person(session, "member", side="russia").id]

    def mend(session: Any, turn: int) -> str:
        item, by = lock(Contribution, number), session.get(Account, members[turn])
        correcting.correct_lightly(item, by=by, shown_version=1, title="Un toit pour les vélos", text=TEXT_FR)
        return "mended"

    assert sorted(at_once(app, 2, mend)) == ["StaleForm", "mended"]
