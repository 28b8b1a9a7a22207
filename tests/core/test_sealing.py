"""One row of the journal tampered with, removed or put out of order is found, on both engines."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

pytestmark = pytest.mark.both_engines
ROWS = 12


@pytest.fixture
def journal(db_session: Any) -> Any:
    """A sealed journal of twelve rows and one that is not sealed yet; whoever tampers has switched the triggers off."""
    from trianon.core.audit import AuditEntry
    from trianon.core.clock import now
    from trianon.core.sealing import seal_waiting

    def write(number: int) -> None:
        data = {"title": "Été", "number": number, "side": None}
        entry = AuditEntry(at=now(), event="Said", subject="case", subject_id=number, actor_id=7, data=data)
        db_session.add(entry)
        db_session.flush()

    for number in range(ROWS):
        write(number)
    assert seal_waiting() == ROWS
    assert seal_waiting() == 0
    write(ROWS)
    db_session.commit()
    return db_session


def by_force(session: Any, *statements: str) -> None:
    """What somebody with the database's password could do."""
    dialect = session.get_bind().dialect.name
    for table in ("audit_entry", "audit_seal"):
        if dialect == "postgresql":
            session.execute(sa.text(f"ALTER TABLE {table} DISABLE TRIGGER ALL"))
        else:
            for verb in ("update", "delete"):
                session.execute(sa.text(f"DROP TRIGGER {table}_no_{verb}"))
    for statement in statements:
        session.execute(sa.text(statement))
    session.commit()


def test_a_whole_journal(journal: Any) -> None:
    from trianon.core.sealing import verify

    found = verify()
    assert (found.is_whole, found.sealed, found.unsealed, found.last.place) == (True, ROWS, 1, ROWS)
    assert verify((found.last.place, found.last.digest)).is_whole
    assert not verify((3, "f" * 64)).is_whole


ids = "(SELECT entry_id FROM audit_seal WHERE place = {})".format
WAYS = {
    "tampered with: who": (f"UPDATE audit_entry SET actor_id = 8 WHERE id = {ids(5)}", 5, "changed"),
    "tampered with: when": (f"UPDATE audit_entry SET at = '2020-01-01 00:00:00' WHERE id = {ids(5)}", 5, "changed"),
    "tampered with: the first": (f"UPDATE audit_entry SET event = 'Unsaid' WHERE id = {ids(1)}", 1, "changed"),
    "removed": (f"DELETE FROM audit_entry WHERE id = {ids(6)}", 6, "removed"),
    "removed with its seal": ("DELETE FROM audit_seal WHERE place = 6", 6, "seal_missing"),
    "reordered": (f"UPDATE audit_entry SET subject_id = 1 - subject_id + 2 * 4 WHERE id = {ids(4)}", 4, "changed"),
    "a seal changed": ("UPDATE audit_seal SET digest = 'x' WHERE place = 9", 9, "changed"),
}


@pytest.mark.parametrize("way", WAYS)
def test_one_row_is_enough(journal: Any, way: str) -> None:
    from trianon.core.sealing import verify

    statement, place, kind = WAYS[way]
    by_force(journal, statement)
    found = verify()
    assert (found.is_whole, found.fault.place, found.fault.kind) == (False, place, kind)


def test_two_rows_that_change_places_are_found(journal: Any) -> None:
    """Both say what they always said, under each other's number."""
    from trianon.core.sealing import verify

    one, two = ids(3), ids(8)
    by_force(
        journal,
        f"UPDATE audit_entry SET id = 9000 WHERE id = {one}",
        f"UPDATE audit_entry SET id = {one} WHERE id = {two}",
        f"UPDATE audit_entry SET id = {two} WHERE id = 9000",
    )
    assert verify().fault.place == 3


def test_a_row_that_comes_late_is_sealed_last(journal: Any) -> None:
    """Its transaction ended after a later number was sealed: no fault."""
    from trianon.core.audit import AuditEntry
    from trianon.core.clock import now
    from trianon.core.sealing import seal_waiting, verify

    late = {"at": now(), "event": "Late", "subject": "case", "subject_id": 1, "data": {}}
    journal.add(AuditEntry(id=500, **late))
    journal.flush()
    assert seal_waiting() == 2
    journal.add(AuditEntry(id=400, **late))
    journal.flush()
    assert seal_waiting() == 1
    found = verify()
    assert (found.is_whole, found.last.entry_id, found.unsealed) == (True, 400, 0)


def test_seals_are_only_added(journal: Any) -> None:
    from sqlalchemy.exc import DBAPIError

    with pytest.raises(DBAPIError, match="append-only"):
        journal.execute(sa.text("UPDATE audit_seal SET digest = 'x' WHERE place = 1"))


def test_the_command_says_it(app: Any) -> None:
    """Whole, then broken, and a wrong option plainly."""
    run: Callable[..., Any] = app.test_cli_runner().invoke
    assert run(args=["audit", "verify"]).output.endswith("The journal is whole.\n")
    wrong = run(args=["audit", "verify", "--known", "nonsense"])
    assert (wrong.exit_code, "a place and a hash" in wrong.output) == (2, True)
    unknown = run(args=["audit", "verify", "--known", f"1:{'a' * 64}"])
    assert (unknown.exit_code, "the seal that you noted" in unknown.output) == (1, True)
