"""The outbox, and the demo's mailbox."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from trianon.bilingual.lang import Lang
from trianon.core.database import Base
from trianon.mail.rules import PauseReason, Report


class Delivery(StrEnum):
    """Where a mail stands. DROPPED: no longer true when its turn came, so never sent."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"


class OutboxMail(Base):
    """One mail to one person: what happened, as a kind and ids. The words are made at sending, from what is true."""

    __tablename__ = "outbox_mail"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(60))
    data: Mapped[dict[str, Any]]
    recipient_id: Mapped[int | None] = mapped_column(sa.ForeignKey("account.id"), index=True)
    address: Mapped[str] = mapped_column(sa.String(254))
    # The provider that the address belongs to: mails go out at its pace.
    provider: Mapped[str] = mapped_column(sa.String(254))
    lang: Mapped[Lang]
    created_at: Mapped[datetime]
    state: Mapped[Delivery] = mapped_column(default=Delivery.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    # The server's code and enhanced status alone: its sentence may quote an address.
    fault: Mapped[str | None] = mapped_column(sa.String(40))
    # The gravest report that came back, its status ("5.1.1"), and when.
    report: Mapped[Report | None]
    report_status: Mapped[str | None] = mapped_column(sa.String(12))
    reported_at: Mapped[datetime | None]
    # The same for every attempt, so that a mail repeated after a crash can be recognised.
    message_id: Mapped[str] = mapped_column(sa.String(120), unique=True)
    # Two causes of the same mail (a double click) make one row.
    unique_key: Mapped[str | None] = mapped_column(sa.String(120), unique=True)

    __table_args__ = (
        sa.Index(
            "ix_outbox_mail_waiting",
            "due_at",
            "id",
            postgresql_where=sa.text("state = 'waiting'"),
            sqlite_where=sa.text("state = 'waiting'"),
        ),
        # What the last minute has sent, and what has kept its data long enough.
        sa.Index("ix_outbox_mail_finished", "finished_at"),
        sa.CheckConstraint("(state = 'waiting') = (finished_at IS NULL)", name="finished_has_date"),
        sa.CheckConstraint("(report IS NULL) = (reported_at IS NULL)", name="report_has_date"),
    )


class AddressState(Base):
    """An address that bounced, by its fingerprint; absent while nothing is known against it."""

    __tablename__ = "address_state"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(sa.String(64), unique=True)
    paused_at: Mapped[datetime | None]
    reason: Mapped[PauseReason | None]
    status: Mapped[str | None] = mapped_column(sa.String(12))
    # Refusals before this moment are forgiven: the owner asked to try again.
    resumed_at: Mapped[datetime | None]
    changed_at: Mapped[datetime]

    __table_args__ = (sa.CheckConstraint("(paused_at IS NULL) = (reason IS NULL)", name="pause_has_reason"),)


class Route(Base):
    """A provider that asked to be left alone for a while; the empty name stands for our own mail server."""

    __tablename__ = "mail_route"

    provider: Mapped[str] = mapped_column(sa.String(254), primary_key=True)
    held_until: Mapped[datetime]
    setbacks: Mapped[int]


class MailboxMessage(Base):
    """A mail as the demo's mailbox shows it; nothing is written here where a mail server is configured."""

    __tablename__ = "mailbox_message"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    address: Mapped[str] = mapped_column(sa.String(254), index=True)
    message_id: Mapped[str] = mapped_column(sa.String(120), unique=True)
    lang: Mapped[Lang]
    subject: Mapped[str] = mapped_column(sa.String(300))
    text: Mapped[str] = mapped_column(sa.Text)
    html: Mapped[str] = mapped_column(sa.Text)
    calendar: Mapped[str | None] = mapped_column(sa.Text)
    raw: Mapped[bytes] = mapped_column(sa.LargeBinary)
