"""Where somebody is signed in, and how often somebody tried to."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trianon.accounts.models import Account
from trianon.core.database import Base


class AccountSession(Base):
    """One browser in which a person is signed in. Its cookie names this row and proves it with a key kept nowhere."""

    __tablename__ = "account_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id", ondelete="CASCADE"), index=True)
    key_digest: Mapped[str] = mapped_column(sa.String(64))
    started_at: Mapped[datetime]
    # Written when somebody signs in or sends a form, at most once an hour: a page that is only read writes nothing.
    seen_at: Mapped[datetime] = mapped_column(index=True)
    # Families such as "firefox" and "linux", never what the browser says of itself.
    browser: Mapped[str | None] = mapped_column(sa.String(20))
    system: Mapped[str | None] = mapped_column(sa.String(20))
    # When a code was shown in it; without one, no role counts.
    second_factor_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    account: Mapped[Account] = relationship()


class SignInAttempt(Base):
    """How often something was tried in a window of time; whom and from where stands only in a keyed fingerprint."""

    __tablename__ = "sign_in_attempt"

    digest: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    begins_at: Mapped[datetime] = mapped_column(primary_key=True)
    ends_at: Mapped[datetime] = mapped_column(index=True)
    tries: Mapped[int] = mapped_column(default=0)
