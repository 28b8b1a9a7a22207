"""A person of whom every table of the register holds something, and words that occur nowhere else."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from tests.committee.conftest import House
from tests.support.people import PASSWORD, add_person
from tests.workshops.making import add_workshop
from trianon.accounts import drafts, tokens
from trianon.accounts.affiliation_models import Affiliation, AffiliationState
from trianon.accounts.claiming_models import OrganisationClaim
from trianon.accounts.distance_models import Distance, DistanceKind
from trianon.accounts.invitation_models import Invitation, InvitationState
from trianon.accounts.merging_models import MergeState, OrganisationMerge
from trianon.accounts.models import Account, Appointment, DraftKind, TokenPurpose
from trianon.accounts.organisation_models import Membership, MembershipRole, MembershipState, Organisation
from trianon.accounts.passwords import hash_password
from trianon.accounts.request_models import RequestState, SideChangeRequest
from trianon.accounts.sessions import open_session
from trianon.bilingual.lang import Lang
from trianon.bilingual.models import Origin, Translation, TranslationState
from trianon.bilingual.text import Bilingual
from trianon.committee import aside, claims, flags, saved_views
from trianon.committee import notes as desk_notes
from trianon.committee import services as committee
from trianon.committee.mandate_models import Deputy, Nomination, NominationState
from trianon.committee.measure_models import Measure
from trianon.committee.measure_rules import MeasureKind
from trianon.committee.models import Appeal, Hold, Removal
from trianon.committee.policy_models import Policy, PolicyState
from trianon.committee.policy_rules import cells_of
from trianon.committee.queries import Filters
from trianon.committee.rules import TABLE, Reason, Verdict
from trianon.committee.theme_models import CommitteeSession, ThemeProposal, ThemeVoice
from trianon.contributions import comment_services
from trianon.contributions import services as contributions
from trianon.contributions.common_ground_rules import Answer
from trianon.contributions.stance_services import take_stance
from trianon.cooperations import import_jobs
from trianon.cooperations.claiming_models import RecordClaim
from trianon.cooperations.import_csv import Line
from trianon.cooperations.import_models import ImportState
from trianon.cooperations.models import ActivityStatement, Confirmation
from trianon.cooperations.vocabulary import Activity
from trianon.core.clock import now
from trianon.core.publication import State
from trianon.core.sides import Role, Side
from trianon.mail import addresses
from trianon.mail.models import MailboxMessage, OutboxMail
from trianon.mail.outbox import post
from trianon.mail.rules import PauseReason
from trianon.notifications import following_services
from trianon.notifications.following_models import News
from trianon.notifications.services import notify
from trianon.pages import contact_services
from trianon.pages.contact_models import ContactKind
from trianon.translations.models import TranslationWork
from trianon.translations.rules import WorkState
from trianon.workshops import services as workshops
from trianon.workshops.agenda_models import AgendaEntry
from trianon.workshops.room_models import CalendarFeed, HostMessage, Presence, Question

EMAIL, FORMER = "zinaida.unikum@example.org", "zinaida.before@example.net"
NAME, WANTED = "Зинаида Уникумова", "Zinaïda Wantedname"
# What must be nowhere once the account is deleted.
TRACES = (
    EMAIL,
    FORMER,
    NAME,
    WANTED,
    "Unikum",
    "Уникум",
    "Asia/Omsk",
    "unfinished-words",
    "why-another-side",
    "help-me",
    "my-question",
    "why-it-ended",
    "my-claim",
    "feed-key",
    "my-report",
    "my-notice",
)
TITLE = "Un passage couvert devant la gare"


class Whole:
    """Numbers of what the tests look at."""

    def __init__(self, session: Any) -> None:
        house = House(session)
        self.friend = house.person(name="Ami Fidèle").id
        person = add_person(
            session, "member", email=EMAIL, name=NAME, wanted_name=WANTED, time_zone="Asia/Omsk", side="france"
        )
        # A hash of her own: people of tests share one.
        person.password_hash = hash_password(PASSWORD)
        self.id = person.id
        self._account(session, person)
        self._organisation(session, house, person)
        self._workshops(session, house, person)
        self._records(session, house, person)
        self._texts(session, house, person)
        self._voices(house, person)
        self._reports(session, house, person)
        session.flush()

    def _account(self, session: Any, person: Any) -> None:
        open_session(person, "Mozilla/5.0 (X11; Linux) Firefox/140.0", with_code=True)
        token = tokens.issue(person, TokenPurpose.CHANGE_ADDRESS, timedelta(hours=1), new_email="later@unikum.example")
        token.email = FORMER
        person.side_fixed_at = now()
        session.add(
            SideChangeRequest(
                account_id=person.id,
                side=Side.OTHER,
                reason="why-another-side",
                state=RequestState.DECLINED,
                asked_at=now(),
                settled_at=now(),
                settled_by_id=self.friend,
            )
        )
        draft, _key = drafts.start(DraftKind.CONTRIBUTION, Lang.FR, person)
        drafts.save(draft, {"title": "unfinished-words"})
        notify(person.id, "workshops.waiting", workshop=1)
        self._follows(session, person)
        post("accounts.password_changed", person, account=person.id)
        session.add(
            OutboxMail(
                kind="accounts.confirm",
                data={"token": token.id},
                recipient_id=person.id,
                address=FORMER,
                provider="example.net",
                lang=Lang.FR,
                created_at=now(),
                state="sent",
                due_at=now(),
                finished_at=now(),
                message_id="<former@example.org>",
            )
        )
        for address, words in ((EMAIL, "Bonjour"), ("manager@example.org", f"{NAME} demande à agir")):
            session.add(
                MailboxMessage(
                    at=now(),
                    address=address,
                    message_id=f"<{address}>",
                    lang=Lang.FR,
                    subject="Un courriel",
                    text=words,
                    html=f"<p>{words}</p>",
                    raw=words.encode(),
                )
            )
        addresses.pause(EMAIL, PauseReason.DEAD, "5.1.1", account_id=person.id)
        contact_services.write(
            ContactKind.DATA, name=NAME, address=EMAIL, lang=Lang.FR, text="help-me", office="data@example.org"
        )

    def _follows(self, session: Any, person: Any) -> None:
        """Something followed, news of what the person did and let happen, somebody kept at a distance."""
        following_services.follow(person, "sub_theme", 1)
        session.add_all(
            News(
                kind="follows.contribution",
                data={"contribution": 1},
                author_id=one,
                by_id=other,
                at=now(),
                is_matched=True,
            )
            for one, other in ((person.id, None), (self.friend, person.id))
        )
        session.add(Distance(owner_id=person.id, other_id=self.friend, kind=DistanceKind.MUTED, since=now()))

    def _organisation(self, session: Any, house: House, person: Any) -> None:
        organisation: Organisation = house.organisation(person)
        self.organisation = organisation.id
        kept = session.scalars(sa.select(Membership).filter_by(account_id=person.id)).all()
        if not kept:
            kept = [Membership(organisation_id=organisation.id, account_id=person.id, asked_at=now())]
            session.add_all(kept)
        kept[0].role, kept[0].state = MembershipRole.MANAGER, MembershipState.ACCEPTED
        other = house.organisation(house.person(name="Autre Ami"))
        for asker, answers in ((person.id, self.friend), (self.friend, person.id)):
            session.add(
                OrganisationMerge(
                    organisation_id=organisation.id,
                    into_id=other.id,
                    state=MergeState.DECLINED,
                    asked_at=now(),
                    asked_by_id=asker,
                    settled_at=now(),
                    settled_by_id=answers,
                )
            )
        moment = {"lang": Lang.FR, "state": State.REFUSED, "version": 1, "asked_at": now(), "asked_by_id": person.id}
        session.add(OrganisationClaim(organisation_id=other.id, text="my-claim", **moment))
        self.claim = {"organisation_id": organisation.id, "text": "my-claim", **moment}
        for inviter, acceptor in ((self.friend, person.id), (person.id, self.friend)):
            session.add(
                Invitation(
                    organisation_id=organisation.id,
                    email=EMAIL if acceptor == person.id else "somebody@example.org",
                    role=MembershipRole.MEMBER,
                    lang=Lang.FR,
                    state=InvitationState.ACCEPTED,
                    invited_at=now(),
                    invited_by_id=inviter,
                    expires_at=now() + timedelta(days=14),
                    settled_at=now(),
                    accepted_by_id=acceptor,
                )
            )
        for asker, answers in ((person.id, self.friend), (self.friend, person.id)):
            session.add(
                Affiliation(
                    federation_id=organisation.id,
                    member_id=other.id,
                    state=AffiliationState.ENDED,
                    asked_at=now(),
                    asked_by_id=asker,
                    settled_at=now(),
                    settled_by_id=answers,
                )
            )
        # Somebody else's row in which this person had a hand.
        session.add(
            Membership(
                organisation_id=organisation.id,
                account_id=self.friend,
                role=MembershipRole.MEMBER,
                state=MembershipState.ACCEPTED,
                asked_at=now(),
                settled_at=now(),
                settled_by_id=person.id,
                offered_at=now(),
                offered_by_id=person.id,
            )
        )

    def _workshops(self, session: Any, house: House, person: Any) -> None:
        hosted = add_workshop(session, host_id=person.id)
        full = add_workshop(session, capacity=1)
        self.hosted, self.full = hosted.id, full.id
        workshops.register(full.id, by=person)
        self.next = house.person(name="Suivante Patiente").id
        workshops.register(full.id, by=session.get(Account, self.next))
        session.add_all(
            [
                Presence(workshop_id=full.id, account_id=person.id, source="host", marked_by_id=self.friend, at=now()),
                Question(workshop_id=full.id, account_id=person.id, lang=Lang.FR, text="my-question", asked_at=now()),
                HostMessage(
                    workshop_id=full.id,
                    author_id=person.id,
                    subject=Bilingual("Bientôt", "Скоро"),
                    text=Bilingual("À demain.", "До завтра."),
                    sent_at=now(),
                    recipients=1,
                ),
                CalendarFeed(account_id=person.id, feed_key="feed-key", made_at=now()),
                AgendaEntry(
                    title=Bilingual("Un festival", "Фестиваль"),
                    place=Bilingual("Tulle", "Тюль"),
                    organiser=Bilingual("La ville", "Город"),
                    summary=Bilingual("", ""),
                    starts_on=now().date(),
                    ends_on=now().date(),
                    recorded_by_id=person.id,
                    created_at=now(),
                    updated_at=now(),
                ),
            ]
        )

    def _records(self, session: Any, house: House, person: Any) -> None:
        cooperation = house.cooperation(person)
        self.cooperation = cooperation.id
        session.add(RecordClaim(cooperation_id=cooperation.id, **self.claim))
        session.add(
            ActivityStatement(
                cooperation_id=cooperation.id,
                side=Side.FRANCE,
                activity=Activity.ACTIVE,
                recorded_at=now(),
                stated_by_id=person.id,
            )
        )
        session.add(
            Confirmation(
                cooperation_id=cooperation.id,
                side=Side.FRANCE,
                organisation_id=self.organisation,
                confirmed_by_id=person.id,
                confirmed_at=now(),
            )
        )

        sheet = import_jobs.Sheet("unikum.csv", ["Titre"], [Line(2, ["Jumelage"])])
        job = import_jobs.stage(sheet, by=person, organisation=session.get(Organisation, self.organisation))
        job.state, job.ended_at, job.undone_by_id = ImportState.UNDONE, now(), person.id

    def _texts(self, session: Any, house: House, person: Any) -> None:
        public = house.contribution(person, TITLE)
        contributions.publish(public, by=None)
        self.public = public.id
        committee.close_cases("contribution", public.id)
        self.waiting = house.contribution(person, "Un texte qui attend encore").id
        comment = comment_services.reply(public, by=person, lang=Lang.FR, text="Et un banc sous le passage ?")
        comment_services.publish_reply(comment, by=None)
        committee.close_cases("comment", comment.id)
        self.reply = comment.id
        other = house.contribution(house.person(), "Une proposition des autres")
        contributions.publish(other, by=None)
        session.flush()
        take_stance(other, by=person, answer=Answer.AGREE)
        session.execute(
            sa.update(TranslationWork)
            .where(TranslationWork.subject_id == other.id, TranslationWork.subject == "contribution")
            .values(translator_id=person.id, state=WorkState.DRAFT)
        )
        session.add(
            Translation(
                subject="contribution",
                subject_id=public.id,
                field="title",
                lang=Lang.RU,
                state=TranslationState.DRAFT,
                origin=Origin.HUMAN,
                source_digest="x" * 32,
                translator_id=person.id,
                created_at=now(),
            )
        )

    def _voices(self, house: House, person: Any) -> None:
        """One that is alone on its case, and one beside a colleague's."""
        other = house.person("member", "russia")
        lonely, shared = (house.cooperation(house.person(), f"Jumelage {n} de deux écoles") for n in (1, 2))
        cases = [house.case_of(lonely), house.case_of(shared)]
        self.lonely, self.shared = (case.id for case in cases)
        for case, by, verdict in (
            (cases[0], person, "accept"),
            (cases[1], person, "accept"),
            (cases[1], other, "refuse"),
        ):
            committee.give_voice(
                case,
                by=by,
                verdict=Verdict(verdict),
                reasons=[Reason.OFF_TOPIC] if verdict == "refuse" else [],
                note="Voici pourquoi." if verdict == "refuse" else "",
                note_lang=Lang.FR,
                shown_version=case.version,
            )
        desk_notes.write(cases[1], by=person, text="my-note-to-colleagues")
        desk_notes.pass_on(cases[1], by=person, text="asked-of-the-other-side")
        claims.claim(cases[1], by=person)
        saved_views.save("my-view", Filters(is_late=True), by=person)
        aside.step_aside(house.case_of(house.cooperation(house.person(), "Jumelage de deux musées")), by=person)
        removal = Removal(subject="contribution", subject_id=self.public, version=1, asked_at=now(), ended_at=now())
        hidden = {"subject": "contribution", "subject_id": self.public, "version": 1, "side": Side.FRANCE}
        removal.holds.append(
            Hold(**hidden, placed_by_id=person.id, is_unlawful=False, placed_at=now(), lifted_at=now())
        )
        appeal = Appeal(contested_id=self.shared, made_by_id=person.id, text="my-appeal", lang=Lang.FR, made_at=now())
        house.session.add_all([removal, appeal])
        self._offices(house, person)

    def _offices(self, house: House, person: Any) -> None:
        """Invited, standing in, and out of an office with a note."""
        person.appointments.append(
            Appointment(role=Role.HOST, since=now(), until=now(), appointed_by_id=self.friend, end_note="why-it-ended")
        )
        today = now().date()
        offer = {"side": Side.FRANCE, "lang": Lang.FR, "begins_on": today, "ends_on": today, "invited_at": now()}
        asked = Nomination(email=EMAIL, role=Role.TRANSLATOR, invited_by_id=self.friend, expires_at=now(), **offer)
        accepted = Nomination(
            **offer,
            email=FORMER,
            role=Role.MEMBER,
            state=NominationState.ACCEPTED,
            settled_at=now(),
            account_id=person.id,
            invited_by_id=self.friend,
            expires_at=now(),
        )
        sent = Nomination(**offer, email="other@example.net", role=Role.HOST, invited_by_id=person.id, expires_at=now())
        stands_in = Deputy(
            account_id=person.id, role=Role.CO_PRESIDENT, since=now(), until=now(), appointed_by_id=self.friend
        )
        changed = Policy(
            cells=cells_of(TABLE),
            reason=Bilingual("Pour aller plus vite.", "Чтобы было быстрее."),
            wanted_from=today,
            state=PolicyState.WITHDRAWN,
            proposed_side=Side.FRANCE,
            proposed_by_id=person.id,
            proposed_at=now(),
        )
        house.session.add_all([asked, accepted, sent, stands_in, changed])
        theme = ThemeProposal(
            year=2031,
            title=Bilingual("L’eau", "Вода"),
            why=Bilingual("Nos fleuves.", "Наши реки."),
            source_lang=Lang.FR,
            side=Side.FRANCE,
            proposed_by_id=person.id,
            proposed_at=now(),
        )
        theme.voices.append(ThemeVoice(year=2031, member_id=person.id, side=Side.FRANCE, given_at=now()))
        held = CommitteeSession(starts_at=now(), called_by_id=person.id, called_at=now())
        held.place, held.agenda = Bilingual("Paris", "Париж"), Bilingual("Le thème", "Тема")
        house.session.add_all([theme, held])

    def _reports(self, session: Any, house: House, person: Any) -> None:
        """A report from the account, and one that was made from its address without it."""
        other = house.contribution(house.person(), "Un texte signalé")
        contributions.publish(other, by=None)
        committee.close_cases("contribution", other.id)
        said = flags.Said("contribution", other.id, 1, Reason.ATTACK, "my-report", "192.0.2.7")
        flags.report(said, by=person)
        again = replace(said, category=Reason.UNLAWFUL, words="my-notice")
        flags.give_notice(again, name=NAME, address=EMAIL, reader_lang=Lang.FR)
        days = {"kind": MeasureKind.PAUSE, "days": 7}
        session.add(Measure(account_id=person.id, **days, asked_at=now(), begun_at=now(), until=now(), ended_at=now()))
        person.paused_until = now()
