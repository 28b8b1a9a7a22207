"""Two members in the same second: one row after the other, nothing decided twice, nothing lost."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
import sqlalchemy as sa

pytestmark = pytest.mark.both_engines


def at_once(app: Any, case_id: int, said: list[tuple[int, str]]) -> list[str]:
    """Each member gives their voice in a thread and a transaction of their own; what became of each."""
    from trianon.accounts.models import Account
    from trianon.bilingual.lang import Lang
    from trianon.committee import queries, services
    from trianon.committee.rules import Reason, Verdict
    from trianon.core.database import db
    from trianon.core.errors import StaleForm

    start = Barrier(len(said))

    def speak(member_id: int, verdict: str) -> str:
        with app.app_context():
            start.wait()
            case, member = queries.case_by_id(case_id), db.session.get(Account, member_id)
            try:
                services.give_voice(
                    case,
                    by=member,
                    verdict=Verdict(verdict),
                    reasons=[Reason.OFF_TOPIC],
                    note="Voici pourquoi.",
                    note_lang=Lang.FR,
                    shown_version=1,
                )
            except StaleForm:
                db.session.rollback()
                return "stale"
            db.session.commit()
            return "recorded"

    with ThreadPoolExecutor(len(said)) as pool:
        return list(pool.map(lambda pair: speak(*pair), said))


def test_both_sides_accept_at_once(app: Any, transaction: Callable[..., Any], in_house: Callable[..., Any]) -> None:
    """Both voices are needed, both are recorded, one decision and one mail follow."""
    from trianon.committee.models import Case
    from trianon.mail.models import OutboxMail

    def prepare(house: Any) -> tuple[int, int, int]:
        case = house.case_of(house.cooperation(house.person()))
        return case.id, house.person("member").id, house.person("member", "russia").id

    number, french, russian = in_house(prepare)
    assert at_once(app, number, [(french, "accept"), (russian, "accept")]) == ["recorded", "recorded"]
    with transaction() as session:
        case = session.get(Case, number)
        assert (case.state, case.verdict, len(case.voices)) == ("decided", "accept", 2)
        assert session.scalar(sa.select(sa.func.count(OutboxMail.id)).filter_by(kind="committee.decided")) == 1


def test_opposite_voices_at_once(app: Any, transaction: Callable[..., Any], in_house: Callable[..., Any]) -> None:
    """Where one voice decides, the other finds a decided case: never both."""
    from trianon.committee.models import Case

    def prepare(house: Any) -> tuple[int, list[int]]:
        case = house.case_of(house.contribution(house.person()))
        return case.id, [house.person("member").id for _member in range(4)]

    number, members = in_house(prepare)
    said = list(zip(members, ["accept", "refuse", "ask_changes", "accept"], strict=True))
    assert sorted(at_once(app, number, said)) == ["recorded", "stale", "stale", "stale"]
    with transaction() as session:
        case = session.get(Case, number)
        assert [voice.verdict for voice in case.voices] == [case.verdict]
