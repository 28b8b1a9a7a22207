"""People to test with, and the mails that they would get."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
import sqlalchemy as sa

from tests.support.people import add_factor
from trianon.accounts.charter import CHARTER, CHARTER_VERSION
from trianon.accounts.models import Account, AgeBand, Appointment, Consent
from trianon.accounts.organisation_models import OrganisationKind
from trianon.accounts.organisation_services import Description
from trianon.accounts.passwords import hash_password
from trianon.bilingual.lang import Lang
from trianon.bilingual.text import Bilingual
from trianon.core.clock import now
from trianon.core.sides import Role, Side
from trianon.mail.message import MailMessage
from trianon.mail.models import OutboxMail
from trianon.mail.render import render

PASSWORD = "une phrase assez longue"
HASH = hash_password(PASSWORD)

Transaction = Callable[[], AbstractContextManager[Any]]


def account(
    email: str = "anna@example.org", *, confirmed: bool = True, roles: tuple[Role, ...] = (), **more: Any
) -> Account:
    """An account, not yet in any session."""
    values: dict[str, Any] = {
        "name": email.partition("@")[0],
        "is_pseudonym": False,
        "password_hash": HASH,
        "side": Side.FRANCE,
        "lang": Lang.FR,
        "age_band": AgeBand.ADULT,
        "created_at": now(),
        "confirmed_at": now() if confirmed else None,
        "session_key": "k" * 32,
    }
    made = Account(email=email, **(values | more))
    made.appointments.extend(Appointment(role=role, since=now()) for role in roles)
    return made


def association(name: Bilingual | None = None, **more: Any) -> Description:
    """What somebody says of an association."""
    values: dict[str, Any] = {
        "kind": OrganisationKind.ASSOCIATION,
        "side": Side.FRANCE,
        "place": Bilingual("Lyon", "Лион"),
        "website": "https://quais.example.org",
        "source_lang": Lang.FR,
    }
    return Description(name=name or Bilingual("Les Quais", ""), **(values | more))


@pytest.fixture
def people(transaction: Transaction) -> Callable[..., int]:
    """`people("ivan@example.org", lang=Lang.RU)` – an account in the database; its number."""

    def add(email: str = "anna@example.org", **more: Any) -> int:
        with transaction() as session:
            made = account(email, **more)
            session.add(made)
            session.flush()
            session.add(Consent(account_id=made.id, document=CHARTER, version=CHARTER_VERSION, given_at=now()))
            if made.appointments:
                add_factor(session, made)
            return made.id

    return add


@pytest.fixture
def mails(transaction: Transaction) -> Callable[[], list[tuple[str, str, MailMessage]]]:
    """Every mail in the outbox that is still true: (address, kind, message)."""

    def read() -> list[tuple[str, str, MailMessage]]:
        found = []
        with transaction() as session:
            for row in session.scalars(sa.select(OutboxMail).order_by(OutboxMail.id)):
                made = render(row)
                if made:
                    found.append((row.address, row.kind, made[1]))
        return found

    return read


@pytest.fixture
def link_in_mail(mails: Callable[[], list[tuple[str, str, MailMessage]]]) -> Callable[[str], str]:
    """The path of the button in the newest mail of a kind."""

    def find(kind: str) -> str:
        message = [message for _address, its_kind, message in mails() if its_kind == kind][-1]
        assert message.button is not None
        return re.sub(r"^https?://[^/]+", "", message.button.url)

    return find
