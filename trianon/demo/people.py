"""Invented people and organisations, with the mandates they hold."""

from __future__ import annotations

import secrets
from collections.abc import Iterator

import sqlalchemy as sa

from trianon.accounts import organisation_services as services
from trianon.accounts import second_factor
from trianon.accounts.charter import CHARTER, CHARTER_VERSION
from trianon.accounts.models import Account, AgeBand, Appointment, Consent, FactorKind, SecondFactor
from trianon.accounts.organisation_models import (
    Membership,
    MembershipRole,
    MembershipState,
    Organisation,
    OrganisationKind,
)
from trianon.accounts.passwords import hash_password
from trianon.bilingual.lang import Lang
from trianon.bilingual.text import Bilingual
from trianon.core.clock import at
from trianon.core.database import db
from trianon.core.sides import COMMITTEE, Role, Side
from trianon.demo.judging import judge, judging_side
from trianon.demo.stage import Stage, days_ago, rows

# Printed at start and good for nothing outside the demonstration.
PASSWORD = "demonstration"  # noqa: S105
# The second factor of everybody with a role; everybody can read it here, and its code on the page that asks for it.
FACTOR_SECRET = "DEMONSTRATIONDEMONSTRATIONDEMONS"  # noqa: S105
ARRIVED, VERIFIED, WAITING, MANDATE = 200, 150, 4, 700


def load_people(stage: Stage) -> int:
    """Accounts, their consent, their mandates. One hash serves all: they share their password."""
    hashed = hash_password(PASSWORD)
    for row in rows("people"):
        account = _account(row, hashed)
        db.session.add(account)
        stage.people[row["key"]] = account
    db.session.flush()
    for row in rows("people"):
        _add_rights(stage.people[row["key"]], [Role(role) for role in row["roles"]])
    for side in (Side.FRANCE, Side.RUSSIA):
        stage.members[side] = [
            stage.people[row["key"]] for row in rows("people") if row["side"] == side and "member" in row["roles"]
        ]
    return len(stage.people)


def _account(row: dict[str, object], hashed: str) -> Account:
    arrived = days_ago(ARRIVED)
    return Account(
        email=str(row["email"]),
        name=str(row["name"]),
        is_pseudonym=bool(row["pseudonym"]),
        password_hash=hashed,
        side=Side(str(row["side"])),
        lang=Lang(str(row["lang"])),
        age_band=AgeBand.ADULT,
        created_at=arrived,
        confirmed_at=arrived,
        session_key=secrets.token_hex(16),
    )


def _add_rights(account: Account, roles: list[Role]) -> None:
    db.session.add(
        Consent(account_id=account.id, document=CHARTER, version=CHARTER_VERSION, given_at=account.created_at)
    )
    # Whoever sits does so for a time; the others until somebody ends it.
    account.appointments.extend(
        Appointment(role=role, since=account.created_at, until=days_ago(-MANDATE) if role in COMMITTEE else None)
        for role in roles
    )
    if roles:
        db.session.add(_factor(account))


def _factor(account: Account) -> SecondFactor:
    moment = account.created_at
    return SecondFactor(
        account_id=account.id, kind=FactorKind.TOTP, secret=FACTOR_SECRET, created_at=moment, confirmed_at=moment
    )


def present_code() -> str:
    """The code of everybody with a role, for half a minute."""
    return second_factor.next_code(SecondFactor(secret=FACTOR_SECRET)) or ""


def load_organisations(stage: Stage) -> int:
    """Organisations with their people; a member of its side verifies each, the last ones still wait."""
    for row in rows("organisations"):
        manager = stage.people[row["manager"]]
        with at(days_ago(VERIFIED if row["verified"] else WAITING)):
            organisation = services.propose(_description(row, manager.lang), by=manager)
            for key in row["members"]:
                if key != row["manager"]:
                    _join(organisation, stage.people[key], manager)
            db.session.flush()
        stage.organisations[row["key"]] = organisation
        if row["verified"]:
            judge(stage, "organisation", organisation.id, [judging_side(organisation.side)], days=VERIFIED - 1)
    return len(stage.organisations)


def _description(row: dict[str, str], lang: Lang) -> services.Description:
    return services.Description(
        kind=OrganisationKind(row["kind"]),
        side=Side(row["side"]),
        name=Bilingual(row["name_fr"], row["name_ru"]),
        place=Bilingual(row["place_fr"], row["place_ru"]),
        website=row["website"],
        source_lang=lang,
    )


def _join(organisation: Organisation, account: Account, manager: Account) -> None:
    moment = organisation.created_at
    organisation.members.append(
        Membership(
            account=account,
            role=MembershipRole.MEMBER,
            state=MembershipState.ACCEPTED,
            asked_at=moment,
            settled_at=moment,
            settled_by_id=manager.id,
        )
    )


def who_can_sign_in() -> Iterator[tuple[str, str, str]]:
    """(role, side, address), those with a mandate first, then three participants of each participation."""
    mandates = sa.select(Appointment.role, Account.side, Account.email).join(
        Account, Appointment.account_id == Account.id
    )
    for role, side, email in db.session.execute(mandates.order_by(Appointment.role, Account.side, Account.id)):
        yield role.value.replace("_", " "), side.value, str(email)
    for side in Side:
        plain = sa.select(Account.email).where(Account.side == side, ~Account.appointments.any()).order_by(Account.id)
        for email in db.session.scalars(plain.limit(3)):
            yield "participant", side.value, str(email)
