"""The first administrator and the two first secretaries general, by command."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from tests.accounts.conftest import Transaction
from trianon.accounts.models import Account, Appointment
from trianon.core.audit import AuditEntry
from trianon.core.clock import now
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


def test_a_side_that_has_lost_both_posts_is_restarted(app: Any, people: Any, transaction: Transaction) -> None:
    """Not before the last of the two has gone, nor while somebody stands in; the other side is none of its business."""
    for email, side in (
        ("fr@example.org", Side.FRANCE),
        ("fr2@example.org", Side.FRANCE),
        ("ru@example.org", Side.RUSSIA),
    ):
        people(email, side=side)
    for email in ("fr@example.org", "ru@example.org"):
        assert appoint(app, email, "secretary_general")[0] == 0

    def change(email: str, role: Role, **values: Any) -> None:
        with transaction() as session:
            one = session.scalars(sa.select(Account).filter_by(email=email)).one()
            held = next((mandate for mandate in one.appointments if mandate.role is role), None)
            if held is None:
                one.appointments.append(Appointment(role=role, since=now(), **values))
            else:
                held.until = max(held.since, now())

    change("fr2@example.org", Role.CO_PRESIDENT, is_acting=True)
    change("fr@example.org", Role.SECRETARY_GENERAL)
    status, said = appoint(app, "fr2@example.org", "secretary_general")
    assert (status, said.count("\n")) == (1, 1)
    assert "nobody stands in" in said
    change("fr2@example.org", Role.CO_PRESIDENT)
    assert appoint(app, "fr2@example.org", "administrator")[0] == 0
    assert appoint(app, "fr2@example.org", "secretary_general")[0] == 0
    assert appoint(app, "fr@example.org", "secretary_general")[0] == 1
    with transaction() as session:
        one = session.scalars(sa.select(Account).filter_by(email="fr2@example.org")).one()
        assert one.roles == {Role.SECRETARY_GENERAL, Role.ADMINISTRATOR}
        made = sa.select(sa.func.count()).select_from(AuditEntry).filter_by(event="AppointmentMade", subject_id=one.id)
        assert session.scalar(made) == 2


def test_refused_in_a_plain_line(app: Any, people: Any) -> None:
    """Nobody, somebody unconfirmed, somebody of neither side, another role."""
    people("new@example.org", confirmed=False)
    people("other@example.org", side=Side.OTHER)
    assert "No account" in appoint(app, "nobody@example.org", "administrator")[1]
    assert "not confirmed" in appoint(app, "new@example.org", "administrator")[1]
    assert "belongs to the French or to the Russian side" in appoint(app, "other@example.org", "secretary_general")[1]
    assert appoint(app, "other@example.org", "host")[0] == 2
