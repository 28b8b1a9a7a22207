"""What the database itself refuses, on both engines."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import DBAPIError

from tests.support.people import add_person
from trianon.core import counters, database, rows, search
from trianon.core.audit import AuditEntry
from trianon.core.counters import Counter, bump, counts
from trianon.core.database import db
from trianon.core.paging import page
from trianon.core.permissions import Permission, requires
from trianon.notifications.models import Notification

pytestmark = pytest.mark.both_engines
NOON = datetime(2018, 5, 3, 12, tzinfo=UTC)


def entry(number: int = 1) -> AuditEntry:
    return AuditEntry(at=NOON, event="Tested", subject="test", subject_id=number, actor_id=None, data={})


@pytest.mark.engine("postgresql")
def test_a_connection_that_died_while_it_rested_is_replaced(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server was started again between two requests: the second one hears nothing of it."""
    monkeypatch.setattr(database, "MOST_RESTED", 0.0)
    with app.app_context():
        pid = db.session.scalar(sa.text("SELECT pg_backend_pid()"))
        db.session.remove()
        server = db.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(server, autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(%s)", [pid])
        assert db.session.scalar(sa.text("SELECT pg_backend_pid()")) != pid


@pytest.mark.parametrize("statement", ["UPDATE audit_entry SET event = 'Forged'", "DELETE FROM audit_entry"])
def test_the_journal_is_append_only(db_session: Any, statement: str) -> None:
    db_session.add(entry())
    db_session.commit()
    with pytest.raises(DBAPIError, match="append-only"):
        db_session.execute(sa.text(statement))


TOLD = sa.insert(database.table_of(AuditEntry)).inline()
ROW = sa.insert(database.table_of(Counter)).inline()
MORE = sa.update(database.table_of(Counter)).values(value=Counter.value + sa.bindparam("more"))


def told(number: int) -> dict[str, Any]:
    return {"at": NOON, "event": "Tested", "subject": "test", "subject_id": number, "actor_id": None, "data": {"a": 1}}


def counted(key: str | None) -> dict[str, Any]:
    return {"scope": "a", "key": key, "value": 1}


def test_what_is_put_together_is_written_in_one_statement(db_session: Any, engine: str) -> None:
    asked: list[str] = []
    sa.event.listen(db_session.connection(), "before_cursor_execute", lambda *words: asked.append(words[2]))
    with rows.together():
        rows.put(TOLD, told(7))
        with rows.together():
            rows.put(ROW, counted("one"))
        rows.put(TOLD, told(8))
        assert asked == []
    assert len(asked) == (1 if engine == "postgresql" else 3)
    kept, last = db_session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id))
    assert (kept.at, kept.subject_id, kept.data) == (NOON, 7, {"a": 1})
    assert (last.at, last.subject_id, last.data) == (NOON, 8, {"a": 1})
    assert counts("a") == {"a": {"one": 1}}


def test_rows_of_one_table_keep_their_order_and_may_change_twice(db_session: Any) -> None:
    rows.put(ROW, counted("one"))
    with rows.together():
        for number in range(5):
            rows.put(TOLD, told(number))
            rows.put(MORE, {"more": 10})
        rows.put(TOLD, *(told(number) for number in range(5, 9)))
        rows.put(TOLD, told(9))
    assert list(db_session.scalars(sa.select(AuditEntry.subject_id).order_by(AuditEntry.id))) == list(range(10))
    assert counts("a") == {"a": {"one": 51}}


def test_a_record_that_is_inserted_is_known_as_if_it_had_been_read(db_session: Any) -> None:
    author = add_person(db_session)
    db_session.flush()
    record = Notification(account_id=author.id, kind="tested", data={"a": 1}, created_at=NOON)
    rows.insert(record)
    assert db_session.get(Notification, record.id) is record
    assert not db_session.new
    assert not db_session.dirty
    assert record.read_at is None
    record.read_at = NOON
    db_session.commit()
    row = db_session.execute(sa.text("SELECT account_id, kind, read_at FROM notification")).one()
    assert (row.account_id, row.kind, row.read_at is None) == (author.id, "tested", False)


def test_nothing_of_it_is_written_when_something_is_raised(db_session: Any) -> None:
    def write(key: Any) -> None:
        with rows.together():
            rows.put(TOLD, told(1))
            rows.put(ROW, counted(key()))

    def missing() -> str:
        raise LookupError

    with pytest.raises(LookupError):
        write(missing)
    assert db_session.scalars(sa.select(AuditEntry)).all() == []
    with pytest.raises(DBAPIError):
        write(lambda: None)
    db_session.rollback()
    assert db_session.scalars(sa.select(AuditEntry)).all() == []


@pytest.mark.changes_the_app
def test_a_get_request_cannot_write(app: Flask) -> None:
    def write() -> str:
        db.session.add(entry())
        db.session.commit()
        return "written"

    view = requires(Permission.PUBLIC)(write)
    app.add_url_rule("/<any(fr, ru):lang>/write", "write", view, methods=["GET", "POST"])
    app.testing = False
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    assert client.get("/fr/write").status_code == 500
    assert client.post("/fr/write").text == "written"
    with app.app_context():
        assert len(list(db.session.scalars(sa.select(AuditEntry)))) == 1


def test_moments_come_back_aware_and_in_utc(db_session: Any) -> None:
    db_session.add(entry())
    db_session.commit()
    db_session.expire_all()
    assert db_session.scalars(sa.select(AuditEntry)).one().at == NOON


def test_a_naive_moment_is_refused(db_session: Any) -> None:
    db_session.add(AuditEntry(at=datetime(2018, 5, 3), event="T", subject="t", subject_id=1, data={}))
    with pytest.raises(sa.exc.StatementError):
        db_session.commit()


def test_counters_add_up(db_session: Any) -> None:
    for key, by in (("culture", 1), ("culture", 1), ("sport", 1), ("culture", -1)):
        bump("test.domain", key, by)
    assert counts("test.domain") == {"test.domain": {"culture": 1, "sport": 1}}


def test_a_counter_that_drifted_is_set_right_and_reported(db_session: Any) -> None:
    bump("test.domain", "culture", 5)
    db_session.flush()
    assert counters.reset("test.domain", [("culture", 4), ("sport", 0)])
    assert counts("test.domain") == {"test.domain": {"culture": 4}}
    assert not counters.reset("test.domain", [("culture", 4)])


@pytest.mark.parametrize(
    "query", ["jumelage", "Jumelages", "ПОБРАТИМСТВА", "evian", "Évian", "ёлка", "елк", "jumel evi"]
)
def test_search_finds_forms_cases_and_accents(db_session: Any, query: str) -> None:
    search.index("test", 7, "Jumelage d’Évian", "Побратимство, ёлка")
    search.index("test", 8, "autre chose")
    db_session.flush()
    found = search.matches("test", query)
    assert found is not None
    assert list(db_session.scalars(found)) == [7]


@pytest.mark.parametrize("query", ["", "   ", "!!!", "«»"])
def test_a_search_without_a_word_is_no_search(db_session: Any, query: str) -> None:
    assert search.matches("test", query) is None


@pytest.mark.parametrize("query", ["' OR 1=1", '"', "a' & !b | c:*", "NEAR(a b)", "*", "\\", "x" * 5000, "\x00"])
def test_clever_strings_are_words_like_others(db_session: Any, query: str) -> None:
    found = search.matches("test", query)
    assert found is None or list(db_session.scalars(found)) == []


def test_what_is_forgotten_or_indexed_anew_is_not_found_by_its_old_words(db_session: Any) -> None:
    search.index("test", 7, "unique")
    db_session.flush()
    search.index("test", 7, "autre")
    db_session.flush()
    assert list(db_session.scalars(search.matches("test", "unique"))) == []
    search.forget("test", 7)
    db_session.flush()
    assert list(db_session.scalars(search.matches("test", "autre"))) == []


def test_pages_by_keyset_show_everything_once_in_order_and_back(db_session: Any) -> None:
    db_session.add_all(Counter(scope="s", key=f"{i:02}", value=i // 3) for i in range(10))
    db_session.flush()
    entries = sa.select(AuditEntry)
    db_session.add_all(entry(i) for i in range(25))
    db_session.flush()
    seen, cursor, pages = [], None, []
    while True:
        found = page(entries, AuditEntry.at, AuditEntry.id, cursor, size=10)
        seen += [item.subject_id for item in found.items]
        pages.append(found)
        if found.after is None:
            break
        cursor = found.after
    assert seen == list(reversed(range(25)))
    back = page(entries, AuditEntry.at, AuditEntry.id, pages[2].before, size=10)
    assert [item.id for item in back.items] == [item.id for item in pages[1].items]
    assert pages[0].before is None


@pytest.mark.parametrize("cursor", ["x", "%%%", "YXww", "a" * 1000, "Ynx8MQ", "é", "YXwyMDE4LTA1LTAzfDE"])
def test_a_forged_cursor_is_the_first_page(db_session: Any, cursor: str) -> None:
    db_session.add(entry())
    db_session.flush()
    assert len(page(sa.select(AuditEntry), AuditEntry.at, AuditEntry.id, cursor).items) == 1


@pytest.mark.engine("postgresql")
def test_whoever_holds_a_row_does_not_hold_up_what_leads_to_it(db_session: Any) -> None:
    """Otherwise two who hold one row each, and write to the other's person, would wait for each other for ever."""
    from trianon.accounts.models import Account, Consent
    from trianon.core.clock import now
    from trianon.core.database import db, lock, table_of

    number = add_person(db_session).id
    db_session.commit()
    assert lock(Account, number) is not None
    with db.engine.connect() as other:
        other.execute(sa.text("SET lock_timeout = '2s'"))
        row = {"account_id": number, "document": "another", "version": 1, "given_at": now()}
        other.execute(sa.insert(table_of(Consent)), row)
        other.rollback()
