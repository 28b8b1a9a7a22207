"""`flask cooperations reindex`: everything put in anew, also when the machine stops in the middle of it."""

from __future__ import annotations

from itertools import islice
from typing import Any

import pytest
import sqlalchemy as sa

from tests.cooperations.directory import add_cooperation
from tests.support.truth import faults
from trianon.cooperations import finding, publishing
from trianon.cooperations.entries import DirectoryEntry
from trianon.cooperations.filters import Filters
from trianon.core.near_words import SearchWord
from trianon.core.publication import State
from trianon.core.search import SearchDocument

pytestmark = pytest.mark.both_engines
WORDS = ("samovar", "balalaïka", "accordéon", "guimbarde")


@pytest.fixture
def records(db_session: Any) -> list[int]:
    """One record for each word."""
    made = [add_cooperation(db_session, f"Le {word}", domains=["sport"]).id for word in WORDS]
    db_session.commit()
    return made


def found(word: str, **filters: str) -> int:
    return finding.found(Filters.read({"q": word, **filters})).total


def spoil(session: Any, records: list[int]) -> None:
    """As an older release has left it: other stems, no filters, a word of nobody, one that is public no more."""
    session.execute(sa.update(SearchDocument).values(stems="autre", names="", filters="ᚠsubjectcooperation"))
    session.execute(sa.update(SearchWord).values(stem="autre"))
    session.execute(sa.update(DirectoryEntry).values(words="all", places=""))
    session.execute(
        sa.insert(SearchWord).values(subject="cooperation", word="fini", backwards="inif", sound="fini", stem="fini")
    )
    session.execute(
        sa.text("UPDATE cooperation SET state = :gone WHERE id = :id"), {"gone": State.WITHDRAWN, "id": records[3]}
    )
    session.execute(sa.text("UPDATE counter SET value = 3 WHERE scope = 'cooperations' AND key = 'all'"))
    session.commit()


def test_everything_is_put_in_anew(app: Any, records: list[int], db_session: Any) -> None:
    """Words, filters, near words and the list; what is public no more leaves all of them."""
    spoil(db_session, records)
    assert found("samovar") == 0
    done = app.test_cli_runner().invoke(args=["cooperations", "reindex"])
    assert done.exit_code == 0, done.output
    db_session.expire_all()
    assert faults(db_session) == []
    assert [found(word) for word in WORDS] == [1, 1, 1, 0]
    assert found("balalaika", domain="sport") == 1
    # A typing error is guessed by the words as they are stemmed now.
    assert found("samovra") == 1
    assert db_session.scalar(sa.select(SearchWord).filter_by(word="fini")) is None
    assert db_session.scalar(sa.select(SearchWord).filter_by(word="guimbarde")) is None
    assert app.test_cli_runner().invoke(args=["cooperations", "reindex"]).output.split()[-1] == "3"


def test_a_machine_that_stops_in_the_middle_loses_nothing(records: list[int], db_session: Any) -> None:
    """What was committed is new, the rest is as it was and still listed; whoever begins again gets to the end."""
    spoil(db_session, records)
    # Out with the one that has gone, the stems of the words, then one record; what comes next is not committed.
    for _done in islice(publishing.reindex(size=1), 3):
        db_session.commit()
    steps = publishing.reindex(size=1)
    next(steps)
    db_session.rollback()
    del steps
    assert faults(db_session) == []
    assert [found(word) for word in WORDS] == [1, 0, 0, 0]
    assert finding.found(Filters()).total == 3
    for _done in publishing.reindex(size=2):
        db_session.commit()
    assert faults(db_session) == []
    assert [found(word) for word in WORDS] == [1, 1, 1, 0]
