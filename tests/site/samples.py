"""One address for every route, and more for records in each of their states: the site-wide tests walk all of them.

A route that is not here fails `test_routes.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa
from flask import Flask, url_for

from tests.support import databases
from tests.support.applications import application
from tests.support.people import add_person
from trianon.accounts import affiliation_services as affiliations
from trianon.accounts import claiming_services as organisation_claims
from trianon.accounts import drafts, enrolment, people_services, sessions, tokens
from trianon.accounts import invitation_services as invitations
from trianon.accounts.claiming_models import OrganisationClaim
from trianon.accounts.merging_models import MergeState, OrganisationMerge
from trianon.accounts.models import Account, Appointment, Consent, DraftKind, TokenPurpose
from trianon.accounts.organisation_models import Membership, MembershipRole, MembershipState, Organisation
from trianon.accounts.request_models import SideChangeRequest
from trianon.bilingual.lang import Lang
from trianon.bilingual.text import Bilingual
from trianon.bilingual.translating import paragraphs
from trianon.committee import (
    aside,
    claims,
    flag_links,
    flags,
    inviting,
    notes,
    points,
    policy_queries,
    policy_services,
    saved_views,
)
from trianon.committee import services as committee
from trianon.committee.flag_models import Flag
from trianon.committee.invitation_links import key_of
from trianon.committee.mandate_models import Deputy
from trianon.committee.models import Case, CaseState
from trianon.committee.point_models import PointAnswer
from trianon.committee.policy_models import Policy, PolicyState
from trianon.committee.queries import Filters
from trianon.committee.rules import Reason, Verdict
from trianon.committee.subjects import SUBJECTS
from trianon.committee.theme_models import CommitteeSession, ThemeProposal, ThemeState
from trianon.contributions import services as contributions
from trianon.contributions.comment_models import Comment
from trianon.contributions.models import Contribution
from trianon.cooperations import claiming_services as record_claims
from trianon.cooperations import import_jobs, import_slices
from trianon.cooperations import services as cooperations
from trianon.cooperations.claiming_models import RecordClaim
from trianon.cooperations.import_csv import Line
from trianon.cooperations.import_models import ImportState
from trianon.cooperations.models import Cooperation
from trianon.cooperations.typed import STEPS
from trianon.core.clock import now
from trianon.core.database import db
from trianon.core.publication import State
from trianon.core.sides import Role, Side
from trianon.mail.models import MailboxMessage
from trianon.notifications import following_services, unsubscribing
from trianon.notifications.following_rules import Rhythm
from trianon.notifications.models import Notification
from trianon.pages import contact_services
from trianon.pages.contact_models import ContactKind
from trianon.translations import services as desk
from trianon.translations.models import TranslationWork
from trianon.translations.rules import WorkState
from trianon.translations.subjects import SUBJECTS as TRANSLATED
from trianon.workshops import feeds, seat_links
from trianon.workshops.agenda_models import AgendaEntry
from trianon.workshops.models import Registration, Workshop


@dataclass(frozen=True)
class Sample:
    """One address: the route's values, and the e-mail of whoever it belongs to (empty: to nobody)."""

    endpoint: str
    values: dict[str, Any] = field(default_factory=dict)
    owner: str = ""
    what: str = ""

    def path(self, app: Flask, lang: str) -> str:
        """The address in a language."""
        with app.test_request_context():
            return url_for(self.endpoint, **self.values, lang=lang)


SETTINGS = databases.PATIENT | {"TRIANON_DEMO": "1", "SMTP_URL": ""}


@contextmanager
def demonstration(process: str, name: str) -> Iterator[Flask]:
    """The application on a copy of the demonstration, with a few records in the states that it does not show."""
    with application(databases.copy_of(_completed(process), f"{name}_{process}"), SETTINGS) as app:
        yield app


@cache
def _completed(process: str) -> str:
    """The file of which each demonstration is a copy: completed once, because that takes longer than most tests."""
    template = databases.template_of("sqlite", "demo", (("demo", "load"),), TRIANON_DEMO="1")
    url = databases.copy_of(template, f"completed_{process}")
    with application(url, SETTINGS) as app, app.app_context():
        complete()
        db.session.commit()
    return databases.settled(url)


def complete() -> None:
    """A refused and a withdrawn cooperation, a withdrawn contribution, an edited public one, people on the way."""
    for name in ("unconfirmed", "confirming"):
        add_person(db.session, email=f"{name}@example.org", confirmed_at=None)
    agreeing = add_person(db.session, email="agreeing@example.org")
    db.session.execute(sa.delete(Consent).filter_by(account_id=agreeing.id))
    enrolment.begin(add_person(db.session, email="beginning@example.org"))
    waiting = db.session.scalars(sa.select(Cooperation).filter_by(state=State.SUBMITTED).order_by(Cooperation.id)).all()
    withdrawn, refused = waiting[0], waiting[1]
    cooperations.withdraw(withdrawn, by=withdrawn.declared_by)
    for side in (Side.FRANCE, Side.RUSSIA):
        case = case_of("cooperation", refused.id, CaseState.OPEN)
        voice(case, side, Verdict.REFUSE)
    text = contribution_in(State.PUBLISHED, lang=Lang.FR)
    contributions.withdraw(text, by=text.author)
    translate()
    at_the_desk()
    edited = contribution_in(State.PUBLISHED, lang=Lang.RU)
    newest = edited.latest
    contributions.correct(
        edited,
        by=edited.author,
        shown_version=edited.version,
        lang=newest.source_lang,
        kind=newest.kind,
        title=newest.title.ru,
        text=newest.text.ru + "\n\nДобавлен ещё один абзац о том, что изменилось за лето.",
    )
    contact_services.write(
        ContactKind.DATA,
        name="Анна",
        address="anna@example.org",
        lang=Lang.RU,
        text="Какие мои данные хранятся на сайте?",
        office="office@example.org",
    )
    db.session.add(
        MailboxMessage(
            at=now(),
            address="anna@example.org",
            message_id="<sample@example.org>",
            lang=Lang.RU,
            subject="Проверка",
            text="Здравствуйте!",
            html="<p lang='ru'>Здравствуйте!</p>",
            calendar=None,
            raw=b"Subject: x\r\n\r\nx",
        )
    )


def voice(case: Case, side: Side, verdict: Verdict) -> None:
    member = db.session.scalars(
        sa.select(Account)
        .join(Appointment, Appointment.account_id == Account.id)
        .where(Appointment.role == Role.MEMBER, Account.side == side)
        .order_by(Account.id)
    ).first()
    committee.give_voice(
        case,
        by=member,
        verdict=verdict,
        reasons=[Reason.OFF_TOPIC],
        note="Сообщите, пожалуйста, подробности.",
        note_lang=case.lang,
        shown_version=case.version,
    )
    db.session.flush()


def case_of(subject: str, subject_id: int, state: CaseState) -> Case:
    return db.session.scalars(sa.select(Case).filter_by(subject=subject, subject_id=subject_id, state=state)).one()


def contribution_in(state: State, **more: Any) -> Contribution:
    key = {"source_lang": more.pop("lang")} if "lang" in more else {}
    return db.session.scalars(sa.select(Contribution).filter_by(state=state, **key).order_by(Contribution.id)).first()


# ---------------------------------------------------------------- records in each of their states


def cooperation_samples(endpoint: str) -> Callable[[], list[Sample]]:
    def make() -> list[Sample]:
        found = {}
        for one in db.session.scalars(sa.select(Cooperation).order_by(Cooperation.id)):
            kind = f"{one.state}, {'declared' if one.declared_by else 'imported'}, {one.agreement}"
            found.setdefault(kind, Sample(endpoint, {"cooperation_id": one.id}, owner_of(one.declared_by), kind))
        return list(found.values())

    return make


def contribution_samples(endpoint: str) -> Callable[[], list[Sample]]:
    def make() -> list[Sample]:
        found = {}
        for one in db.session.scalars(sa.select(Contribution).order_by(Contribution.id)):
            translated = "translated" if one.is_translated else "not translated"
            kind = f"{one.state}, {one.pending}, {one.source_lang}, {translated}"
            found.setdefault(kind, Sample(endpoint, {"contribution_id": one.id}, one.author.email, kind))
        return list(found.values())

    return make


def earlier(make: Callable[[], list[Sample]]) -> Callable[[], list[Sample]]:
    """The same records, and the words of their first version to hide."""
    return lambda: [replace(one, values=one.values | {"number": 1, "how": "hide"}) for one in make()]


def reply_samples(endpoint: str) -> Callable[[], list[Sample]]:
    def make() -> list[Sample]:
        found = {}
        for one in db.session.scalars(sa.select(Comment).order_by(Comment.id)):
            kind = f"{one.state}, {one.pending}, {'to a reply' if one.answers_id else 'to the text'}"
            found.setdefault(kind, Sample(endpoint, {"comment_id": one.id}, one.author.email, kind))
        return list(found.values())

    return make


def workshop_samples(endpoint: str) -> Callable[[], list[Sample]]:
    def make() -> list[Sample]:
        found = {}
        for one in db.session.scalars(sa.select(Workshop).order_by(Workshop.id)):
            kind = f"{one.state}, {'full' if one.waiting else 'free'}, {'over' if one.ends_at < now() else 'to come'}"
            found.setdefault(kind, Sample(endpoint, {"workshop_id": one.id}, one.host.email, kind))
        return list(found.values())

    return make


def answers_samples() -> list[Sample]:
    """Of somebody who is registered for a workshop to come."""
    coming = sa.select(Registration).join(Workshop).where(Registration.state == "confirmed", Workshop.starts_at > now())
    one = db.session.scalars(coming.order_by(Registration.id)).first()
    return [Sample("workshops.answers", {"workshop_id": one.workshop_id}, one.account.email)]


def agenda_samples(endpoint: str) -> Callable[[], list[Sample]]:
    def make() -> list[Sample]:
        entry = db.session.scalars(sa.select(AgendaEntry).order_by(AgendaEntry.id)).first()
        return [Sample(endpoint, {"entry_id": entry.id}, db.session.get(Account, entry.recorded_by_id).email)]

    return make


def feed_samples() -> list[Sample]:
    owner = db.session.scalars(sa.select(Account).where(~Account.appointments.any()).order_by(Account.id)).first()
    return [Sample("workshops.own_feed", {"key": feeds.address_key(feeds.renew(owner))}, owner.email)]


def seat_link_samples(endpoint: str, purpose: seat_links.Purpose) -> Callable[[], list[Sample]]:
    """The links of mails, one for each state of a registration."""

    def make() -> list[Sample]:
        found = {one.state: one for one in db.session.scalars(sa.select(Registration).order_by(Registration.id.desc()))}
        return [
            Sample(endpoint, {"key": seat_links.key_of(purpose, one)}, what=str(state)) for state, one in found.items()
        ]

    return make


def organisation_samples(endpoint: str) -> Callable[[], list[Sample]]:
    def make() -> list[Sample]:
        found = {}
        for one in db.session.scalars(sa.select(Organisation).order_by(Organisation.id)):
            kind = f"{one.state}, {'verified' if one.is_verified else 'not verified'}, {bool(one.import_key)}"
            manager = one.members[0].account.email if one.members else ""
            found.setdefault(kind, Sample(endpoint, {"organisation_id": one.id}, manager, kind))
        return list(found.values())

    return make


def person_samples(endpoint: str, **more: str) -> Callable[[], list[Sample]]:
    return lambda: [Sample(endpoint, {"account_id": contribution_in(State.PUBLISHED).author_id, **more})]


def follow_samples(endpoint: str) -> Callable[[], list[Sample]]:
    return lambda: [
        Sample(endpoint, {"subject": "organisation", "number": one.values["organisation_id"]})
        for one in verified_samples(endpoint)()
    ]


def no_mails_samples() -> list[Sample]:
    """Before and after the button was pressed, and a forged link."""
    people = [add_person(db.session), add_person(db.session)]
    following_services.choose_rhythm(people[0], Rhythm.WEEKLY)
    following_services.choose_rhythm(people[1], Rhythm.NEVER)
    keys = [unsubscribing.key_of(one) for one in people]
    return [Sample("following.no_mails", {"key": key}, what=key[:3]) for key in (*keys, "forged")]


def notification_samples() -> list[Sample]:
    owner = add_person(db.session)
    row = Notification(account_id=owner.id, kind="accounts.tries", data={"tries": 3, "codes": False}, created_at=now())
    db.session.add(row)
    db.session.flush()
    return [Sample("notifications.mark_one", {"number": row.id}, owner.email)]


def statement_samples() -> list[Sample]:
    found = {}
    for one in db.session.scalars(sa.select(Case).where(Case.verdict.is_not(None)).order_by(Case.id)):
        item = SUBJECTS[one.subject].load(one.subject_id)
        author = next(iter(SUBJECTS[one.subject].authors(item)), None)
        if author is not None:
            kind = f"{one.subject}, {one.verdict}"
            found.setdefault(kind, Sample("committee.statement", {"case_id": one.id}, author.email, kind))
    return list(found.values())


def removal_samples() -> list[Sample]:
    values = [
        {"subject": "contribution", "item_id": contribution_in(State.PUBLISHED).id},
        {
            "subject": "cooperation",
            "item_id": db.session.scalars(sa.select(Cooperation.id).filter_by(state=State.PUBLISHED)).first(),
        },
        {
            "subject": "comment",
            "item_id": db.session.scalars(sa.select(Comment.id).filter_by(state=State.PUBLISHED)).first(),
        },
        {"subject": "workshop", "item_id": db.session.scalars(sa.select(Workshop.id).order_by(Workshop.id)).first()},
    ]
    return [Sample("committee.removal", one, "", str(one["subject"])) for one in values]


def flag_samples(endpoint: str) -> Callable[[], list[Sample]]:
    """A report by somebody with an account (open), one without (to confirm), and public texts of each kind."""

    def make() -> list[Sample]:
        text = contribution_in(State.PUBLISHED)
        said = flags.Said("contribution", text.id, text.public_version.number, Reason.ATTACK, "Un mot blesse.", "one")
        people = sa.select(Account).where(~Account.appointments.any(), Account.confirmed_at.is_not(None))
        reader = db.session.scalars(people.where(Account.id != text.author_id).order_by(Account.id)).first()
        if endpoint == "committee.withdraw_flag":
            return [Sample(endpoint, {"flag_id": flags.report(said, by=reader).id}, reader.email)]
        said = replace(said, category=Reason.UNLAWFUL)
        notice = flags.give_notice(said, name="Анна", address="anna@example.org", reader_lang=Lang.RU)
        if notice is None:
            notice = db.session.scalars(sa.select(Flag).filter_by(address="anna@example.org")).first()
        links = [(flag_links.signed(notice.id), "to confirm"), ("forged", "forged link")]
        return [Sample(endpoint, {"token": token}, what=what) for token, what in links]

    return make


def point_samples() -> list[Sample]:
    rows = sa.select(Case).where(Case.verdict == Verdict.ASK_CHANGES).order_by(Case.id)
    found = []
    for one in db.session.scalars(rows).all():
        author = next(iter(SUBJECTS[one.subject].authors(SUBJECTS[one.subject].load(one.subject_id))), None)
        if author is not None and not author.roles and points.may_be_answered(one):
            db.session.merge(
                PointAnswer(
                    id=one.id,
                    case_id=one.id,
                    position=0,
                    author_id=author.id,
                    is_done=False,
                    words="Pas encore.",
                    lang=Lang.FR,
                    answered_at=now(),
                )
            )
            found.append(Sample("committee.answer_points", {"case_id": one.id}, author.email, one.subject))
    return found[:2]


def measure_samples() -> list[Sample]:
    people = sa.select(Account.id).where(~Account.appointments.any(), Account.confirmed_at.is_not(None))
    return [Sample("committee.measure", {"account_id": db.session.scalars(people.order_by(Account.id)).first()})]


def reported_samples() -> list[Sample]:
    found = [Sample("committee.flag", one.values, "", one.what) for one in removal_samples()]
    reply = db.session.scalars(sa.select(Comment).filter_by(state=State.PUBLISHED).order_by(Comment.id)).first()
    body = db.session.scalars(sa.select(Organisation).filter_by(state=State.PUBLISHED)).first()
    more = [("comment", reply.id), ("organisation", body.id)]
    found += [Sample("committee.flag", {"subject": name, "item_id": number}, "", name) for name, number in more]
    return found


def correction_samples() -> list[Sample]:
    texts = db.session.scalars(sa.select(Contribution).filter_by(state=State.PUBLISHED).order_by(Contribution.id))
    return [Sample("committee.correction", {"contribution_id": next(one.id for one in texts if not one.pending)})]


def case_samples() -> list[Sample]:
    found = {}
    for one in db.session.scalars(sa.select(Case).order_by(Case.id)):
        kind = f"{one.subject}, {one.state}, {one.verdict}"
        found.setdefault(kind, Sample("committee.case", {"case_id": one.id}, "", kind))
    return list(found.values())


def post_samples(endpoint: str) -> Callable[[], list[Sample]]:
    """What is done with a case."""
    return lambda: [replace(one, endpoint=endpoint) for one in case_samples() if ", open" in one.what]


def at_the_desk() -> None:
    """Notes of both sides, a case passed on, somebody who looks at it, a view that is kept, a conflict declared."""
    rows = sa.select(Case).filter_by(subject="contribution", state=CaseState.OPEN).order_by(Case.id)
    some = db.session.scalars(rows).all()
    for side in (Side.FRANCE, Side.RUSSIA):
        member = add_person(db.session, "member", side=side.value)
        notes.write(
            some[0], by=member, text="Vu avec nos collègues." if side is Side.FRANCE else "Обсудили с коллегами."
        )
        claims.claim(some[0], by=member)
        if side is Side.FRANCE:
            notes.pass_on(some[0], by=member, text="Pouvez-vous vérifier le nom de la ville ?")
            aside.step_aside(some[-1], by=member)
        else:
            secretary = add_person(db.session, "secretary_general", side=side.value)
            saved_views.save("Мои", Filters(is_mine=True), by=secretary)


def together_samples() -> list[Sample]:
    """Cases of every kind on one page; none."""
    rows = sa.select(Case.id).filter_by(state=CaseState.OPEN).order_by(Case.id)
    numbers = list(db.session.scalars(rows.limit(20)))
    return [Sample("committee.judge_together", {"case": numbers}), Sample("committee.judge_together", what="none")]


def note_samples() -> list[Sample]:
    writer = add_person(db.session, "member", side="france")
    case = db.session.scalars(sa.select(Case).filter_by(state=CaseState.OPEN).order_by(Case.id)).first()
    note = notes.write(case, by=writer, text="Une note entre nous.")
    db.session.flush()
    return [Sample("committee.take_back_note", {"note_id": note.id}, writer.email)]


def view_samples() -> list[Sample]:
    member = add_person(db.session, "member", side="france")
    view = saved_views.save("En retard", Filters(is_late=True), by=member)
    return [Sample("committee.delete_view", {"view_id": view.id}, member.email)]


def work_samples(endpoint: str) -> Callable[[], list[Sample]]:
    def make() -> list[Sample]:
        found = {}
        for one in db.session.scalars(sa.select(TranslationWork).order_by(TranslationWork.id)):
            item = TRANSLATED[one.subject].load(one.subject_id)
            authors = TRANSLATED[one.subject].authors(item) if item else []
            if one.state is not WorkState.CLOSED and authors and not authors[0].roles:
                claimed = "claimed" if one.claimed_by_id else "free"
                owner = authors[0].email if endpoint.endswith(".object_to") else ""
                found.setdefault(f"{one.state}, {claimed}", Sample(endpoint, {"work_id": one.id}, owner, one.state))
        return list(found.values())

    return make


def translate() -> None:
    """One text handed over, one begun by each translator, so that each of them sees one of their own."""
    rows = sa.select(TranslationWork).filter_by(state=WorkState.WAITING, subject="contribution")
    works = db.session.scalars(rows.order_by(TranslationWork.id)).all()
    people = db.session.scalars(
        sa.select(Account).join(Appointment, Appointment.account_id == Account.id).filter_by(role=Role.TRANSLATOR)
    ).all()
    for place, work in enumerate(works[:4]):
        texts = TRANSLATED[work.subject].texts(TRANSLATED[work.subject].load(work.subject_id))
        said = "Перевод." if work.lang is Lang.RU else "Traduction."
        words = {field.code: [said for _part in paragraphs(field.source)] for field in texts}
        deed = desk.submit if place < 2 else desk.save
        deed(work, words, by=people[place % len(people)], shown=work.source_digest)
        if place == 1:
            desk.take(work, by=people[0])


def draft_samples(endpoint: str) -> Callable[[], list[Sample]]:
    def make() -> list[Sample]:
        _draft, key = drafts.start(DraftKind.COOPERATION, Lang.FR)
        steps = STEPS if endpoint == "declaring.step" else (None,)
        return [Sample(endpoint, {"key": key} | ({"step": step} if step else {}), "", step or "") for step in steps]

    return make


def token_samples(endpoint: str, purpose: TokenPurpose, **key: Any) -> Callable[[], list[Sample]]:
    def make() -> list[Sample]:
        account = db.session.scalars(sa.select(Account).filter_by(**key).order_by(Account.id)).first()
        link = tokens.signed(tokens.issue(account, purpose, timedelta(hours=1)))
        return [Sample(endpoint, {"link": link}), Sample(endpoint, {"link": "forged"}, what="forged link")]

    return make


def mail_samples(endpoint: str) -> Callable[[], list[Sample]]:
    return lambda: [Sample(endpoint, {"mail_id": db.session.scalars(sa.select(MailboxMessage.id)).first()})]


def settle_samples() -> list[Sample]:
    organisation = db.session.scalars(sa.select(Organisation).filter_by(state=State.PUBLISHED, import_key=None)).first()
    asker = add_person(db.session)
    member = Membership(account=asker, role="member", state=MembershipState.ASKED, asked_at=now())
    organisation.members.append(member)
    db.session.flush()
    values = {"organisation_id": organisation.id, "membership_id": member.id}
    return [Sample("organisations.settle", values, organisation.members[0].account.email)]


def session_samples() -> list[Sample]:
    owner = db.session.scalars(sa.select(Account).where(~Account.appointments.any()).order_by(Account.id)).first()
    row, _identity = sessions.open_session(owner, "", with_code=False)
    return [Sample("accounts.end_session", {"number": row.id}, owner.email)]


def change_samples() -> list[Sample]:
    owner = db.session.scalars(sa.select(Account).where(~Account.appointments.any()).order_by(Account.id)).first()
    token = tokens.issue(owner, TokenPurpose.CHANGE_ADDRESS, timedelta(hours=1), new_email="new@example.org")
    link = tokens.signed(token)
    return [
        Sample("accounts.confirm_change", {"link": link}, owner.email),
        Sample("accounts.confirm_change", {"link": "forged"}, owner.email, "forged link"),
    ]


def waiting_name_samples() -> list[Sample]:
    person = add_person(db.session, wanted_name="Комитет")
    return [Sample("accounts.settle_name", {"account_id": person.id})]


def waiting_side_samples() -> list[Sample]:
    person = add_person(db.session, side_fixed_at=now())
    people_services.ask_side(person, Side.RUSSIA, "Я переехала в Казань.")
    request = db.session.scalars(sa.select(SideChangeRequest).filter_by(account_id=person.id)).one()
    return [Sample("accounts.settle_side", {"request_id": request.id})]


def requests_samples() -> list[Sample]:
    return [
        replace(one, endpoint="accounts.requests", values={}) for one in waiting_name_samples() + waiting_side_samples()
    ]


def merge_samples() -> list[Sample]:
    rows = sa.select(Organisation).filter_by(state=State.PUBLISHED, side=Side.FRANCE).order_by(Organisation.id)
    gone, stays = db.session.scalars(rows.where(Organisation.members.any()).limit(2))
    manager = gone.members[0].account
    merge = db.session.scalars(sa.select(OrganisationMerge).filter_by(organisation_id=gone.id)).first()
    if merge is None:
        merge = OrganisationMerge(
            organisation=gone, into=stays, state=MergeState.ASKED, asked_at=now(), asked_by=add_person(db.session)
        )
        db.session.add(merge)
        db.session.flush()
    values = {"organisation_id": gone.id, "merge_id": merge.id}
    return [Sample("organisations.settle_merge", values, manager.email)]


def affiliation_samples(endpoint: str) -> Callable[[], list[Sample]]:
    def make() -> list[Sample]:
        (place,) = verified_samples(endpoint)()
        owner = db.session.scalars(sa.select(Account).filter_by(email=place.owner)).one()
        federation = db.session.get_one(Organisation, place.values["organisation_id"])
        rows = sa.select(Organisation).filter_by(state=State.PUBLISHED, merged_into_id=None)
        member = db.session.scalars(rows.where(~Organisation.members.any()).order_by(Organisation.id)).first()
        listed = affiliations.list_member(federation, member, by=owner)
        more = {"affiliation_id": listed.id} if endpoint.endswith("answer_affiliation") else {}
        return [Sample(endpoint, place.values | more, place.owner)]

    return make


def guest_samples(endpoint: str) -> Callable[[], list[Sample]]:
    def make() -> list[Sample]:
        (place,) = verified_samples(endpoint)()
        owner = db.session.scalars(sa.select(Account).filter_by(email=place.owner)).one()
        organisation = db.session.get_one(Organisation, place.values["organisation_id"])
        sent = invitations.invite(organisation, "guest@example.org", MembershipRole.MANAGER, Lang.RU, by=owner)
        if endpoint.endswith("revoke_invitation"):
            return [Sample(endpoint, place.values | {"invitation_id": sent.id}, place.owner)]
        return [
            Sample(endpoint, {"link": invitations.link_of(sent)}),
            Sample(endpoint, {"link": "forged"}, "", "forged"),
        ]

    return make


def organisation_claim_samples(endpoint: str) -> Callable[[], list[Sample]]:
    def make() -> list[Sample]:
        rows = sa.select(Organisation).filter_by(state=State.PUBLISHED, side=Side.FRANCE, merged_into_id=None)
        organisation = db.session.scalars(rows.where(~Organisation.members.any()).order_by(Organisation.id)).first()
        known = db.session.scalars(sa.select(OrganisationClaim).filter_by(organisation_id=organisation.id)).first()
        owner = known.asked_by if known else add_person(db.session)
        organisation_claims.claim(organisation, "Je suis adjointe au maire : voir le site de la ville.", by=owner)
        return [Sample(endpoint, {"organisation_id": organisation.id}, owner.email)]

    return make


def record_claim_samples(endpoint: str) -> Callable[[], list[Sample]]:
    """A record that was read in public sources, claimed for a verified organisation of its partner's name."""

    def make() -> list[Sample]:
        known = db.session.scalars(sa.select(RecordClaim).order_by(RecordClaim.id)).first()
        if known is None:
            (place,) = verified_samples(endpoint)()
            owner = db.session.scalars(sa.select(Account).filter_by(email=place.owner)).one()
            organisation = db.session.get_one(Organisation, place.values["organisation_id"])
            rows = sa.select(Cooperation).filter_by(state=State.PUBLISHED, declared_side=None).order_by(Cooperation.id)
            record = db.session.scalars(rows).first()
            partner = next(one for one in record.public_version.partners if one.side is Side.FRANCE)
            partner.organisation_id = organisation.id
            db.session.flush()
            known = record_claims.claim(record, organisation, "Voir la page « Jumelages » de notre site.", by=owner)
        return [Sample(endpoint, {"cooperation_id": known.cooperation_id}, known.asked_by.email)]

    return make


def staff_samples(endpoint: str) -> Callable[[], list[Sample]]:
    def make() -> list[Sample]:
        rows = sa.select(Organisation).filter_by(state=State.PUBLISHED, import_key=None, side=Side.FRANCE)
        organisation = db.session.scalars(rows.order_by(Organisation.id)).first()
        manager = organisation.members[0]
        member = Membership(account=add_person(db.session), role="member", state=MembershipState.ACCEPTED)
        member.asked_at = now()
        organisation.members.append(member)
        db.session.flush()
        values = {"organisation_id": organisation.id}
        if endpoint.endswith((".promote", ".end_membership")):
            values["membership_id"] = member.id
        return [Sample(endpoint, values, manager.account.email)]

    return make


def verified_samples(endpoint: str) -> Callable[[], list[Sample]]:
    def make() -> list[Sample]:
        rows = sa.select(Organisation).filter_by(state=State.PUBLISHED, import_key=None, side=Side.FRANCE)
        organisation = db.session.scalars(rows.where(Organisation.verified_at.is_not(None))).first()
        return [Sample(endpoint, {"organisation_id": organisation.id}, organisation.members[0].account.email)]

    return make


def export_samples() -> list[Sample]:
    found = organisation_samples("exporting.of_organisation")()
    return [
        replace(one, values=one.values | {"form": form}) for one, form in zip(found, EXPORTS * len(found), strict=False)
    ]


def import_samples(endpoint: str) -> Callable[[], list[Sample]]:
    """An import in each of its states, of a verified organisation."""

    def make() -> list[Sample]:
        (place,) = verified_samples(endpoint)()
        owner = db.session.scalars(sa.select(Account).filter_by(email=place.owner)).one()
        organisation = db.session.get_one(Organisation, place.values["organisation_id"])
        more = {"form": "csv"} if endpoint.endswith("report") else {}
        found = []
        for state in ImportState:
            headings = ["Titre", "Partenaires français", "Partenaires russes", "Domaine"]
            lines = [
                Line(2, ["Chœurs d’été <evil-tag onclick=evil()>", "Chorale de Tulle", "Хор Смоленска", "culture"]),
                Line(3, ["=1", "", "", ""]),
            ]
            job = import_jobs.stage(
                import_jobs.Sheet("chorales.csv", headings, lines), by=owner, organisation=organisation
            )
            import_jobs.choose_columns(job, job.columns)
            db.session.flush()
            import_slices.advance(job.id)
            job.state = state
            job.ended_at = now() if state in {ImportState.DONE, ImportState.UNDONE} else None
            found.append(Sample(endpoint, {"job_id": job.id, **more}, place.owner, state.value))
        return found

    return make


def unmanaged_samples() -> list[Sample]:
    rows = sa.select(Organisation).filter_by(state=State.PUBLISHED, import_key=None, side=Side.FRANCE)
    organisation = db.session.scalars(rows.order_by(Organisation.id.desc())).first()
    for member in organisation.members:
        member.role = "member"
    db.session.flush()
    return [Sample("organisations.appoint_manager", {"organisation_id": organisation.id})]


def french_secretary() -> Account:
    return _secretary(Side.FRANCE)


def _secretary(side: Side) -> Account:
    rows = sa.select(Account).join(Appointment, Appointment.account_id == Account.id)
    return db.session.scalars(rows.where(Appointment.role == Role.SECRETARY_GENERAL, Account.side == side)).first()


def invitation_samples(endpoint: str) -> Callable[[], list[Sample]]:
    def make() -> list[Sample]:
        today = now().date()
        invited = add_person(db.session)
        nomination = inviting.invite(
            inviting.Offer(invited.email, Role.TRANSLATOR, today + timedelta(days=1), today + timedelta(days=90)),
            by=french_secretary(),
        )
        if endpoint == "committee.cancel_invitation":
            return [Sample(endpoint, {"nomination_id": nomination.id})]
        return [Sample(endpoint, {"link": key_of(nomination)}, invited.email)]

    return make


def mandate_samples(endpoint: str, side: Side, role: Role) -> Callable[[], list[Sample]]:
    def make() -> list[Sample]:
        rows = sa.select(Appointment).join(Account, Account.id == Appointment.account_id)
        # The one of the newest account: the roles are tried by those who came first.
        found = db.session.scalars(
            rows.where(Account.side == side, Appointment.role == role).order_by(Account.id.desc())
        )
        one = found.first()
        return [Sample(endpoint, {"appointment_id": one.id}, one.account.email)]

    return make


def deputy_samples() -> list[Sample]:
    (member,) = mandate_samples("committee.end_deputy", Side.FRANCE, Role.MEMBER)()
    account = db.session.scalars(sa.select(Account).filter_by(email=member.owner)).one()
    deputy = Deputy(
        account_id=account.id,
        role=Role.CO_PRESIDENT,
        since=now(),
        until=now() + timedelta(days=90),
        appointed_by_id=french_secretary().id,
    )
    db.session.add(deputy)
    db.session.flush()
    return [Sample("committee.end_deputy", {"deputy_id": deputy.id}, member.owner)]


def theme_samples(endpoint: str) -> Callable[[], list[Sample]]:
    """A proposal in one language, one that both sides have chosen, and a session; once for all routes."""

    def make() -> list[Sample]:
        known = {one.title.fr: one for one in db.session.scalars(sa.select(ThemeProposal))}
        if "L’air" not in known:
            by, year, moment = french_secretary(), now().year + 1, now()
            common = {"source_lang": Lang.FR, "side": Side.FRANCE, "proposed_by_id": by.id, "proposed_at": moment}
            why = Bilingual("Nos fleuves se ressemblent.", "Наши реки похожи.")
            both = {"confirmed_france_at": moment, "confirmed_russia_at": moment, "chosen_at": moment}
            known["L’eau"] = ThemeProposal(
                year=year, title=Bilingual("L’eau", ""), why=Bilingual("Pourquoi pas.", ""), **common
            )
            known["L’air"] = ThemeProposal(
                year=year + 1, title=Bilingual("L’air", "Воздух"), why=why, state=ThemeState.CHOSEN, **both, **common
            )
            session = CommitteeSession(starts_at=moment, theme_year=year, called_by_id=by.id, called_at=moment)
            session.place, session.agenda = Bilingual("Paris", "Париж"), Bilingual("Le thème.", "Тема.")
            db.session.add_all([*known.values(), session])
            db.session.flush()
        chosen = endpoint == "committee.open_theme"
        values = (
            {"proposal_id": known["L’air" if chosen else "L’eau"].id} if endpoint.split(".")[1] in THEME_DEEDS else {}
        )
        return [Sample(endpoint, values)]

    return make


def manager_samples() -> list[Sample]:
    (place,) = verified_samples("committee.propose_theme")()
    return [replace(place, values={})]


def policy_samples(endpoint: str) -> Callable[[], list[Sample]]:
    """One that the Russian side proposes; for readers, one that both agreed to and the first one."""

    def make() -> list[Sample]:
        db.session.execute(sa.update(Policy).filter_by(state=PolicyState.PROPOSED).values(state=PolicyState.WITHDRAWN))
        cells = policy_queries.newest_cells()
        lighter = "one_of_either" if cells["cooperation.refuse"] != "one_of_either" else "one_of_each"
        policy = Policy(
            cells=cells | {"cooperation.refuse": lighter},
            reason=Bilingual("Pour répondre plus vite.", "Чтобы отвечать быстрее."),
            wanted_from=now().date() + timedelta(days=30),
            proposed_side=Side.RUSSIA,
            proposed_by_id=_secretary(Side.RUSSIA).id,
            proposed_at=now(),
        )
        db.session.add(policy)
        db.session.flush()
        if endpoint != "committee.policy":
            return [Sample(endpoint, {"policy_id": policy.id})]
        policy_services.answer(policy, agreed=True, by=french_secretary())
        db.session.flush()
        return [Sample(endpoint, {"number": policy.number}), Sample(endpoint, {"number": 1}, what="the first one")]

    return make


def plain(endpoint: str) -> Callable[[], list[Sample]]:
    return lambda: [Sample(endpoint)]


def owner_of(account: Account | None) -> str:
    return account.email if account else ""


PLAIN = (
    "accounts.agree",
    "accounts.ask_reset",
    "accounts.check_mail",
    "accounts.delete",
    "accounts.deleted",
    "accounts.download",
    "accounts.mails",
    "accounts.try_address_again",
    "accounts.preferences",
    "accounts.resend",
    "accounts.reset_sent",
    "accounts.second_factor",
    "accounts.second_step",
    "accounts.second_step_begin",
    "accounts.second_step_codes",
    "accounts.second_step_off",
    "accounts.second_step_setup",
    "accounts.change_address",
    "accounts.change_name",
    "accounts.change_password",
    "accounts.change_side",
    "accounts.end_other_sessions",
    "accounts.sessions",
    "accounts.sign_in",
    "accounts.sign_out",
    "accounts.sign_up",
    "accounts.space",
    "accounts.unconfirmed",
    "committee.charter",
    "committee.decisions",
    "committee.decisions_file",
    "committee.figures_file",
    "committee.figures_page",
    "committee.invite",
    "committee.mandates",
    "committee.members",
    "committee.flag_sent",
    "committee.my_flags",
    "committee.next_case",
    "committee.call_session",
    "committee.policies",
    "committee.propose_policy",
    "committee.queue",
    "committee.save_view",
    "contributions.common_ground",
    "contributions.common_ground_file",
    "contributions.feed",
    "contributions.index",
    "translations.desk",
    "translations.figures",
    "contributions.mine",
    "contributions.my_replies",
    "contributions.save_draft",
    "contributions.write",
    "cooperations.chart",
    "cooperations.index",
    "declaring.places",
    "declaring.start",
    "importing.for_directory",
    "mailbox.index",
    "contributions.follow",
    "cooperations.follow",
    "following.index",
    "people.distances",
    "notifications.index",
    "notifications.mark_read",
    "organisations.index",
    "organisations.propose",
    "pages.about",
    "pages.accessibility",
    "pages.charter",
    "pages.contact",
    "pages.contact_sent",
    "pages.home",
    "pages.privacy",
    "pages.root",
    "workshops.add_to_agenda",
    "workshops.agenda_index",
    "workshops.all_feed",
    "workshops.create",
    "workshops.index",
    "workshops.own_calendar",
    "workshops.renew_calendar",
    "workshops.slots_page",
    "workshops.stop_calendar",
)

CASE_DEEDS = ("claim", "pass_on", "step_aside", "write_note")
DRAFTS = ("declaring.check", "declaring.discard", "declaring.resume", "declaring.similar", "declaring.step")
MAILS = ("mailbox.html", "mailbox.show", "mailbox.source")
COOPERATIONS = (
    "confirming.confirm",
    "confirming.state_activity",
    "cooperations.history",
    "cooperations.show",
    "declaring.correct",
    "declaring.language",
    "declaring.withdraw",
)
CONTRIBUTIONS = (
    "contributions.edit",
    "contributions.history",
    "contributions.reply",
    "contributions.restore_words",
    "contributions.save_correction",
    "contributions.show",
    "contributions.stance",
    "contributions.withdraw",
)
REPLIES = (
    "contributions.edit_reply",
    "contributions.reply_history",
    "contributions.show_reply",
    "contributions.withdraw_reply",
)
DESK = ("work", "write", "save_draft", "take", "release", "object_to")
ORGANISATIONS = ("organisations.edit", "organisations.join", "organisations.show")
INVITATIONS = ("answer_invitation", "invitation", "revoke_invitation")
CLAIMS = ("claim", "withdraw_claim")
EXPORTS = ("csv", "json", "geojson", "xlsx")
IMPORTS = ("columns", "discard", "report", "show", "start", "undo")
STAFF = ("answer_offer", "end_membership", "invite", "people", "promote", "quit_organisation", "stand_down")
WORKSHOPS = (
    "workshops.ask",
    "workshops.door",
    "workshops.duplicate",
    "workshops.enter",
    "workshops.hosting_page",
    "workshops.message",
    "workshops.presence",
    "workshops.presence_report",
    "workshops.registrants_file",
    "workshops.room",
    "workshops.series",
    "workshops.calendar_file",
    "workshops.cancel",
    "workshops.edit",
    "workshops.leave",
    "workshops.open_registration",
    "workshops.register",
    "workshops.registrants",
    "workshops.show",
)

THEME_DEEDS = ("complete_theme", "confirm_theme", "open_theme", "support_theme")
POLICY_DEEDS = ("answer_policy", "policy_proposal", "withdraw_policy")
AGENDA = ("workshops.agenda_entry", "workshops.edit_agenda", "workshops.remove_from_agenda")

SAMPLES: dict[str, Callable[[], list[Sample]]] = {
    **{name: plain(name) for name in PLAIN},
    **{name: draft_samples(name) for name in DRAFTS},
    **{name: mail_samples(name) for name in MAILS},
    **{name: cooperation_samples(name) for name in COOPERATIONS},
    **{name: contribution_samples(name) for name in CONTRIBUTIONS},
    **{name: reply_samples(name) for name in REPLIES},
    **{name: organisation_samples(name) for name in ORGANISATIONS},
    **{name: workshop_samples(name) for name in WORKSHOPS},
    **{name: agenda_samples(name) for name in AGENDA},
    "contributions.earlier_words": earlier(contribution_samples("contributions.earlier_words")),
    "contributions.earlier_words_of_reply": earlier(reply_samples("contributions.earlier_words_of_reply")),
    "contributions.sub_theme_feed": lambda: [Sample("contributions.sub_theme_feed", {"slug": "mobilite"})],
    "workshops.answers": answers_samples,
    "people.show": person_samples("people.show"),
    "people.keep_away": person_samples("people.keep_away", how="mute"),
    "people.come_back": person_samples("people.come_back"),
    "following.begin": follow_samples("following.begin"),
    "following.end": follow_samples("following.end"),
    "following.no_mails": no_mails_samples,
    "notifications.mark_one": notification_samples,
    "workshops.own_feed": feed_samples,
    "workshops.give_back": seat_link_samples("workshops.give_back", seat_links.Purpose.GIVE_BACK),
    "workshops.no_reminders": seat_link_samples("workshops.no_reminders", seat_links.Purpose.NO_REMINDERS),
    "workshops.sub_theme_feed": lambda: [Sample("workshops.sub_theme_feed", {"slug": "mobilite"})],
    "workshops.week": lambda: [Sample("workshops.week"), Sample("workshops.week", {"name": "2027-W01"}, what="named")],
    "workshops.month": lambda: [
        Sample("workshops.month"),
        Sample("workshops.month", {"name": "2027-02"}, what="named"),
    ],
    "accounts.confirm_address": token_samples(
        "accounts.confirm_address", TokenPurpose.CONFIRM_ADDRESS, email="confirming@example.org"
    ),
    "accounts.reset": token_samples("accounts.reset", TokenPurpose.RESET_PASSWORD),
    "committee.case": case_samples,
    "committee.cancel_invitation": invitation_samples("committee.cancel_invitation"),
    "committee.invitation": invitation_samples("committee.invitation"),
    "committee.end_mandate": mandate_samples("committee.end_mandate", Side.FRANCE, Role.MEMBER),
    "committee.end_deputy": deputy_samples,
    "committee.chosen_themes": theme_samples("committee.chosen_themes"),
    "committee.propose_theme": manager_samples,
    "committee.sessions": theme_samples("committee.sessions"),
    "committee.themes": theme_samples("committee.themes"),
    **{f"committee.{name}": theme_samples(f"committee.{name}") for name in THEME_DEEDS},
    "committee.policy": policy_samples("committee.policy"),
    **{f"committee.{name}": policy_samples(f"committee.{name}") for name in POLICY_DEEDS},
    "committee.delegate": mandate_samples("committee.delegate", Side.RUSSIA, Role.SECRETARY_GENERAL),
    "committee.take_back": mandate_samples("committee.take_back", Side.RUSSIA, Role.SECRETARY_GENERAL),
    **{f"committee.{name}": post_samples(f"committee.{name}") for name in CASE_DEEDS},
    "committee.judge_together": together_samples,
    "committee.delete_view": view_samples,
    "committee.take_back_note": note_samples,
    "committee.removal": removal_samples,
    "committee.flag": reported_samples,
    "committee.measure": measure_samples,
    "committee.answer_points": point_samples,
    "committee.confirm_flag": flag_samples("committee.confirm_flag"),
    "committee.withdraw_flag": flag_samples("committee.withdraw_flag"),
    "committee.correction": correction_samples,
    "committee.statement": statement_samples,
    **{f"translations.{name}": work_samples(f"translations.{name}") for name in DESK},
    "accounts.confirm_change": change_samples,
    "accounts.end_session": session_samples,
    "accounts.requests": requests_samples,
    "accounts.settle_name": waiting_name_samples,
    "accounts.settle_side": waiting_side_samples,
    **{f"organisations.{name}": staff_samples(f"organisations.{name}") for name in STAFF},
    "organisations.appoint_manager": unmanaged_samples,
    **{f"importing.{name}": import_samples(f"importing.{name}") for name in IMPORTS},
    "importing.for_organisation": verified_samples("importing.for_organisation"),
    "exporting.directory": lambda: [Sample("exporting.directory", {"form": form}) for form in EXPORTS],
    "exporting.of_organisation": export_samples,
    "importing.template": lambda: [Sample("importing.template", {"form": form}) for form in ("csv", "xlsx")],
    "organisations.members": affiliation_samples("organisations.members"),
    "organisations.answer_affiliation": affiliation_samples("organisations.answer_affiliation"),
    "organisations.sub_themes": verified_samples("organisations.sub_themes"),
    "organisations.propose_merge": verified_samples("organisations.propose_merge"),
    **{f"organisations.{name}": guest_samples(f"organisations.{name}") for name in INVITATIONS},
    **{f"organisations.{name}": organisation_claim_samples(f"organisations.{name}") for name in CLAIMS},
    **{f"confirming.{name}": record_claim_samples(f"confirming.{name}") for name in CLAIMS},
    "organisations.settle": settle_samples,
    "organisations.settle_merge": merge_samples,
}


def samples(endpoint: str) -> list[Sample]:
    """The addresses of a route, made in the present application context and committed."""
    made = SAMPLES[endpoint]()
    assert made, f"the demonstration has nothing to show {endpoint} with"
    db.session.commit()
    return made
