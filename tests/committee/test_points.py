"""A request for changes, answered point by point, and read beside the new version."""

from __future__ import annotations

from typing import Any

import pytest

NOTE = "Merci. Trois choses :\n1. Dites qui entretient le banc.\n- Donnez la date."


@pytest.mark.parametrize(
    ("rule", "note", "points"),
    [
        ("one line is one point", "Dites qui organise.", ["Dites qui organise."]),
        ("each line is a point, without the marks of a list", NOTE.partition("\n")[2],
         ["Dites qui entretient le banc.", "Donnez la date."]),
        ("empty lines are none", "Укажите дату.\n\n\n2) Укажите место.", ["Укажите дату.", "Укажите место."]),
        ("a number that begins a sentence stays", "2026 est passé.", ["2026 est passé."]),
        ("nothing", "  \n ", []),
    ],
)  # fmt: skip
def test_points_of_a_note(rule: str, note: str, points: list[str]) -> None:
    from trianon.committee.points import split

    assert split(note) == points, rule


def test_no_more_points_than_a_page_holds() -> None:
    from trianon.committee.points import MOST_POINTS, split

    lines = [f"point {place}" for place in range(50)]
    found = split("\n".join(lines))
    assert len(found) == MOST_POINTS
    assert " ".join(found) == " ".join(lines), "nothing is lost"


@pytest.mark.both_engines
def test_answers_stand_beside_the_new_version(house: Any) -> None:
    from trianon.committee import points
    from trianon.contributions import services
    from trianon.core.errors import RuleViolation

    item = house.contribution(house.person())
    case = house.case_of(item)
    house.voice(case, house.person("member"), "ask_changes", note=NOTE)
    with pytest.raises(RuleViolation, match="point_needs_why"):
        points.answer(case, by=item.author, said={2: (False, " ")})
    points.answer(case, by=item.author, said={1: (True, ""), 2: (False, "La date n’est pas fixée.")})
    points.answer(case, by=item.author, said={1: (True, "L’association du quartier.")})
    newest = item.latest
    services.correct(
        item,
        by=item.author,
        shown_version=item.version,
        lang=newest.source_lang,
        kind=newest.kind,
        title=newest.title.fr,
        text=newest.text.fr + " L’association du quartier l’entretient.",
    )
    found = points.answered_before(house.case_of(item))
    assert [(point.text, point.answer and (point.answer.is_done, point.answer.words)) for point in found] == [
        ("Merci. Trois choses :", None),
        ("Dites qui entretient le banc.", (True, "L’association du quartier.")),
        ("Donnez la date.", (False, "La date n’est pas fixée.")),
    ]
    with pytest.raises(RuleViolation, match="points_closed"):
        points.answer(case, by=item.author, said={1: (False, "Trop tard.")})


def test_the_page_in_both_languages(sign_in_as: Any, transaction: Any) -> None:
    from tests.committee.conftest import House
    from trianon.accounts.models import Account

    author, other = sign_in_as(), sign_in_as("member", side="russia")
    with transaction() as session:
        house = House(session)
        item = house.contribution(session.get(Account, author.id))
        case = house.case_of(item)
        house.voice(case, house.person("member"), "ask_changes", note=NOTE)
        number, text = case.id, item.id
    path = f"/committee/statements/{number}/points"
    assert other.get(path).status_code == 404
    assert path in author.get(f"/committee/statements/{number}").text
    refused = author.submit(path, {"done-1": "no", "words-2": "Le 3 mai."}, form="points-form")
    assert refused.status_code == 422
    assert "Le 3 mai." in refused.text or "dites pourquoi" in refused.text
    done = author.submit(path, {"done-1": "yes", "done-2": "no", "words-2": "Pas encore."}, form="points-form")
    assert done.status_code == 303
    assert done.location.endswith(f"/contributions/{text}/edit")
    assert "Pas encore." in author.get(path).text
