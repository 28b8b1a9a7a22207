"""The half-yearly figures: counted right on both engines, in few statements, and never of too few."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from trianon.committee.figures_rules import Half, guarded, half_named, half_of, share


@pytest.mark.parametrize(
    ("rule", "counts", "told"),
    [
        ("large numbers are told", [5, 12], [5, 12]),
        ("nobody is in a zero", [0, 12], [0, 12]),
        ("a small one hides the next smallest, or the total would tell it", [3, 12, 7], [None, 12, None]),
        ("two small ones that are few together hide a third", [1, 2, 9, 20], [None, None, None, 20]),
        ("two small ones that are many together hide no other", [4, 3, 9], [None, None, 9]),
        ("one alone hides itself", [3], [None]),
        ("nothing at all", [0, 0], [0, 0]),
    ],
)
def test_small_numbers_find_nobody(rule: str, counts: list[int], told: list[int | None]) -> None:
    assert guarded(counts) == told, rule


def test_no_total_gives_a_hidden_number_away() -> None:
    """Exhaustive over small breakdowns: whoever knows the total and what is told finds no number from 1 to 4."""
    for first in range(9):
        for second in range(9):
            for third in range(9):
                counts = [first, second, third]
                told = guarded(counts)
                hidden = [count for count, shown in zip(counts, told, strict=True) if shown is None]
                assert len(hidden) != 1 or sum(count > 0 for count in counts) == 1, counts


@pytest.mark.parametrize(
    ("moment", "half"),
    [
        (datetime(2026, 6, 30, 23, 59, tzinfo=UTC), Half(2026, 1)),
        (datetime(2026, 7, 1, tzinfo=UTC), Half(2026, 2)),
        (datetime(2026, 12, 31, 23, 59, tzinfo=UTC), Half(2026, 2)),
    ],
)
def test_halves(moment: datetime, half: Half) -> None:
    assert half_of(moment) == half == half_named(half.name)
    assert half.begins <= moment < half.ends
    assert (half.next.before, half.before.next) == (half, half)
    assert [half_named(text) for text in ("", "2026", "2026-3", "1999-1", "2026-1; DROP")] == [None] * 5


def test_no_percentage_of_few() -> None:
    assert (share(1, 4), share(2, 5), share(0, 0)) == (None, 40, None)


@pytest.mark.both_engines
def test_counted_right_in_few_statements(house: Any) -> None:
    from trianon.committee import figures
    from trianon.committee.figures import Breakdown
    from trianon.committee.rules import Reason, Verdict
    from trianon.core.clock import now

    french = house.person("member")
    for place in range(11):
        author = house.person(side="france" if place < 6 else "russia")
        item = house.contribution(author, f"Texte numéro {place}")
        case = house.case_of(item)
        case.opened_at = now() - timedelta(hours=10 * (place + 1))
        house.voice(case, french, "refuse" if place < 6 else "accept")
    house.session.commit()
    seen: list[str] = []
    engine = house.session.get_bind()
    event.listen(engine, "before_cursor_execute", lambda _c, _k, said, *_a: seen.append(said))
    found = figures.figures_of(half_of(now()))
    assert len([one for one in seen if one.startswith("SELECT")]) == 5
    assert (found.decided, found.appeals, found.both_spoke, found.agreed) == (11, 0, 0, None)
    assert (found.median_hours, found.in_time) == (60, 36)
    told = {kind: dict(rows) for kind, rows in found.breakdowns.items()}
    assert {side.value: count for side, count in told[Breakdown.SIDE].items()} == {"france": 6, "russia": 5, "other": 0}
    assert (told[Breakdown.VERDICT][Verdict.REFUSE], told[Breakdown.VERDICT][Verdict.ACCEPT]) == (6, 5)
    assert told[Breakdown.REASON][Reason.OFF_TOPIC] == 6


def test_page_and_file(client: Any, in_house: Any) -> None:
    in_house(lambda house: [decided(house) for _one in range(6)])
    for lang, words in (("fr", "Chiffres du Comité"), ("ru", "Цифры о\xa0работе Совета")):
        page = client.get(f"/{lang}/committee/figures")
        assert page.status_code == 200
        assert words in page.text
    rows = list(csv.reader(io.StringIO(client.get("/fr/committee/figures.csv").text.lstrip("\ufeff"))))
    assert ["Décisions", "6"] in [row[2:] for row in rows]
    assert client.get("/fr/committee/figures?half=nonsense").status_code == 200
    assert "Rien n’a été décidé" in client.get("/fr/committee/figures?half=2001-1").text


def decided(house: Any) -> None:
    case = house.case_of(house.contribution(house.person()))
    house.voice(case, house.person("member"), "accept")
