"""Every GET page of the demonstration, for somebody who may see it, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa
from flask import Flask
from flask import session as flask_session
from flask.testing import FlaskClient

from tests.site.samples import SAMPLES, Sample, samples
from tests.support import people
from trianon.accounts.models import Account, Appointment
from trianon.accounts.session import go_halfway
from trianon.core.database import db
from trianon.core.sides import Role

# Answers that are no pages: a redirection, files.
NO_PAGES = {
    "committee.decisions_file",
    "committee.figures_file",
    "contributions.common_ground_file",
    "contributions.feed",
    "contributions.sub_theme_feed",
    "declaring.places",
    "declaring.resume",
    "exporting.directory",
    "exporting.of_organisation",
    "importing.report",
    "importing.template",
    "mailbox.html",
    "mailbox.source",
    "pages.root",
    "workshops.all_feed",
    "workshops.calendar_file",
    "workshops.own_feed",
    "workshops.registrants_file",
    "workshops.sub_theme_feed",
}
# Pages that show different things to somebody signed in are shown to a member; its own pages to their owner.
SECRETARY = {
    "committee.queue",
    "committee.case",
    "committee.invite",
    "committee.mandates",
    "committee.call_session",
    "committee.complete_theme",
    "committee.open_theme",
    "committee.policy_proposal",
    "committee.sessions",
    "committee.themes",
    "committee.propose_policy",
    "committee.measure",
    "committee.judge_together",
    "importing.for_directory",
    "workshops.add_to_agenda",
    "workshops.create",
    "workshops.slots_page",
    "accounts.requests",
    "organisations.appoint_manager",
}
TRANSLATOR = {"translations.desk", "translations.work"}
VISITORS = {"accounts.sign_in", "accounts.sign_up"}
# Pages that only somebody on the way sees, who is made for that in samples.complete().
ON_THE_WAY = {
    "accounts.agree": "agreeing@example.org",
    "accounts.second_step_setup": "beginning@example.org",
    "accounts.unconfirmed": "unconfirmed@example.org",
}
# In place of an identity: the password has been shown, the code has not.
HALFWAY = "halfway"


@dataclass(frozen=True)
class Visit:
    """A page and who looks at it (an identity of the session; empty for a visitor)."""

    name: str
    path: str
    lang: str
    identity: str
    endpoint: str


def visits(app: Flask) -> list[Visit]:
    """All of them; records are made for routes that need one."""
    found: list[Visit] = []
    # One session for each person, as in life: a browser for each, not for each page.
    opened: dict[str | Role, str] = {"": "", HALFWAY: HALFWAY}
    gets = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or set())} & set(SAMPLES)
    for endpoint in sorted(gets - NO_PAGES):
        with app.app_context():
            wanted = [(sample, sample.path(app, lang), lang) for sample in samples(endpoint) for lang in ("fr", "ru")]
            for sample, path, lang in wanted:
                for who, person in viewers(sample):
                    if person not in opened:
                        opened[person] = identity_with(person) if isinstance(person, Role) else identity_of(person)
                    name = f"{endpoint} [{sample.what}] {who} {lang}"
                    found.append(Visit(name, path, lang, opened[person], endpoint))
    return found


def viewers(sample: Sample) -> Iterator[tuple[str, str | Role]]:
    """A visitor and the owner, or whoever else the page is for: an address, a role, or empty for a visitor."""
    if sample.endpoint in SECRETARY:
        yield "secretary", Role.SECRETARY_GENERAL
    elif sample.endpoint in TRANSLATOR:
        yield "translator", Role.TRANSLATOR
    elif sample.endpoint in ON_THE_WAY:
        yield "owner", ON_THE_WAY[sample.endpoint]
    elif sample.endpoint == "accounts.second_factor":
        yield "owner", HALFWAY
    elif sample.endpoint in VISITORS:
        yield "visitor", ""
    else:
        if not sample.owner or sample.endpoint.endswith(".show"):
            yield "visitor", ""
        yield "owner", sample.owner or Role.MEMBER


def identity_of(email: str) -> str:
    return people.identity_of(db.session, db.session.scalars(sa.select(Account).filter_by(email=email)).one())


def identity_with(role: Role) -> str:
    return people.identity_of(db.session, first_with(role))


def first_with(role: Role) -> Account:
    found = sa.select(Account).join(Appointment, Appointment.account_id == Account.id).where(Appointment.role == role)
    return db.session.scalars(found.order_by(Account.id).limit(1)).one()


def client_of(app: Flask, visit: Visit) -> FlaskClient:
    """A browser in which this person is signed in."""
    client = app.test_client()
    if visit.identity == HALFWAY:
        with app.test_request_context():
            go_halfway(first_with(Role.SECRETARY_GENERAL), None)
            kept = dict(flask_session)
        with client.session_transaction() as session:
            session.update(kept)
    elif visit.identity:
        with client.session_transaction() as session:
            session["_user_id"], session["_fresh"] = visit.identity, True
    return client
