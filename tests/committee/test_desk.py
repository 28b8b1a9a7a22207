"""The desk: the next case of a list, who looks at what, notes of one side, cases passed on, conflicts, saved views."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

SECRET = "Zanzibulle"


@pytest.fixture
def member(visitors: Callable[..., Any], in_house: Callable[..., Any]) -> Callable[..., Any]:
    """`member("russia")` – a member of this side, signed in."""

    def enter(side: str = "france", lang: str = "fr", role: str = "member") -> Any:
        email = in_house(lambda house: house.person(role, side, name=f"Membre {side}").email)
        visitor = visitors(lang)
        visitor.enter(email)
        return visitor

    return enter


@pytest.fixture
def texts(in_house: Callable[..., Any]) -> list[int]:
    """The numbers of the cases on five contributions and a cooperation, oldest first."""

    def make(house: Any) -> list[int]:
        records = [house.contribution(house.person(), f"Idée numéro {number}") for number in range(5)]
        return [house.case_of(record).id for record in [*records, house.cooperation(house.person())]]

    return in_house(make)


def number_of(answer: Any) -> int:
    """The case to which an answer leads."""
    found = re.search(r"/cases/(\d+)", answer.location)
    return int(found[1]) if found else 0


class TestGoingOn:
    def test_after_a_decision_the_next_case_of_the_same_list(self, member: Any, texts: list[int]) -> None:
        french = member()
        begun = french.submit("/committee/queue?kind=contribution", form="/queue/next")
        assert number_of(begun) == texts[0]
        assert "kind=contribution" in begun.location
        page = french.get(begun.location)
        assert "Dossier 1 sur 5 de cette liste" in page.text
        following = french.submit(begun.location, {"verdict": "accept"})
        assert (number_of(following), "kind=contribution" in following.location) == (texts[1], True)
        page = french.get(following.location).text
        assert f"(dossier n°\u00a0{texts[0]})" in page
        assert "Dossier 1 sur 4 de cette liste" in page

    def test_a_case_left_as_it_is_keeps_its_place(self, member: Any, texts: list[int]) -> None:
        french = member()
        skipped = french.submit(f"/committee/cases/{texts[0]}", form="/queue/next")
        assert number_of(skipped) == texts[1]
        assert "Dossier 2 sur 6 de cette liste" in french.get(skipped.location).text
        # At the end of the list, from its beginning again.
        last = french.submit(f"/committee/cases/{texts[-1]}", form="/queue/next")
        assert number_of(last) == texts[0]

    def test_back_to_the_list(self, member: Any, texts: list[int]) -> None:
        french = member()
        address = f"/committee/cases/{texts[2]}?kind=contribution"
        answer = french.submit(address, {"verdict": "accept"}, button=("then", "list"))
        assert "/committee/queue?kind=contribution" in answer.location
        assert "Décision enregistrée" in french.get(answer.location.partition("#")[0]).text

    def test_the_end_of_the_list_is_told(self, member: Any, in_house: Any) -> None:
        number = in_house(lambda house: house.case_of(house.contribution(house.person())).id)
        french = member()
        answer = french.submit(f"/committee/cases/{number}", {"verdict": "accept"})
        assert answer.location.endswith("/committee/queue")
        assert "Plus rien ne vous attend dans cette liste." in french.get("/committee/queue").text

    def test_far_down_the_list_one_comes_back_to_its_page(self, member: Any, in_house: Any) -> None:
        numbers = in_house(
            lambda house: [house.case_of(house.contribution(house.person(), f"Texte {n:02d}")).id for n in range(25)]
        )
        french = member()
        page = french.get(f"/committee/cases/{numbers[22]}").text
        back = re.search(r'class="desk__back" href="([^"]+)"', page)
        assert back is not None
        assert back[1].endswith(f"#case-{numbers[22]}")
        listed = french.get(back[1].replace("&amp;", "&").partition("#")[0]).text
        assert f'id="case-{numbers[22]}"' in listed

    @pytest.mark.parametrize("after", ["", "0", "-1", "abc", "9" * 40, "1; DROP"])
    def test_a_forged_place_is_the_beginning(self, member: Any, texts: list[int], after: str) -> None:
        french = member()
        page = french.get("/committee/queue").text
        token = re.search(r'name="csrf_token" value="([^"]+)"', page)
        assert token is not None
        answer = french.post("/committee/queue/next", data={"csrf_token": token[1], "after": after})
        assert number_of(answer) == texts[0]


class TestFilters:
    def test_my_turn_and_past_the_target(self, member: Any, texts: list[int], transaction: Any) -> None:
        from trianon.committee.models import Case
        from trianon.core.clock import now

        french = member()
        with transaction() as session:
            session.get(Case, texts[1]).opened_at = now() - timedelta(hours=49)
            session.get(Case, texts[2]).opened_at = now() - timedelta(hours=47)
        late = french.get("/committee/queue?delay=late").text
        assert re.findall(r'id="case-(\d+)"', late) == [str(texts[1])]
        assert "1 dossier dans cette liste" in late
        french.submit(f"/committee/cases/{texts[-1]}", {"verdict": "accept"})
        mine = re.findall(r'id="case-(\d+)"', french.get("/committee/queue?voice=mine").text)
        assert {int(number) for number in mine} == set(texts[:-1])
        # The other side's turn is still to come.
        theirs = re.findall(r'id="case-(\d+)"', member("russia").get("/committee/queue?voice=mine").text)
        assert {int(number) for number in theirs} == set(texts)

    @pytest.mark.both_engines
    def test_the_condition_says_what_the_rules_say(self, house: Any) -> None:
        """Every kind of case, before and after a voice, for every office: the statement finds what the rules need."""
        from trianon.committee import queries
        from trianon.committee.models import Case
        from trianon.core.clock import now

        both = [("france", "refuse"), ("russia", "accept")]
        people = [house.person(role, side) for role in OFFICES for side in ("france", "russia")]
        for author in (house.person(), house.person(side="russia"), house.person(side="other")):
            for make in (house.contribution, house.cooperation, house.organisation):
                for voices in ([], [("france", "accept")], [("russia", "refuse")], both):
                    record = make(author, side=author.side.value) if make == house.organisation else make(author)
                    case = house.case_of(record)
                    for side, verdict in voices:
                        speaker = next(one for one in people if one.side == side)
                        if case.state == "open" and queries.lines_of(speaker, [case])[0].is_needed:
                            house.voice(case, speaker, verdict)
        old = house.case_of(house.cooperation(house.person()))
        old.opened_at = now() - timedelta(days=15)
        house.session.flush()
        cases = house.session.scalars(sa.select(Case).where(Case.state == "open").order_by(Case.id)).all()
        assert len(cases) > 15
        for person in people:
            ruled = {line.case.id for line in queries.lines_of(person, cases) if line.is_needed}
            rows = queries.narrowed(person, queries.Filters(is_mine=True))
            assert {case.id for case in house.session.scalars(rows)} == ruled, (person.side, person.roles)


OFFICES = ("member", "co_president", "secretary_general")


class TestClaims:
    def test_others_see_it_and_a_colleague_is_led_past(self, member: Any, texts: list[int]) -> None:
        first, second, russian = member(), member(), member("russia", "ru")
        begun = first.submit("/committee/queue", form="/queue/next")
        assert number_of(begun) == texts[0]
        assert "Examen en cours par Membre france" in second.get("/committee/queue").text
        # The other side is told of the side, not of the person.
        page = russian.get(f"/committee/cases/{texts[0]}").text
        assert "Сейчас смотрит французская сторона" in page
        assert "Membre france" not in page
        # One voice of either side suffices for a contribution: nobody is sent to the same one.
        assert number_of(second.submit("/committee/queue", form="/queue/next")) == texts[1]
        assert number_of(russian.submit("/committee/queue", form="/queue/next")) == texts[2]
        # Nobody is stopped.
        assert second.submit(f"/committee/cases/{texts[0]}", {"verdict": "accept"}).status_code == 302

    def test_where_both_sides_are_needed_each_looks_for_itself(self, member: Any, texts: list[int]) -> None:
        list_of = "/committee/queue?kind=cooperation"
        assert number_of(member().submit(list_of, form="/queue/next")) == texts[-1]
        assert number_of(member("russia").submit(list_of, form="/queue/next")) == texts[-1]
        assert member().submit(list_of, form="/queue/next").location.endswith("/queue?kind=cooperation")

    def test_it_lapses_by_itself_and_with_the_mandate(self, house: Any) -> None:
        from trianon.committee import claims
        from trianon.core.clock import at, now

        case, looks = house.case_of(house.contribution(house.person())), house.person("member")
        claims.claim(case, by=looks)
        house.session.commit()
        with at(now() + claims.LASTS - timedelta(minutes=1)):
            assert [one.member_id for one in claims.standing([case.id])[case.id]] == [looks.id]
        with at(now() + claims.LASTS + timedelta(minutes=1)):
            assert not claims.standing([case.id])
        looks.appointments[0].until = now()
        house.session.commit()
        assert not claims.standing([case.id])

    @pytest.mark.both_engines
    def test_a_colleague_takes_its_place_and_time_forgets_it(self, house: Any) -> None:
        from trianon.committee import claims
        from trianon.committee.desk_models import Claim
        from trianon.core.clock import at, now

        case = house.case_of(house.contribution(house.person()))
        for side in ("france", "france", "russia"):
            claims.claim(case, by=house.person("member", side))
        house.session.commit()
        assert [one.side for one in claims.standing([case.id])[case.id]] == ["france", "russia"]
        with at(now() + claims.LASTS + timedelta(minutes=1)):
            assert claims.forget_lapsed() == 2
        assert house.session.scalar(sa.select(sa.func.count(Claim.id))) == 0


class TestNotes:
    def test_the_other_side_never_reads_them(self, member: Any, texts: list[int], transaction: Any) -> None:
        from trianon.committee.desk_models import Note

        french, colleague, russian = member(), member(), member("russia", "ru")
        address = f"/committee/cases/{texts[0]}"
        french.submit(address, {"internal": f"Entre nous : {SECRET}"})
        assert SECRET in colleague.get(address).text
        for path in (address, "/committee/queue", "/account/"):
            assert SECRET not in russian.get(path).text
        with transaction() as session:
            number = session.scalar(sa.select(Note.id))
        # Neither by its own number: for the other side it does not exist.
        forged = {"csrf_token": token_of(russian, address)}
        assert russian.post(f"/committee/notes/{number}/take-back", data=forged).status_code == 404
        forged = {"csrf_token": token_of(colleague, address)}
        assert colleague.post(f"/committee/notes/{number}/take-back", data=forged).status_code == 403
        assert french.submit(address, form=f"/notes/{number}/take-back").status_code == 302
        assert SECRET not in colleague.get(address).text

    def test_nobody_reads_them_on_their_own_text(self, visitors: Any, in_house: Any, member: Any) -> None:
        def prepare(house: Any) -> tuple[str, int]:
            author = house.person("member")
            return author.email, house.case_of(house.contribution(author)).id

        email, number = in_house(prepare)
        address = f"/committee/cases/{number}"
        member().submit(address, {"internal": SECRET})
        author = visitors("fr")
        author.enter(email)
        assert SECRET not in author.get(address).text
        forged = {"csrf_token": token_of(author, address), "internal": "Moi aussi"}
        assert author.post(f"{address}/notes", data=forged).status_code == 403

    @pytest.mark.parametrize(("text", "message"), [(" \u200b ", "Écrivez quelque chose."), ("é" * 3001, "3000")])
    def test_what_is_wrong_is_said_and_nothing_lost(
        self, member: Any, texts: list[int], text: str, message: str
    ) -> None:
        answer = member().submit(f"/committee/cases/{texts[0]}", {"internal": text})
        assert answer.status_code == 422
        assert message in answer.text
        assert text.strip(" \u200b") in answer.text


class TestPassingOn:
    def test_the_other_side_begins_and_nothing_is_blocked(self, member: Any, texts: list[int]) -> None:
        french, russian = member(), member("russia", "ru")
        address = f"/committee/cases/{texts[-1]}"
        answer = french.submit(address, {"asked": "Connaissez-vous cette chorale ?"})
        assert number_of(answer) == texts[0]
        assert "Передано французской стороной" in russian.get("/committee/queue").text
        page = russian.get(address).text
        assert "Connaissez-vous cette chorale" in page
        assert "Передать другой стороне" not in page
        assert f'id="case-{texts[-1]}"' not in french.get("/committee/queue?voice=mine").text
        # The table of voices is as it was.
        assert french.submit(address, {"verdict": "accept"}).status_code == 302
        forged = {"csrf_token": token_of(russian, address), "asked": "Обратно"}
        again = russian.post(f"{address}/pass", data=forged)
        assert again.status_code == 422
        assert "туда и\u00a0обратно он не ходит" in again.text
        assert "Обратно" in again.text

    def test_once_the_other_side_has_spoken_it_is_ones_turn(self, member: Any, texts: list[int]) -> None:
        french, russian = member(), member("russia", "ru")
        address = f"/committee/cases/{texts[-1]}"
        french.submit(address, {"asked": "À vous ?"})
        russian.submit(address, {"verdict": "accept"})
        assert f'id="case-{texts[-1]}"' in french.get("/committee/queue?voice=mine").text

    def test_not_to_a_side_that_has_no_voice(self, member: Any, in_house: Any) -> None:
        number = in_house(lambda house: house.case_of(house.organisation(house.person())).id)
        french = member()
        assert "Transmettre à l’autre partie" not in french.get(f"/committee/cases/{number}").text
        forged = {"csrf_token": token_of(french, "/committee/queue"), "asked": "À vous"}
        assert french.post(f"/committee/cases/{number}/pass", data=forged).status_code == 422


class TestSteppingAside:
    def test_the_text_leaves_the_queue_and_the_voice_is_void(
        self, member: Any, texts: list[int], transaction: Any
    ) -> None:
        from trianon.committee.models import Case
        from trianon.core.audit import AuditEntry

        french = member()
        address = f"/committee/cases/{texts[-1]}"
        french.submit(address, {"verdict": "accept"})
        french.submit(address, form="/step-aside")
        with transaction() as session:
            assert session.get(Case, texts[-1]).voices == []
            told = session.scalars(sa.select(AuditEntry.event).filter_by(subject="case", subject_id=texts[-1])).all()
            assert told[-2:] == ["MemberSteppedAside", "VoiceVoided"]
        assert f'id="case-{texts[-1]}"' not in french.get("/committee/queue").text
        page = french.get(address).text
        assert "d’autres en décident" in page
        assert 'name="verdict"' not in page
        forged = {"csrf_token": token_of(french, address), "verdict": "accept", "version": "1"}
        assert french.post(address, data=forged).status_code == 403

    @pytest.mark.both_engines
    def test_for_every_case_of_the_record(self, house: Any) -> None:
        """A later version, its removal, an appeal."""
        from trianon.bilingual.lang import Lang
        from trianon.committee import appeals, aside, queries, removals
        from trianon.committee.models import Case
        from trianon.committee.rules import Reason
        from trianon.core.errors import RuleViolation

        author, conflicted = house.person(), house.person("member")
        record = house.contribution(author)
        case = house.case_of(record)
        aside.step_aside(case, by=conflicted)
        aside.step_aside(case, by=conflicted)
        house.voice(case, house.person("member"), "accept")
        asked = {"reasons": [Reason.OFF_TOPIC], "note": "Hors sujet.", "note_lang": Lang.FR, "hold": False}
        removal = removals.ask("contribution", record.id, by=house.person("member"), shown_version=1, **asked)
        with pytest.raises(RuleViolation, match="stepped_aside"):
            house.voice(removal, conflicted, "accept")
        house.voice(removal, house.person("member", "russia"), "refuse")
        appeals.contest(removal, by=author, text="Je ne suis pas d’accord.")
        appeal = house.session.scalars(sa.select(Case).filter_by(subject="appeal")).one()
        assert aside.has_stepped_aside(conflicted, appeal)
        house.session.flush()
        assert queries.queue(conflicted, queries.Filters()).lines == []
        assert len(queries.queue(house.person("member"), queries.Filters()).lines) == 1


class TestViews:
    def test_kept_by_name_and_ones_own(self, member: Any, texts: list[int], transaction: Any) -> None:
        from trianon.committee.desk_models import SavedView

        french, other = member(), member()
        french.submit("/committee/queue?kind=cooperation&delay=late", {"name": "Les vieilles"})
        assert ">Les vieilles</a>" in french.get("/committee/queue").text
        assert "Les vieilles" not in other.get("/committee/queue").text
        with transaction() as session:
            view = session.scalars(sa.select(SavedView)).one()
            number, filters = view.id, view.filters
        assert filters == {"kind": "cooperation", "delay": "late"}
        forged = {"csrf_token": token_of(other, "/committee/queue")}
        assert other.post(f"/committee/queue/views/{number}/delete", data=forged).status_code == 404
        answer = french.submit("/committee/queue?kind=cooperation&delay=late", form=f"/views/{number}/delete")
        assert answer.status_code == 302
        assert ">Les vieilles</a>" not in french.get("/committee/queue").text

    @pytest.mark.parametrize(("name", "message"), [("", "Donnez un nom à la vue."), ("x" * 61, "60 caractères")])
    def test_what_is_wrong_is_said(self, member: Any, name: str, message: str) -> None:
        answer = member().submit("/committee/queue?kind=cooperation", {"name": name})
        assert answer.status_code == 422
        assert message in answer.text
        assert f'value="{name}"' in answer.text


def token_of(visitor: Any, path: str) -> str:
    """The CSRF mark of any form on a page."""
    found = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', visitor.get(path).text)
    assert found is not None
    return found[1]
