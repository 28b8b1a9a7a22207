"""Several texts judged together, and prepared words: what may be begun for a member, and what only they can say."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.committee.test_desk import member, number_of, token_of

__all__ = ["member"]

TOGETHER = "/committee/queue/together"


@pytest.fixture
def three(in_house: Any) -> list[int]:
    """The cases on three contributions, one of them in Russian."""

    def make(house: Any) -> list[int]:
        from trianon.bilingual.lang import Lang

        texts = [house.contribution(house.person(), f"Idée {number}") for number in (1, 2)]
        russian = house.person(side="russia", lang="ru")
        texts.append(house.contribution(russian, "Скамейка у вокзала", "Нужна скамейка в тени. " * 5, lang=Lang.RU))
        return [house.case_of(text).id for text in texts]

    return in_house(make)


def state_of(transaction: Any, number: int) -> tuple[str, int]:
    from trianon.committee.models import Case

    with transaction() as session:
        case = session.get(Case, number)
        return case.state.value, len(case.voices)


def asked(numbers: list[int]) -> str:
    return f"{TOGETHER}?" + "&".join(f"case={number}" for number in numbers)


class TestTogether:
    def test_read_on_one_page_and_accepted(self, member: Any, three: list[int], transaction: Any) -> None:
        french = member()
        page = french.get(asked(three)).text
        assert page.count("il en faudrait un à l’ombre") == 6
        assert "Нужна скамейка" in page
        answer = french.submit(asked(three), {"verdict": "accept"})
        assert answer.status_code == 302
        assert [state_of(transaction, number) for number in three] == [("decided", 1)] * 3
        assert "3 voix sont enregistrées." in french.get("/committee/queue").text

    def test_changes_are_asked_in_the_language_of_each_author(
        self, member: Any, three: list[int], transaction: Any
    ) -> None:
        from trianon.committee.models import Case

        member().submit(asked(three), {"verdict": "ask_changes", "reason": "not_verifiable"})
        with transaction() as session:
            notes = [session.get(Case, number).voices[0].note for number in three]
        assert ["source que chacun peut consulter" in note for note in notes] == [True, True, False]
        assert "источник, доступный каждому" in notes[2]

    def test_one_that_is_not_theirs_is_named_and_the_others_go_through(
        self, visitors: Any, in_house: Any, three: list[int], transaction: Any
    ) -> None:
        """Their own text, one of the other side's organisation, a removal, an unknown one: by a forged form."""

        def prepare(house: Any) -> tuple[str, int, int]:
            author = house.person("member")
            own = house.case_of(house.contribution(author, "Mon texte")).id
            return author.email, own, house.case_of(house.organisation(house.person(side="russia"), side="russia")).id

        email, own, theirs = in_house(prepare)
        french = visitors("fr")
        french.enter(email)
        page = french.get(asked([*three, own, theirs])).text
        assert f'value="{own}-1"' not in page
        assert "vous ne pouvez pas en décider" in page
        seen = [f"{number}-1" for number in (*three, own, theirs, 999999)] + ["rubbish", "1-\u0661", f"{three[0]}-1"]
        data = {"csrf_token": token_of(french, "/committee/queue"), "verdict": "accept", "seen": seen}
        answer = french.post(TOGETHER, data=data)
        assert answer.status_code == 409
        assert "3 voix sont enregistrées." in answer.text
        for number in (own, theirs, 999999):
            assert re.search(rf"/committee/cases/{number}\">dossier n°\s{number}</a>", answer.text)
        assert [state_of(transaction, number) for number in three] == [("decided", 1)] * 3
        assert [state_of(transaction, number) for number in (own, theirs)] == [("open", 0)] * 2

    def test_a_text_changed_meanwhile_is_not_judged(self, member: Any, three: list[int], transaction: Any) -> None:
        french = member()
        data = {"csrf_token": token_of(french, "/committee/queue"), "verdict": "accept", "seen": f"{three[0]}-2"}
        answer = french.post(TOGETHER, data=data)
        assert answer.status_code == 409
        assert "Entre-temps, le texte a été modifié" in answer.text
        assert state_of(transaction, three[0]) == ("open", 0)

    @pytest.mark.parametrize(
        ("data", "message"),
        [
            ({}, "Choisissez votre décision."),
            ({"verdict": "refuse"}, "Choisissez parmi ce que propose la liste."),
            ({"verdict": "ask_changes"}, "Choisissez le motif de votre demande de modifications."),
            ({"verdict": "ask_changes", "reason": "unlawful"}, "Choisissez le motif"),
        ],
    )
    def test_what_is_missing_is_said_and_the_texts_stay(
        self, member: Any, three: list[int], transaction: Any, data: dict[str, str], message: str
    ) -> None:
        french = member()
        form = {"csrf_token": token_of(french, "/committee/queue"), "seen": [f"{number}-1" for number in three]}
        answer = french.post(TOGETHER, data=form | data)
        assert answer.status_code == 422
        assert message in answer.text
        assert all(f'value="{number}-1"' in answer.text for number in three)
        assert state_of(transaction, three[0]) == ("open", 0)

    def test_what_has_to_be_looked_at_by_itself_is_left_out(self, house: Any) -> None:
        from trianon.committee import together
        from trianon.committee.rules import Matter, Verdict
        from trianon.core.errors import RuleViolation

        author, judge = house.person(), house.person("member")
        case = house.case_of(house.contribution(author))
        for matter in set(Matter) - together.MATTERS:
            case.matter = matter
            with pytest.raises(RuleViolation, match="not_together"):
                together.give(case, by=judge, verdict=Verdict.ACCEPT, reason=None, shown_version=1)


class TestPreparedWords:
    @pytest.mark.parametrize("lang", ["fr", "ru"])
    def test_every_reason_has_words_in_both_languages(self, app: Any, lang: str) -> None:
        """In its own script, one paragraph each, with a gap just where only the member can say what is meant."""
        from trianon.bilingual.lang import Lang, likely_lang
        from trianon.committee import prepared
        from trianon.committee.rules import GAP, LONGEST_NOTE, Matter, Reason, Verdict

        with app.test_request_context("/fr/"):
            words = prepared.all_words(Matter.CONTRIBUTION, Lang(lang))
            assert set(words) == {"refuse", "ask_changes"}
            for verdict, paragraphs in words.items():
                assert set(paragraphs) == {reason.value for reason in Reason}
                assert all(likely_lang(text) is Lang(lang) and "\n" not in text for text in paragraphs.values())
                gaps = {reason for reason, text in paragraphs.items() if GAP in text}
                assert gaps >= {"unlawful", "other"}
                assert len(prepared.words_for(Verdict(verdict), list(Reason), Lang(lang))) < LONGEST_NOTE
            assert prepared.words_for(Verdict.ACCEPT, list(Reason), Lang(lang)) == ""

    def test_the_note_begins_with_them_and_loses_nothing(self, member: Any, three: list[int], transaction: Any) -> None:
        """In the author's language, whatever the member reads the site in; nothing is recorded by it."""
        address = f"/committee/cases/{three[2]}"
        typed = {"verdict": "refuse", "reasons": ["off_topic", "political"], "note": "И ещё одно."}
        page = member().submit(address, typed, button=("prepare", "1"))
        assert page.status_code == 200
        for words in ("гражданскими обществами", "кроме политики", "И ещё одно."):
            assert words in page.text
        assert state_of(transaction, three[2]) == ("open", 0)

    def test_a_gap_is_not_sent(self, member: Any, three: list[int], transaction: Any) -> None:
        french = member()
        answer = french.submit(
            f"/committee/cases/{three[0]}",
            {"verdict": "refuse", "reasons": ["other"], "note": "Votre texte n’est pas accepté pour ce motif : […]"},
        )
        assert answer.status_code == 422
        assert "Complétez la note" in answer.text
        assert state_of(transaction, three[0]) == ("open", 0)


class TestBeside:
    def test_counts_of_the_author_and_texts_like_it(self, member: Any, in_house: Any) -> None:
        def prepare(house: Any) -> int:
            author, judge = house.person(), house.person("member")
            for title, verdict in (("Une passerelle couverte vers la gare", "accept"), ("Une vente", "refuse")):
                house.voice(house.case_of(house.contribution(author, title)), judge, verdict)
            house.voice(house.case_of(house.contribution(house.person(), "D’un autre")), judge, "accept")
            return house.case_of(house.contribution(author, "Couvrir la passerelle de la gare")).id

        number = in_house(prepare)
        page = member().get(f"/committee/cases/{number}").text
        counted = page.partition("Textes précédents du même auteur")[2].partition("</section>")[0]
        assert counted.count("<dd>1</dd>") == 2
        assert "Une vente" not in page
        assert "Une passerelle couverte vers la gare" in page
        assert "D’un autre" not in page


def test_the_next_case_follows_a_choice_of_words(member: Any, three: list[int]) -> None:
    """After the note was begun, the same form is sent as any other."""
    french = member()
    address = f"/committee/cases/{three[0]}?kind=contribution"
    typed = {"verdict": "ask_changes", "note": "Dites qui entretient le banc."}
    assert number_of(french.submit(address, typed)) == three[1]
