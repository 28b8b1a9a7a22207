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


@pytest.mark.parametrize("own", ["france", "russia"])
def test_opposite_voices_of_the_two_sides_at_once(
    app: Any, transaction: Callable[..., Any], in_house: Callable[..., Any], own: str
) -> None:
    """Whoever comes first, it is the table that decides: published by one voice, refused by the author's side, or both
    stand and the co-presidents are called. Never a decision against a voice that was recorded before it."""
    from trianon.committee.models import Case

    def prepare(house: Any) -> tuple[int, int, int]:
        case = house.case_of(house.contribution(house.person(side=own)))
        return case.id, house.person("member").id, house.person("member", "russia").id

    number, french, russian = in_house(prepare)
    answers = at_once(app, number, [(french, "accept"), (russian, "refuse")])
    with transaction() as session:
        case = session.get(Case, number)
        said = [voice.verdict.value for voice in case.voices]
        if own == "russia" and said[0] == "refuse":
            # One voice of the author's side refuses.
            assert (answers, case.state, case.verdict) == (["stale", "recorded"], "decided", "refuse")
        elif said[0] == "accept":
            assert (answers, case.state, case.verdict) == (["recorded", "stale"], "decided", "accept")
        else:
            assert (answers, case.state, said) == (["recorded", "recorded"], "open", ["refuse", "accept"])
            assert case.disputed_at is not None


def test_two_colleagues_go_on_at_once(app: Any, transaction: Callable[..., Any], in_house: Callable[..., Any]) -> None:
    """Each decides the case that the other is led to next: nobody waits for the other for ever, both claims stand."""
    from trianon.accounts.models import Account
    from trianon.committee import claims, desk, queries
    from trianon.committee.desk_models import Claim
    from trianon.core.database import db

    def prepare(house: Any) -> tuple[list[int], list[int]]:
        cases = [house.case_of(house.contribution(house.person(), f"Texte {number}")).id for number in range(6)]
        return cases, [house.person("member").id for _member in range(2)]

    numbers, members = in_house(prepare)
    start = Barrier(2)

    def go_on(place: int) -> int | None:
        with app.app_context():
            start.wait()
            member, case = db.session.get(Account, members[place]), queries.case_by_id(numbers[place])
            following = desk.next_case(member, queries.Filters(), case)
            if following is not None:
                claims.claim(following, by=member)
            db.session.commit()
            return following.id if following is not None else None

    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(go_on, range(2)))
    assert found == [numbers[1], numbers[2]]
    with transaction() as session:
        assert session.scalar(sa.select(sa.func.count(Claim.id))) == 2


@pytest.mark.parametrize("late", ["nobody", "the voice", "the end"])
def test_a_voice_in_the_moment_in_which_the_mandate_ends(
    app: Any, transaction: Callable[..., Any], in_house: Callable[..., Any], late: str
) -> None:
    """The voice is wholly recorded before, with the decision, its mail and its journal, or it is refused: never half.

    A case that one voice decides, and one that waits for the other side: there a lone voice is void afterwards.
    """
    from trianon.committee.models import Case, CaseState
    from trianon.contributions.models import Contribution
    from trianon.core.audit import entries_about
    from trianon.mail.models import OutboxMail

    def prepare(house: Any) -> tuple[int, int, int, int]:
        deciding = house.case_of(house.contribution(house.person()))
        waiting = house.case_of(house.cooperation(house.person()))
        member = house.person("member")
        if late == "the end":
            # Spoken before already: the end of the mandate finds the case, and locks it as the voice does.
            house.voice(waiting, member, "accept")
        return deciding.id, waiting.id, member.id, house.person("secretary_general").id

    deciding, waiting, member, secretary = in_house(prepare)
    said, ended = speak_while_the_mandate_ends(app, [deciding, waiting], member, secretary, late)
    assert ended == "ended"
    with transaction() as session:
        cases = {number: session.get(Case, number) for number in (deciding, waiting)}
        text = session.get(Contribution, cases[deciding].subject_id)
        mails = session.scalar(sa.select(sa.func.count(OutboxMail.id)).filter_by(kind="committee.decided"))
        events = {number: [entry.event for entry in entries_about("case", number)] for number in cases}
        if said[deciding] == "recorded":
            assert (cases[deciding].state, len(cases[deciding].voices), text.state) == ("decided", 1, "published")
            assert "VoiceGiven" in events[deciding]
        else:
            assert (cases[deciding].state, cases[deciding].voices, text.state) == ("open", [], "submitted")
            assert "VoiceGiven" not in events[deciding]
        # Whoever spoke alone on a case that waits has spoken for nothing, and the journal says both.
        if cases[waiting].state is CaseState.OPEN:
            assert cases[waiting].voices == []
            assert events[waiting].count("VoiceGiven") == events[waiting].count("VoiceVoided")
        assert mails == sum(case.state is CaseState.DECIDED for case in cases.values())


def speak_while_the_mandate_ends(
    app: Any, cases: list[int], member_id: int, secretary_id: int, late: str
) -> tuple[dict[int, str], str]:
    """Two threads, each with transactions of its own; what became of each voice, and of the end."""
    import time

    from trianon.accounts.models import Account
    from trianon.bilingual.lang import Lang
    from trianon.committee import mandate_services, queries, services
    from trianon.committee.rules import Verdict
    from trianon.core.database import db
    from trianon.core.errors import RuleViolation, StaleForm

    start = Barrier(2)

    def speak() -> dict[int, str]:
        became = {}
        with app.app_context():
            start.wait()
            time.sleep(0.02 * (late == "the voice"))
            for number in cases:
                case, member = queries.case_by_id(number), db.session.get(Account, member_id)
                try:
                    services.give_voice(case, by=member, verdict=Verdict.ACCEPT, note_lang=Lang.FR, shown_version=1)
                except (RuleViolation, StaleForm) as refusal:
                    db.session.rollback()
                    became[number] = getattr(refusal, "code", "stale")
                else:
                    db.session.commit()
                    became[number] = "recorded"
        return became

    def end() -> str:
        with app.app_context():
            secretary, member = (db.session.get(Account, number) for number in (secretary_id, member_id))
            mandate = member.appointments[0]
            start.wait()
            time.sleep(0.02 * (late == "the end"))
            mandate_services.end(mandate, by=secretary, note="Fin du mandat.")
            db.session.commit()
        return "ended"

    with ThreadPoolExecutor(2) as pool:
        voice, removal = pool.submit(speak), pool.submit(end)
        return voice.result(), removal.result()
