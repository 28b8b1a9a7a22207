"""The first administrator and the two first secretaries general, by command."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from tests.accounts.conftest import Transaction
from trianon.accounts.models import Account
from trianon.core.audit import AuditEntry
from trianon.core.sides import Role, Side


def appoint(app: Any, email: str, role: str) -> tuple[int, str]:
    """Run the command: its status and what it says."""
    done = app.test_cli_runner().invoke(args=["accounts", "appoint", email, role])
    assert "Traceback" not in done.output
    return done.exit_code, done.output


def test_once_for_each(app: Any, people: Any, transaction: Transaction) -> None:
    """One administrator, one secretary general a side; the second time a plain line says no; journalled by nobody."""
    people("fr@example.org")
    people("ru@example.org", side=Side.RUSSIA)
    people("fr2@example.org")
    assert appoint(app, "FR@example.org", "secretary_general")[0] == 0
    assert appoint(app, "ru@example.org", "secretary_general")[0] == 0
    assert appoint(app, "fr@example.org", "administrator")[0] == 0
    for email, role in (("fr2@example.org", "secretary_general"), ("ru@example.org", "administrator")):
        status, said = appoint(app, email, role)
        assert (status, said.count("\n")) == (1, 1)
        assert "given already" in said
    with transaction() as session:
        roles = {one.email: one.roles for one in session.scalars(sa.select(Account))}
        journal = session.execute(sa.select(AuditEntry.event, AuditEntry.actor_id)).all()
    assert roles["fr@example.org"] == {Role.SECRETARY_GENERAL, Role.ADMINISTRATOR}
    assert roles["fr2@example.org"] == frozenset()
    assert journal == [("AppointmentMade", None)] * 3


def test_refused_in_a_plain_line(app: Any, people: Any) -> None:
    """Nobody, somebody unconfirmed, somebody of neither side, another role."""
    people("new@example.org", confirmed=False)
    people("other@example.org", side=Side.OTHER)
    assert "No account" in appoint(app, "nobody@example.org", "administrator")[1]
    assert "not confirmed" in appoint(app, "new@example.org", "administrator")[1]
    assert "belongs to the French or to the Russian side" in appoint(app, "other@example.org", "secretary_general")[1]
    assert appoint(app, "other@example.org", "host")[0] == 2
