"""The directory: who is in it, how it is narrowed, what its figures say, what a page costs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

import pytest
import sqlalchemy as sa

from tests.cooperations.directory import LONG_AGO, add_cooperation, said
from trianon.cooperations import finding, publishing, queries
from trianon.cooperations.filters import VALUES, Filters
from trianon.cooperations.finding import Found
from trianon.cooperations.models import Cooperation
from trianon.cooperations.publishing import listed_activity
from trianon.cooperations.vocabulary import Activity, Agreement, Domain, Kind
from trianon.core import search as core_search
from trianon.core.counters import counts
from trianon.core.database import db
from trianon.core.publication import State
from trianon.core.sides import Side

FR, RU = Side.FRANCE, Side.RUSSIA


@contextmanager
def statements(engine: sa.Engine | None = None) -> Iterator[list[str]]:
    """The statements sent to the database meanwhile."""
    sent: list[str] = []

    def note(*arguments: Any) -> None:
        sent.append(arguments[2])

    sa.event.listen(engine or db.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        sa.event.remove(engine or db.engine, "before_cursor_execute", note)


def search(**filters: str) -> Found:
    return finding.found(Filters.read(filters))


def found(**filters: str) -> list[str]:
    return [row.title.fr for row in queries.listed(search(**filters).page()[0])]


# ---------------------------------------------------------------- what a list may show

STATES: list[tuple[dict[Side, Activity], Activity, Activity]] = [
    # Nobody's statement: what the source said.
    ({}, Activity.ENDED, Activity.ENDED),
    ({FR: Activity.UNKNOWN}, Activity.ENDED, Activity.ENDED),
    # A side has spoken: the source is behind it.
    ({FR: Activity.ACTIVE}, Activity.ENDED, Activity.ACTIVE),
    ({RU: Activity.SUSPENDED, FR: Activity.UNKNOWN}, Activity.ACTIVE, Activity.SUSPENDED),
    ({FR: Activity.ACTIVE, RU: Activity.ACTIVE}, Activity.UNKNOWN, Activity.ACTIVE),
    # They differ: nobody chooses.
    ({FR: Activity.SUSPENDED, RU: Activity.ACTIVE}, Activity.ACTIVE, Activity.UNKNOWN),
    # A third country is heard, and decides nothing.
    ({Side.OTHER: Activity.ACTIVE}, Activity.UNKNOWN, Activity.UNKNOWN),
]


@pytest.mark.parametrize(("stated", "source", "listed"), STATES)
def test_the_one_state_of_a_list(stated: dict[Side, Activity], source: Activity, listed: Activity) -> None:
    """A status is political: a list shows one only where nobody contradicts it (rule 1)."""
    assert listed_activity(stated, source) is listed


# ---------------------------------------------------------------- in and out


def test_only_public_records_are_listed(db_session: Any) -> None:
    """A submitted one is not, a withdrawn one no more, in list, figures and search at once."""
    add_cooperation(db_session, "Attend", public=False)
    gone = add_cooperation(db_session, "Parti")
    add_cooperation(db_session, "Reste")
    publishing.take_out_of_directory(gone)
    gone.state = State.WITHDRAWN
    db_session.flush()
    assert found() == ["Reste"]
    assert found(q="parti") == []
    assert search().total == counts("cooperations")["cooperations"]["all"] == 1
    assert search().counts()["domain"] == {"culture": 1}


def test_putting_in_twice_and_taking_out_twice_count_once(db_session: Any) -> None:
    """Figures follow what is listed, whoever calls how often."""
    record = add_cooperation(db_session)
    publishing.put_in_directory(record)
    assert search().total == 1
    publishing.take_out_of_directory(record)
    publishing.take_out_of_directory(record)
    assert search().total == counts("cooperations")["cooperations"]["all"] == 0
    assert not any(search().counts().values())


def test_a_new_version_moves_the_figures(db_session: Any) -> None:
    """Kind, domains and statements of the accepted version take the place of the old ones."""
    record = add_cooperation(db_session, domains=["culture", "sport"], statements=[(FR, Activity.ACTIVE, None)])
    version = record.public_version
    assert version is not None
    version.kind, version.domains = None, ["sport", "sante"]
    db_session.flush()
    record.statements.append(said(RU, Activity.SUSPENDED))
    publishing.put_in_directory(record)
    db_session.flush()
    assert {(row.domain, row.is_main) for row in record.domains} == {(Domain.SPORT, True), (Domain.HEALTH, False)}
    assert (record.kind, record.activity, record.agreement) == (None, Activity.UNKNOWN, Agreement.DIFFER)
    assert search().counts() == {
        "domain": {"sport": 1, "sante": 1},
        "kind": {"unknown": 1},
        "activity": {"active": 1, "suspended": 1},
        "agreement": {"differ": 1},
        "declared": {"sources": 1},
        "confirmed": {"nobody": 1},
        "region": {},
        "theme": {},
    }


def test_a_statement_that_waits_counts_for_nothing(db_session: Any) -> None:
    """It stands in a declaration that nobody has accepted yet."""
    record = add_cooperation(db_session)
    record.statements.append(said(FR, Activity.ENDED, accepted=False))
    publishing.put_in_directory(record)
    assert (record.activity, record.agreement) == (Activity.UNKNOWN, Agreement.NOBODY)
    assert queries.listed([record.id])[0].stated == {}


# ---------------------------------------------------------------- filters


@pytest.fixture
def records(db_session: Any) -> None:
    """A few records that differ in what filters look at."""
    add_cooperation(
        db_session, "Un", kind=None, domains=["culture", "sport"], declared_side=FR, confirmed_france_at=LONG_AGO
    )
    add_cooperation(
        db_session, "Deux", domains=["sante"], declared_side=RU, first_year=2000,
        confirmed_france_at=LONG_AGO, confirmed_russia_at=LONG_AGO,
        statements=[(FR, Activity.ACTIVE, None), (RU, Activity.ACTIVE, None)],
    )  # fmt: skip
    add_cooperation(
        db_session, "Trois", kind=Kind.PROJECT, domains=[], first_year=1990,
        statements=[(FR, Activity.SUSPENDED, None), (RU, Activity.ACTIVE, None)],
    )  # fmt: skip
    add_cooperation(
        db_session, "Quatre", domains=["sport"], declared_side=Side.OTHER, statements=[(None, Activity.ENDED, None)],
        title_ru="Четыре города", summary="Une fête de l’Été à Évian",
    )  # fmt: skip


FOUND: list[tuple[dict[str, str], list[str]]] = [
    ({}, ["Quatre", "Trois", "Deux", "Un"]),
    ({"domain": "sport"}, ["Quatre", "Un"]),
    ({"kind": "unknown"}, ["Un"]),
    ({"kind": "projet"}, ["Trois"]),
    # Where the sides differ, it is found under the state that either of them states.
    ({"activity": "active"}, ["Trois", "Deux"]),
    ({"activity": "suspended"}, ["Trois"]),
    ({"activity": "ended"}, ["Quatre"]),
    ({"activity": "unknown"}, ["Un"]),
    ({"agreement": "differ"}, ["Trois"]),
    ({"agreement": "nobody"}, ["Quatre", "Un"]),
    ({"declared": "russia"}, ["Deux"]),
    ({"declared": "other"}, ["Quatre"]),
    ({"declared": "sources"}, ["Trois"]),
    ({"domain": "sport", "declared": "france"}, ["Un"]),
    ({"confirmed": "both"}, ["Deux"]),
    ({"confirmed": "one"}, ["Un"]),
    ({"confirmed": "nobody"}, ["Quatre", "Trois"]),
    ({"year_from": "1990"}, ["Trois", "Deux"]),
    ({"year_to": "1990"}, ["Trois"]),
    ({"year_from": "2000", "year_to": "1990"}, ["Trois", "Deux"]),
    ({"q": "гимназия"}, []),
    ({"q": "четыре ГОРОД"}, ["Quatre"]),
    ({"q": "evian fete"}, ["Quatre"]),
    ({"q": "сочи"}, ["Quatre", "Trois", "Deux", "Un"]),
    ({"q": "сочи", "kind": "projet"}, ["Trois"]),
    ({"q": "' OR 1=1 --"}, []),
    ({"q": "…"}, ["Quatre", "Trois", "Deux", "Un"]),
    # What does not exist narrows nothing.
    ({"year_from": "3000"}, []),
    ({"year_to": "0000"}, []),
    ({"year_from": "0", "year_to": "12345", "region": "%", "theme": "x"}, ["Quatre", "Trois", "Deux", "Un"]),
    ({"domain": "guerre", "kind": "'", "declared": "nobody"}, ["Quatre", "Trois", "Deux", "Un"]),
]


@pytest.mark.both_engines
def test_filters(records: None) -> None:
    """Each alone and together, on both engines."""
    wrong = [(filters, given) for filters, titles in FOUND if (given := found(**filters)) != titles]
    assert wrong == []


def test_every_figure_is_what_its_filter_finds(records: None) -> None:
    """The number beside a value is the length of the list that it opens, with whatever else is chosen."""
    for others in ({}, {"domain": "sport"}, {"q": "сочи", "declared": "france"}, {"kind": "projet"}):
        counts = search(**others).counts()
        for name, values in VALUES.items():
            for value in values:
                opened = search(**(others | {name: value}))
                assert counts[name].get(value, 0) == len(opened.ids()) == opened.total, (others, name, value)


@pytest.mark.both_engines
def test_a_common_word_is_told_as_such(records: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The newest are listed; narrowed, the others are found as well."""
    for module in (finding, core_search):
        monkeypatch.setattr(module, "MOST_RANKED", 2)
    common = search(q="сочи")
    assert (common.total, common.is_more) == (3, True)
    assert found(q="сочи", domain="sante") == ["Deux"]
    assert found(q="сочи", agreement="nobody", kind="unknown") == ["Un"]
    assert not search(q="сочи", kind="unknown").is_more


@pytest.mark.both_engines
def test_a_common_word_follows_what_a_record_is_narrowed_by(
    records: None, db_session: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The index of the words knows the filters too: years, and what has changed since the record came in."""
    for module in (finding, core_search):
        monkeypatch.setattr(module, "MOST_RANKED", 2)
    assert found(q="сочи", year_from="1985", year_to="1995") == ["Trois"]
    assert found(q="сочи", year_from="1995") == ["Deux"]
    assert found(q="сочи", year_from="2020") == []
    assert found(q="сочи", confirmed="one") == ["Un"]
    third = db_session.scalars(sa.select(Cooperation).filter_by(first_year=1990)).one()
    third.confirmed_france_at = LONG_AGO
    publishing.note_change(third)
    assert found(q="сочи", confirmed="one") == ["Trois", "Un"]
    # A word that is spelt like a filter is a word.
    assert found(q="confirmed:one") == found(q="ᚠconfirmedone") == []


@pytest.mark.both_engines
def test_pages_follow_each_other(db_session: Any) -> None:
    """45 records in three pages, forth and back, none twice; records of the same moment are told apart."""
    records = [add_cooperation(db_session) for _ in range(45)]
    for record in records[10:30]:
        record.published_at = records[10].published_at
    db_session.flush()
    pages = [search().page()]
    for _ in range(2):
        pages.append(search().page(pages[-1][2]))
    shown = [one for ids, _before, _after in pages for one in ids]
    assert [len(ids) for ids, _before, _after in pages] == [20, 20, 5]
    assert shown == sorted(shown, key=lambda one: (db_session.get(Cooperation, one).published_at, one), reverse=True)
    assert len(set(shown)) == 45
    assert (pages[0][1], pages[2][2]) == (None, None)
    assert search().page(pages[2][1])[0] == pages[1][0]
    # The record at the border of two pages leaves: nothing is skipped, nothing comes twice.
    publishing.take_out_of_directory(db_session.get(Cooperation, pages[0][0][-1]))
    assert search().page(pages[0][2])[0] == pages[1][0]
    assert search().page(pages[1][1])[0] == shown[:19]


@pytest.mark.both_engines
def test_pages_of_a_ranking_follow_each_other(db_session: Any) -> None:
    """By relevance as by date: names before texts, then the newest, over all pages."""
    records = [
        add_cooperation(db_session, title="" if number % 3 else "Le samovar", summary="Autour du samovar.")
        for number in range(45)
    ]
    order = [one.id for one in reversed(records)]
    named = {one.id for one in records if one.public_version and one.public_version.title.fr == "Le samovar"}
    for asked, wanted in (
        ({"q": "samovars"}, sorted(order, key=lambda one: one not in named)),
        ({"q": "samovars", "sort": "date"}, order),
    ):
        ids, before, after = search(**asked).page()
        shown = [ids]
        while after:
            ids, before, after = search(**asked).page(after)
            shown.append(ids)
        assert [one for ids in shown for one in ids] == wanted
        assert search(**asked).page(before)[0] == shown[-2]


def test_a_cursor_nobody_gave_is_the_first_page(records: None) -> None:
    for cursor in ("", "x", "a", "a.1.2", "a.1.2.x", "a.-1.2.3", "c.1.2.3", "a.²..3", "a." + "9" * 99):
        assert search().page(cursor) == search().page(), cursor


# ---------------------------------------------------------------- what it costs


# The most statements of a page as a reader gets it: the list's number with what holds the words and the organisations
# that have them, what has the filters, too, the rows; nearest words are one for them and one for what holds them.
COSTS: list[tuple[dict[str, str], int]] = [
    ({}, 2),
    ({"domain": "sport", "kind": "projet"}, 2),
    ({"q": "сочи"}, 2),
    ({"q": "сочи", "domain": "sport", "year_to": "1999"}, 3),
    ({"q": "гороод"}, 4),
]


@pytest.mark.both_engines
def test_a_page_of_the_list_costs_few_statements(
    records: None, db_session: Any, app: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many records it shows; once its rows are kept, one fewer."""
    for module in (finding, core_search):
        monkeypatch.setattr(module, "MOST_RANKED", 2)
    for _ in range(20):
        add_cooperation(db_session, statements=[(FR, Activity.ACTIVE, None)])
    db_session.commit()
    client = app.test_client()
    for query, most in COSTS:
        # A process that has read the list and kept no row.
        app.extensions.pop("directory_html", None)
        client.get("/fr/cooperations/?q=…&declared=other")
        app.extensions.pop("directory_html", None)
        for allowed in (most, most - 1):
            with statements() as sent:
                assert client.get(f"/fr/cooperations/?{urlencode(query)}").status_code == 200
            asked = [one for one in sent if not one.startswith(("BEGIN", "PRAGMA"))]
            assert len(asked) <= allowed, (query, asked)


def test_the_page_of_a_record_costs_five_statements_at_most(app: Any, transaction: Any, visitors: Any) -> None:
    """All of it: also whose translation it is, and what people write on it."""
    with transaction() as session:
        number = add_cooperation(session, statements=[(FR, Activity.ACTIVE, None)]).id
    with app.app_context():
        engine = db.engine
    for lang in ("fr", "ru"):
        visitor = visitors(lang)
        with statements(engine) as sent:
            assert visitor.get(f"/cooperations/{number}").status_code == 200
        asked = [one for one in sent if not one.startswith(("BEGIN", "PRAGMA"))]
        assert 0 < len(asked) <= 5, (lang, asked)


def test_a_record_costs_five_statements_at_most(db_session: Any) -> None:
    """With its partners, statements, confirmations and history."""
    number = add_cooperation(db_session, statements=[(FR, Activity.ACTIVE, None)]).id
    db_session.expunge_all()
    with statements() as sent:
        record = queries.cooperation(number)
        assert record is not None
        assert record.public_version is not None
        assert [partner.organisation for partner in record.public_version.partners] == [None, None]
        assert (len(record.statements), len(record.confirmations)) == (1, 0)
        assert record.on_behalf_of is None
        assert [entry.number for entry in queries.history(record.public_version)] == [1]
    assert len(sent) <= 5, sent
