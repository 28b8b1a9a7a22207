"""The directory: who is in it, how it is narrowed, what its figures say, what a page costs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa

from tests.cooperations.directory import add_cooperation, said
from trianon.cooperations import publishing, queries
from trianon.cooperations.filters import VALUES, Filters
from trianon.cooperations.models import Cooperation
from trianon.cooperations.publishing import listed_activity
from trianon.cooperations.vocabulary import Activity, Agreement, Domain, Kind
from trianon.core.database import db
from trianon.core.publication import State
from trianon.core.sides import Side

FR, RU = Side.FRANCE, Side.RUSSIA


@contextmanager
def statements() -> Iterator[list[str]]:
    """The statements sent to the database meanwhile."""
    sent: list[str] = []

    def note(*arguments: Any) -> None:
        sent.append(arguments[2])

    sa.event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", note)


def found(**filters: str) -> list[str]:
    return [row.title.fr for row in queries.listed(Filters.read(filters)).items]


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
    figures = queries.figures(Filters())
    assert figures.total == 1
    assert figures.facets["domain"] == {"culture": 1}


def test_putting_in_twice_and_taking_out_twice_count_once(db_session: Any) -> None:
    """Figures follow what is listed, whoever calls how often."""
    record = add_cooperation(db_session)
    publishing.put_in_directory(record)
    assert queries.figures(Filters()).total == 1
    publishing.take_out_of_directory(record)
    publishing.take_out_of_directory(record)
    figures = queries.figures(Filters())
    assert figures.total == 0
    assert not any(any(facet.values()) for facet in figures.facets.values() if facet)


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
    facets = {
        name: {key: number for key, number in (facet or {}).items() if number}
        for name, facet in queries.figures(Filters()).facets.items()
    }
    assert facets == {
        "domain": {"sport": 1, "sante": 1},
        "kind": {"unknown": 1},
        "activity": {},
        "agreement": {"differ": 1},
        "declared": {"sources": 1},
    }


def test_a_statement_that_waits_counts_for_nothing(db_session: Any) -> None:
    """It stands in a declaration that nobody has accepted yet."""
    record = add_cooperation(db_session)
    record.statements.append(said(FR, Activity.ENDED, accepted=False))
    publishing.put_in_directory(record)
    assert (record.activity, record.agreement) == (Activity.UNKNOWN, Agreement.NOBODY)
    assert queries.stated_of([record.id]) == {}


# ---------------------------------------------------------------- filters


@pytest.fixture
def records(db_session: Any) -> None:
    """A few records that differ in what filters look at."""
    add_cooperation(db_session, "Un", kind=None, domains=["culture", "sport"], declared_side=FR)
    add_cooperation(
        db_session, "Deux", domains=["sante"], declared_side=RU,
        statements=[(FR, Activity.ACTIVE, None), (RU, Activity.ACTIVE, None)],
    )  # fmt: skip
    add_cooperation(
        db_session, "Trois", kind=Kind.PROJECT, domains=[],
        statements=[(FR, Activity.SUSPENDED, None), (RU, Activity.ACTIVE, None)],
    )  # fmt: skip
    add_cooperation(
        db_session, "Quatre", domains=["sport"], declared_side=Side.OTHER, statements=[(None, Activity.ENDED, None)],
        title_ru="Четыре города", summary="Une fête de l’Été à Évian",
    )  # fmt: skip


@pytest.mark.both_engines
@pytest.mark.parametrize(
    ("filters", "titles"),
    [
        ({}, ["Quatre", "Trois", "Deux", "Un"]),
        ({"domain": "sport"}, ["Quatre", "Un"]),
        ({"kind": "unknown"}, ["Un"]),
        ({"kind": "projet"}, ["Trois"]),
        ({"activity": "active"}, ["Deux"]),
        ({"activity": "ended"}, ["Quatre"]),
        ({"activity": "unknown"}, ["Un"]),
        ({"agreement": "differ"}, ["Trois"]),
        ({"agreement": "nobody"}, ["Quatre", "Un"]),
        ({"declared": "russia"}, ["Deux"]),
        ({"declared": "other"}, ["Quatre"]),
        ({"declared": "sources"}, ["Trois"]),
        ({"domain": "sport", "declared": "france"}, ["Un"]),
        ({"q": "ville"}, []),
        ({"q": "четыре ГОРОД"}, ["Quatre"]),
        ({"q": "evian fete"}, ["Quatre"]),
        ({"q": "сочи"}, ["Quatre", "Trois", "Deux", "Un"]),
        ({"q": "сочи", "kind": "projet"}, ["Trois"]),
        ({"q": "' OR 1=1 --"}, []),
        ({"q": "…"}, ["Quatre", "Trois", "Deux", "Un"]),
        # What does not exist narrows nothing.
        ({"domain": "guerre", "kind": "'", "declared": "nobody"}, ["Quatre", "Trois", "Deux", "Un"]),
    ],
)
def test_filters(records: None, filters: dict[str, str], titles: list[str]) -> None:
    """Each alone and together, on both engines."""
    assert found(**filters) == titles


def test_every_figure_is_what_its_filter_finds(records: None) -> None:
    """The number beside a value is the length of the list that it opens."""
    facets = queries.figures(Filters()).facets
    for name, values in VALUES.items():
        for value in values:
            filters = Filters.read({name: value})
            number = (facets[name] or {}).get(value, 0)
            assert number == len(queries.listed(filters).items) == queries.figures(filters).total, (name, value)


def test_figures_of_a_narrowed_list(records: None) -> None:
    """With another filter set a number would be wrong, so there is none; the total is counted up to a limit."""
    figures = queries.figures(Filters(domain="sport", kind="jumelage"))
    assert (figures.total, figures.is_more) == (1, False)
    assert all(facet is None for facet in figures.facets.values())
    alone = queries.figures(Filters(domain="sport"))
    assert alone.facets["domain"] is not None
    assert alone.facets["kind"] is None


def test_a_search_stops_counting(records: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """More than the limit is said as such."""
    monkeypatch.setattr(queries, "MOST_COUNTED", 3)
    figures = queries.figures(Filters(q="сочи"))
    assert (figures.total, figures.is_more) == (3, True)


@pytest.mark.both_engines
def test_pages_follow_each_other(db_session: Any) -> None:
    """45 records in three pages, forth and back, none twice; records of the same moment are told apart."""
    records = [add_cooperation(db_session) for _ in range(45)]
    for record in records[10:30]:
        record.published_at = records[10].published_at
    db_session.flush()
    first = queries.listed(Filters())
    second = queries.listed(Filters(), first.after)
    third = queries.listed(Filters(), second.after)
    shown = [row.id for page in (first, second, third) for row in page.items]
    assert [len(page.items) for page in (first, second, third)] == [20, 20, 5]
    assert len(set(shown)) == 45
    assert third.after is None
    assert [row.id for row in queries.listed(Filters(), third.before).items] == [row.id for row in second.items]


# ---------------------------------------------------------------- what it costs


@pytest.mark.parametrize(
    "filters", [{}, {"domain": "sport"}, {"q": "сочи"}, {"q": "сочи", "domain": "sport", "activity": "active"}]
)
def test_a_list_costs_four_statements_at_most(records: None, db_session: Any, filters: dict[str, str]) -> None:
    """However many records it shows."""
    for _ in range(20):
        add_cooperation(db_session, statements=[(FR, Activity.ACTIVE, None)])
    db_session.expire_all()
    with statements() as sent:
        chosen = Filters.read(filters)
        page = queries.listed(chosen)
        queries.stated_of(row.id for row in page.items)
        queries.figures(chosen)
    assert len(sent) <= 4, sent


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
        assert [entry.number for entry in queries.history(number, 1)] == [1]
    assert len(sent) <= 5, sent


@pytest.mark.both_engines
def test_the_list_reads_its_index(db_session: Any) -> None:
    """The order of the list is that of the partial index: no sorting, whatever the size."""
    if db_session.bind is not None and db.engine.dialect.name != "sqlite":
        db_session.execute(sa.text("SET enable_seqscan = off"))
    add_cooperation(db_session)
    rows = (
        sa.select(Cooperation.id)
        .where(queries.LISTED)
        .order_by(Cooperation.published_at.desc(), Cooperation.id.desc())
        .limit(21)
    )
    explain = "EXPLAIN QUERY PLAN " if db.engine.dialect.name == "sqlite" else "EXPLAIN "
    plan = db_session.execute(sa.text(explain + str(rows.compile(db.engine, compile_kwargs={"literal_binds": True}))))
    text = "\n".join(str(row) for row in plan)
    assert "ix_cooperation_public" in text, text
    assert "SORT" not in text.upper().replace("TEMP B-TREE", "SORT"), text
