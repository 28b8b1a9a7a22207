"""Drafts: a key for visitors, a number for their owner, nobody else's eyes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine

from tests.accounts.conftest import account
from trianon.accounts import drafts
from trianon.accounts.models import Account, Draft, DraftKind
from trianon.bilingual.lang import Lang


@pytest.fixture
def two(db_session: Any) -> tuple[Account, Account]:
    """Two people."""
    made = account("a@example.org"), account("b@example.org")
    db_session.add_all(made)
    db_session.flush()
    return made


def test_the_key_is_kept_nowhere(db_session: Any) -> None:
    """Only its fingerprint."""
    draft, key = drafts.start(DraftKind.COOPERATION, Lang.RU)
    assert len(key) == 32
    assert key not in str(db_session.execute(sa.select(Draft.__table__)).all())
    assert drafts.find(key) is draft


@pytest.mark.parametrize("key", [None, "", "wrong", "a" * 10_000, "ключ"])
def test_wrong_keys(db_session: Any, key: str | None) -> None:
    """Find nothing and harm nothing."""
    drafts.start(DraftKind.COOPERATION, Lang.FR)
    assert drafts.find(key) is None


def test_saving_keeps_it_for_another_month(db_session: Any) -> None:
    """A month after the last word it goes."""
    with time_machine.travel("2018-05-03 12:00", tick=False) as clock:
        draft, key = drafts.start(DraftKind.CONTRIBUTION, Lang.FR)
        clock.shift(timedelta(days=20))
        drafts.save(draft, {"title": "Ёлка"})
        db_session.commit()
        clock.shift(timedelta(days=29))
        assert drafts.remove_expired() == 0
        found = drafts.find(key)
        assert found is not None
        assert found.data == {"title": "Ёлка"}
        clock.shift(timedelta(days=1))
        assert drafts.find(key) is None
        assert drafts.remove_expired() == 1


def test_adopted_once(db_session: Any, two: tuple[Account, Account]) -> None:
    """The first account keeps it; a key that came into other hands takes nothing away."""
    anna, boris = two
    draft, key = drafts.start(DraftKind.COOPERATION, Lang.FR)
    assert drafts.adopt(key, anna) is draft
    assert drafts.adopt(key, anna) is draft
    assert drafts.adopt(key, boris) is None
    assert drafts.adopt(None, boris) is None
    assert drafts.drafts_of(anna) == [draft]
    assert drafts.drafts_of(boris) == []


def test_found_by_number_by_its_owner_alone(db_session: Any, two: tuple[Account, Account]) -> None:
    """Another person's number leads nowhere."""
    anna, boris = two
    draft, _key = drafts.start(DraftKind.COOPERATION, Lang.FR, anna)
    assert drafts.find_own(anna, draft.id) is draft
    assert drafts.find_own(boris, draft.id) is None


def test_two_tabs_do_not_overwrite_each_other(app: Any, transaction: Any) -> None:
    """Whoever saves second from an older text is stopped by the database."""
    from sqlalchemy.orm import Session
    from sqlalchemy.orm.exc import StaleDataError

    from trianon.core.database import db

    with transaction():
        draft, _key = drafts.start(DraftKind.COOPERATION, Lang.FR)
        number = draft.id
    with app.app_context():
        with Session(db.engine, expire_on_commit=False) as older:
            mine = older.get_one(Draft, number)
            older.commit()
            with transaction() as newer:
                drafts.save(newer.get_one(Draft, number), {"step": 2})
            mine.data = {"step": 1}
            with pytest.raises(StaleDataError):
                older.flush()
