"""Texts, dates, hours and numbers as each language writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask import Flask, g

from trianon.bilingual.formats import both_clocks, day, moment, month, number
from trianon.bilingual.lang import Lang, likely_lang
from trianon.bilingual.text import Bilingual, loc, plain
from trianon.mail.render import in_language

WINTER, SUMMER = datetime(2018, 1, 15, 17, 30, tzinfo=UTC), datetime(2018, 6, 1, 16, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("lang", "at", "clocks"),
    [
        ("fr", WINTER, [("Paris", "18:30"), ("Moscou", "20:30")]),
        ("fr", SUMMER, [("Paris", "18:30"), ("Moscou", "19:30")]),
        ("ru", SUMMER, [("Москва", "19:30"), ("Париж", "18:30")]),
    ],
)
def test_two_clocks_in_the_order_of_the_reader(
    app: Flask, lang: str, at: datetime, clocks: list[tuple[str, str]]
) -> None:
    with app.app_context(), in_language(Lang(lang)):
        assert [(clock.place, f"{clock.at:%H:%M}") for clock in both_clocks(at)] == clocks


def test_a_third_clock_only_where_it_differs(app: Flask) -> None:
    with app.app_context(), in_language(Lang.RU):
        g.time_zone = "Asia/Vladivostok"
        assert len(both_clocks(SUMMER)) == 3
        g.time_zone = "Europe/Berlin"
        assert len(both_clocks(SUMMER)) == 2


@pytest.mark.parametrize(
    ("lang", "made", "expected"),
    [
        ("fr", lambda: day(date(2018, 6, 1)), "1ᵉʳ\u00a0juin 2018"),
        ("fr", lambda: day(date(2018, 6, 21), weekday=True), "jeudi 21\u00a0juin 2018"),
        ("fr", lambda: day(date(2018, 6, 11)), "11\u00a0juin 2018"),
        ("ru", lambda: day(date(2018, 6, 1)), "1\xa0июня 2018\xa0г."),
        ("ru", lambda: day(date(2018, 5, 3), weekday=True), "четверг, 3\xa0мая 2018\xa0г."),
        ("ru", lambda: month(date(2018, 6, 1)), "июнь 2018"),
        ("fr", lambda: month(date(2018, 6, 1)), "juin 2018"),
        ("fr", lambda: moment(SUMMER), "1ᵉʳ\u00a0juin 2018 à 18\u202fh\u202f30, heure de Paris"),
        ("ru", lambda: moment(SUMMER), "1\xa0июня 2018\xa0г., 19:30 по московскому времени"),
        ("fr", lambda: number(12000), "12\u202f000"),
        ("ru", lambda: number(12000), "12\u00a0000"),
        ("ru", lambda: number(3.5), "3,5"),
    ],
)
def test_dates_and_numbers(app: Flask, lang: str, made: object, expected: str) -> None:
    with app.app_context(), in_language(Lang(lang)):
        assert made() == expected  # type: ignore[operator]


def test_a_bilingual_text_is_never_printed_bare() -> None:
    with pytest.raises(TypeError):
        str(Bilingual("a", "б"))


def test_the_other_language_is_marked_and_escaped(app: Flask) -> None:
    with app.app_context(), in_language(Lang.FR):
        assert loc(Bilingual("ville", "город")) == "ville"
        assert loc(Bilingual("", "<город>")) == '<span lang="ru">&lt;город&gt;</span>'
        assert plain(Bilingual("", "город")) == "город"


@pytest.mark.parametrize(("text", "lang"), [("Ville", Lang.FR), ("Город", Lang.RU), ("CNRS и МГУ, договор", Lang.RU)])
def test_the_script_suggests_a_language(text: str, lang: Lang) -> None:
    assert likely_lang(text) is lang
