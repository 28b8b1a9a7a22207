"""Sequences of voices, silences, holds and clock steps replayed on the real site by six signed-in members.

What the site has done is compared, move by move, with what the rules say of the same moves without a database.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from tests.committee.conftest import House
from tests.committee.proceedings import OPENED, PEOPLE, SIGNS, STEPS, Play, moves_of
from tests.support.visitor import Visitor
from trianon.committee.rules import Matter
from trianon.core.sides import Side

NOTE = "Merci de dire qui organise."
# Every case once in turn; a public text is a Russian contribution.
STARTS = [
    (Matter.COOPERATION, Side.FRANCE),
    (Matter.CONTRIBUTION, Side.FRANCE),
    (Matter.CONTRIBUTION, Side.OTHER),
    (Matter.ORGANISATION, Side.RUSSIA),
    (Matter.ORGANISATION, Side.OTHER),
    (Matter.DISPUTED_PLACE, Side.FRANCE),
    (Matter.REMOVAL, Side.RUSSIA),
]


def sequences(many: int, seed: int = 7) -> Iterator[tuple[Matter, Side, list[str]]]:
    """Random sequences of at most five allowed moves, the starts in turn; the same ones for the same seed."""
    luck = random.Random(seed)
    for number in range(many):
        matter, side = STARTS[number % len(STARTS)]
        play, moves = Play(matter, side), []
        while len(moves) < 5 and (allowed := dict(moves_of(play))):
            if matter is Matter.REMOVAL and not moves:
                # A question about a public text begins with somebody who wants it gone.
                allowed = {move: after for move, after in allowed.items() if move.endswith("-") or "hides" in move}
            move = luck.choice(sorted(allowed))
            play = allowed[move]
            moves.append(move)
        yield matter, side, moves


class Stage:
    """The site, six members who are signed in, and one case at a time."""

    def __init__(self, app: Any) -> None:
        self.app = app
        app.config["WTF_CSRF_ENABLED"] = False
        self.visitors: dict[str, Visitor] = {}
        self.requests = 0
        self.matter = Matter.REMOVAL
        with app.app_context():
            from trianon.core.database import db

            house = House(db.session)
            people = {name: house.person(role.value, side.value) for name, (_n, side, role) in PEOPLE.items()}
            judge = house.person("member")
            db.session.commit()
            self.judge, addresses = judge.id, {name: person.email for name, person in people.items()}
        for name, address in addresses.items():
            self.visitors[name] = Visitor(app)
            self.visitors[name].enter(address)

    def replay(self, matter: Matter, side: Side, moves: list[str]) -> list[str]:
        """Play it on the site; what differs from the rules, a line each."""
        self.matter = matter
        item = self._open(matter, side)
        play, found = Play(matter, side), []
        for move in moves:
            play = dict(moves_of(play))[move]
            self._make(move, item, play)
            said, expected = self._state(item), self._expected(play)
            if said != expected:
                found.append(f"{matter} {side} {moves}: after “{move}” the site says {said}, the rules {expected}")
        return found

    def _open(self, matter: Matter, side: Side) -> tuple[str, int]:
        from trianon.accounts.models import Account
        from trianon.core.clock import at
        from trianon.core.database import db

        with self.app.app_context(), at(OPENED):
            house = House(db.session)
            author = house.person(side=side.value)
            if matter is Matter.ORGANISATION:
                item: Any = house.organisation(author, name=f"Les Amis de {author.name}", side=side.value)
            elif matter in {Matter.COOPERATION, Matter.DISPUTED_PLACE}:
                place = "Yalta" if matter is Matter.DISPUTED_PLACE else "Smolensk"
                item = house.cooperation(author, title=f"Jumelage de Nice et de {place}")
            else:
                item = house.contribution(author)
            if matter is Matter.REMOVAL:
                house.voice(house.case_of(item), db.session.get(Account, self.judge), "accept")
            db.session.commit()
            return type(item).__name__.lower(), item.id

    def _make(self, move: str, item: tuple[str, int], play: Play) -> None:
        from trianon.committee.timekeeping import move_due_cases
        from trianon.core.clock import at

        with at(play.at):
            if move in STEPS:
                with self.app.app_context():
                    move_due_cases()
                return
            self.requests += 1
            subject, number = item
            case = self._case(item)
            if "hides" in move or case is None:
                reason = "unlawful" if "unlawful" in move else "political"
                data = {"hold": "hold" if "hides" in move else "ask", "reasons": reason, "note": NOTE, "version": "1"}
                answer = self._member(move).post(f"/committee/removal/{subject}/{number}", data=data)
            else:
                verdict = SIGNS[move[-1]].value
                data = {"verdict": verdict, "reasons": "political", "note": NOTE, "version": "1", "shown_voices": "0"}
                answer = self._member(move).post(f"/committee/cases/{case['id']}", data=data)
            assert answer.status_code in {302, 303}, (move, answer.status_code, answer.text[-3000:])

    def _member(self, move: str) -> Visitor:
        return self.visitors[move.split(maxsplit=1)[0] if " " in move else move[:-1]]

    def _case(self, item: tuple[str, int]) -> dict[str, Any] | None:
        """The case that the moves are about: that of the removal, when there is one."""
        import sqlalchemy as sa

        from trianon.committee.models import Case, Removal
        from trianon.core.database import db

        subject, number = item
        with self.app.app_context():
            removal = db.session.scalar(sa.select(Removal.id).filter_by(subject=subject, subject_id=number))
            about = ("removal", removal) if removal is not None else item
            case = db.session.scalars(sa.select(Case).filter_by(subject=about[0], subject_id=about[1])).one()
            if removal is None and self.matter is Matter.REMOVAL:
                return None
            return {"id": case.id, "verdict": case.verdict, "ending": case.ending}

    def _state(self, item: tuple[str, int]) -> tuple[Any, ...]:
        from trianon.committee.subjects import SUBJECTS

        case = self._case(item)
        with self.app.app_context():
            state = SUBJECTS[item[0]].load(item[1]).state.value
        return (case and case["verdict"], case and case["ending"], state)

    def _expected(self, play: Play) -> tuple[Any, ...]:
        decided = play.decision
        if play.matter is Matter.REMOVAL:
            gone = decided is not None and decided.verdict == "refuse"
            state = "removed" if gone else "on_hold" if play.held is not None else "published"
        else:
            states = {"accept": "published", "refuse": "refused", "ask_changes": "changes_asked"}
            state = states[decided.verdict] if decided is not None else "submitted"
        return (decided and decided.verdict, decided and decided.ending, state)
