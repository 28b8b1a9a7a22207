"""Route × role: the table is written by hand, and every route is tried with every role against it.

`+` let in · `s` asked to sign in · `c` asked to confirm the address first · `-` refused (403) · `0` hidden (404)

The record behind an address belongs to `owner`: its author, declarer, manager or host. Unless the line says otherwise
it is one that is not public: submitted, or a workshop of the programme.
"""

from __future__ import annotations

from unittest.mock import patch

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.site.samples import Sample, samples
from tests.support import people as people_support
from trianon.accounts.models import Account, Appointment
from trianon.core.database import db
from trianon.core.sides import Role

#            visitor
#            | unconfirmed
#            | | participant (of the French side, not the owner)
#            | | | owner
#            | | | | translator
#            | | | | | host (of another workshop)
#            | | | | | | member
#            | | | | | | | co-president
#            | | | | | | | | secretary general
#            | | | | | | | | | administrator
EVERYBODY = "+ + + + + + + + + +"
SIGNED_IN = "s + + + + + + + + +"
CONFIRMED = "s c + + + + + + + +"
COMMITTEE = "s c - - - - + + + -"
OWNER = "s c - + - - - - - -"
# The same where the record is not public: who may not see it is not told that it exists.
HIDDEN = "s c 0 + 0 0 - - - 0"
AUTHOR = "s c 0 + 0 0 0 0 0 0"
# One step after another: without the password just given, back to the beginning.
AFTER_PASSWORD = "s s s s s s s s s s"
READERS = "0 0 0 + 0 0 + + + 0"
SECRETARY = "s c - - - - - - + -"
APPOINTING = "s c - - - - - + + -"
IMPORTERS = "s c - - - - - - + +"
HOST = "s c - + - - - - + -"
TRANSLATOR = "s c - - + - - - - -"
PLANNER = "s c - + - + - - + -"

TABLE = {
    "GET pages.root": EVERYBODY,
    "GET pages.home": EVERYBODY,
    "GET pages.about": EVERYBODY,
    "GET pages.accessibility": EVERYBODY,
    "GET pages.charter": EVERYBODY,
    "GET pages.contact": EVERYBODY,
    "POST pages.contact": EVERYBODY,
    "GET pages.contact_sent": EVERYBODY,
    "GET pages.privacy": EVERYBODY,
    # accounts
    "GET accounts.sign_up": EVERYBODY,
    "POST accounts.sign_up": EVERYBODY,
    "GET accounts.check_mail": EVERYBODY,
    "GET accounts.sign_in": EVERYBODY,
    "POST accounts.sign_in": EVERYBODY,
    "GET accounts.second_factor": AFTER_PASSWORD,
    "POST accounts.second_factor": AFTER_PASSWORD,
    "POST accounts.sign_out": EVERYBODY,
    "GET accounts.ask_reset": EVERYBODY,
    "POST accounts.ask_reset": EVERYBODY,
    "GET accounts.reset_sent": EVERYBODY,
    "GET accounts.reset": EVERYBODY,
    "POST accounts.reset": EVERYBODY,
    "GET accounts.confirm_address": EVERYBODY,
    "POST accounts.confirm_address": EVERYBODY,
    "GET accounts.unconfirmed": SIGNED_IN,
    "POST accounts.resend": SIGNED_IN,
    "GET accounts.space": SIGNED_IN,
    "GET accounts.agree": SIGNED_IN,
    "POST accounts.agree": SIGNED_IN,
    "GET accounts.download": SIGNED_IN,
    "POST accounts.download": SIGNED_IN,
    "GET accounts.delete": SIGNED_IN,
    "POST accounts.delete": SIGNED_IN,
    "GET accounts.deleted": EVERYBODY,
    "GET accounts.mails": SIGNED_IN,
    "POST accounts.try_address_again": SIGNED_IN,
    "GET accounts.preferences": SIGNED_IN,
    "POST accounts.preferences": SIGNED_IN,
    "GET accounts.second_step": SIGNED_IN,
    "POST accounts.second_step_begin": SIGNED_IN,
    "GET accounts.second_step_setup": SIGNED_IN,
    "POST accounts.second_step_setup": SIGNED_IN,
    "GET accounts.second_step_codes": SIGNED_IN,
    "POST accounts.second_step_codes": SIGNED_IN,
    "GET accounts.second_step_off": SIGNED_IN,
    "POST accounts.second_step_off": SIGNED_IN,
    "GET accounts.change_address": SIGNED_IN,
    "POST accounts.change_address": SIGNED_IN,
    # A link from a mail: whoever did not ask for it is told that it is no link.
    "GET accounts.confirm_change": "s 0 0 + 0 0 0 0 0 0",
    "POST accounts.confirm_change": "s 0 0 + 0 0 0 0 0 0",
    "GET accounts.change_password": SIGNED_IN,
    "POST accounts.change_password": SIGNED_IN,
    "GET accounts.change_name": SIGNED_IN,
    "POST accounts.change_name": SIGNED_IN,
    "GET accounts.change_side": CONFIRMED,
    "POST accounts.change_side": CONFIRMED,
    "GET accounts.requests": SECRETARY,
    "POST accounts.settle_name": SECRETARY,
    "POST accounts.settle_side": SECRETARY,
    "GET accounts.sessions": SIGNED_IN,
    "POST accounts.end_session": "s 0 0 + 0 0 0 0 0 0",
    "POST accounts.end_other_sessions": SIGNED_IN,
    "GET notifications.index": SIGNED_IN,
    "POST notifications.mark_read": SIGNED_IN,
    # A line of one inbox.
    "POST notifications.mark_one": "s 0 0 + 0 0 0 0 0 0",
    # following
    "GET following.index": CONFIRMED,
    "POST following.index": CONFIRMED,
    "POST following.begin": CONFIRMED,
    "POST following.end": CONFIRMED,
    # Whoever has the link of a mail.
    "GET following.no_mails": EVERYBODY,
    "POST following.no_mails": EVERYBODY,
    "POST cooperations.follow": CONFIRMED,
    # organisations
    "GET organisations.index": EVERYBODY,
    "GET organisations.propose": CONFIRMED,
    "POST organisations.propose": CONFIRMED,
    "GET organisations.show": READERS,
    "GET organisations.edit": HIDDEN,
    "POST organisations.edit": HIDDEN,
    "POST organisations.join": "s c 0 + 0 0 + + + 0",
    "POST organisations.settle": OWNER,
    # A verified one; whoever does not manage it may know that it is there.
    "GET organisations.people": OWNER,
    "POST organisations.promote": OWNER,
    "POST organisations.end_membership": OWNER,
    "GET organisations.members": OWNER,
    "POST organisations.members": OWNER,
    "POST organisations.answer_affiliation": OWNER,
    "GET organisations.sub_themes": OWNER,
    "POST organisations.sub_themes": OWNER,
    "POST organisations.invite": OWNER,
    "POST organisations.revoke_invitation": OWNER,
    # Whoever has the link of the mail.
    "GET organisations.invitation": EVERYBODY,
    "POST organisations.answer_invitation": EVERYBODY,
    "POST organisations.answer_offer": AUTHOR,
    # One's own place in it: where there is none, there is nothing to end.
    "POST organisations.stand_down": AUTHOR,
    "POST organisations.quit_organisation": AUTHOR,
    # The secretary general of its side.
    "GET organisations.appoint_manager": SECRETARY,
    "POST organisations.appoint_manager": SECRETARY,
    # A public one: its managers and the secretary general of its side propose, one of its side answers.
    "GET organisations.propose_merge": "s c - + - - - - + -",
    "POST organisations.propose_merge": "s c - + - - - - + -",
    "POST organisations.settle_merge": COMMITTEE,
    # A public one that nobody acts for; the owner has claimed it.
    "GET organisations.claim": CONFIRMED,
    "POST organisations.claim": CONFIRMED,
    "POST organisations.withdraw_claim": AUTHOR,
    # A public record that nobody declared; the owner has claimed it for a partner.
    "GET confirming.claim": CONFIRMED,
    "POST confirming.claim": CONFIRMED,
    "POST confirming.withdraw_claim": AUTHOR,
    # cooperations
    "GET cooperations.index": EVERYBODY,
    "GET cooperations.history": READERS,
    "GET cooperations.chart": EVERYBODY,
    "GET cooperations.show": READERS,
    "GET exporting.directory": EVERYBODY,
    "GET exporting.of_organisation": READERS,
    # imports: the manager of a verified organisation; for the directory, whoever may say what was read in sources
    "GET importing.template": EVERYBODY,
    "GET importing.for_organisation": OWNER,
    "POST importing.for_organisation": OWNER,
    "GET importing.for_directory": IMPORTERS,
    "POST importing.for_directory": IMPORTERS,
    "GET importing.show": AUTHOR,
    "POST importing.columns": AUTHOR,
    "POST importing.start": AUTHOR,
    "GET importing.undo": AUTHOR,
    "POST importing.undo": AUTHOR,
    "POST importing.discard": AUTHOR,
    "GET importing.report": AUTHOR,
    "GET declaring.start": EVERYBODY,
    "POST declaring.start": EVERYBODY,
    # Whoever has the draft's secret key in the address: it belongs to no account yet.
    "GET declaring.resume": EVERYBODY,
    "GET declaring.places": EVERYBODY,
    "GET declaring.similar": EVERYBODY,
    "POST declaring.similar": EVERYBODY,
    "GET declaring.step": EVERYBODY,
    "POST declaring.step": EVERYBODY,
    "GET declaring.check": EVERYBODY,
    # Sending needs an account.
    "POST declaring.check": CONFIRMED,
    "POST declaring.discard": EVERYBODY,
    "GET declaring.correct": HIDDEN,
    "POST declaring.correct": HIDDEN,
    "GET declaring.language": "s c - + - - + + + -",
    "POST declaring.language": "s c - + - - + + + -",
    "GET declaring.withdraw": HIDDEN,
    "POST declaring.withdraw": HIDDEN,
    # A public record, and nobody here who speaks for a verified partner of it.
    "GET confirming.confirm": "s c - - - - - - - -",
    "POST confirming.confirm": "s c - - - - - - - -",
    "GET confirming.state_activity": "s c - - - - - - - -",
    "POST confirming.state_activity": "s c - - - - - - - -",
    # workshops
    "GET workshops.index": EVERYBODY,
    "GET workshops.show": EVERYBODY,
    "GET workshops.calendar_file": EVERYBODY,
    "GET workshops.create": PLANNER,
    "POST workshops.create": PLANNER,
    "POST workshops.register": CONFIRMED,
    "POST workshops.leave": CONFIRMED,
    # Whoever is not registered is led to where one registers.
    "GET workshops.answers": CONFIRMED,
    "POST workshops.answers": CONFIRMED,
    "GET workshops.give_back": EVERYBODY,
    "POST workshops.give_back": EVERYBODY,
    "GET workshops.no_reminders": EVERYBODY,
    "POST workshops.no_reminders": EVERYBODY,
    "GET workshops.registrants": HOST,
    "GET workshops.edit": HOST,
    "POST workshops.edit": HOST,
    "POST workshops.open_registration": HOST,
    "GET workshops.cancel": HOST,
    "POST workshops.cancel": HOST,
    # Whoever has no seat is not told that there is a door; hosts and secretaries general hold the meeting.
    "GET workshops.door": "s c 0 + 0 0 0 0 + 0",
    "POST workshops.enter": "s c 0 + 0 0 0 0 + 0",
    # Signed by the service that held the meeting: without its signature everybody is refused with 401.
    "POST workshops.presence_report": EVERYBODY,
    "GET workshops.ask": CONFIRMED,
    "POST workshops.ask": CONFIRMED,
    "GET workshops.hosting_page": HOST,
    "GET workshops.room": HOST,
    "POST workshops.room": HOST,
    "GET workshops.presence": HOST,
    "POST workshops.presence": HOST,
    "GET workshops.message": HOST,
    "POST workshops.message": HOST,
    "GET workshops.registrants_file": HOST,
    "GET workshops.slots_page": "s c - - - + - - + -",
    "GET workshops.duplicate": HOST,
    "GET workshops.series": HOST,
    "POST workshops.series": HOST,
    "GET workshops.week": EVERYBODY,
    "GET workshops.month": EVERYBODY,
    "GET workshops.all_feed": EVERYBODY,
    "GET workshops.sub_theme_feed": EVERYBODY,
    # Whoever has the secret address: a calendar cannot sign in.
    "GET workshops.own_feed": EVERYBODY,
    "GET workshops.own_calendar": SIGNED_IN,
    "POST workshops.renew_calendar": SIGNED_IN,
    "POST workshops.stop_calendar": SIGNED_IN,
    "GET workshops.agenda_index": EVERYBODY,
    "GET workshops.agenda_entry": EVERYBODY,
    "GET workshops.add_to_agenda": "s c - - - + - - + -",
    "POST workshops.add_to_agenda": "s c - - - + - - + -",
    "GET workshops.edit_agenda": HOST,
    "POST workshops.edit_agenda": HOST,
    "POST workshops.remove_from_agenda": HOST,
    # contributions
    "GET contributions.index": EVERYBODY,
    "GET contributions.feed": EVERYBODY,
    "GET contributions.sub_theme_feed": EVERYBODY,
    "GET contributions.show": READERS,
    "GET contributions.history": READERS,
    "POST contributions.restore_words": AUTHOR,
    "GET contributions.write": EVERYBODY,
    "POST contributions.write": EVERYBODY,
    "POST contributions.save_draft": EVERYBODY,
    "POST contributions.follow": CONFIRMED,
    "GET contributions.mine": SIGNED_IN,
    "GET contributions.edit": AUTHOR,
    "POST contributions.edit": AUTHOR,
    "POST contributions.save_correction": AUTHOR,
    "POST contributions.withdraw": AUTHOR,
    "POST contributions.stance": CONFIRMED,
    # A reply that waits, below a text that everybody reads.
    "GET contributions.reply": CONFIRMED,
    "POST contributions.reply": CONFIRMED,
    "GET contributions.my_replies": SIGNED_IN,
    "GET contributions.show_reply": READERS,
    "GET contributions.edit_reply": HIDDEN,
    "POST contributions.edit_reply": HIDDEN,
    "POST contributions.withdraw_reply": HIDDEN,
    "POST contributions.earlier_words": AUTHOR,
    "GET contributions.reply_history": READERS,
    "POST contributions.earlier_words_of_reply": HIDDEN,
    "GET contributions.common_ground": EVERYBODY,
    "GET contributions.common_ground_file": EVERYBODY,
    # people: whoever has written in public; a page that is private
    "GET people.show": EVERYBODY,
    "GET people.distances": SIGNED_IN,
    "POST people.keep_away": CONFIRMED,
    "POST people.come_back": CONFIRMED,
    # translations
    "GET translations.desk": TRANSLATOR,
    "GET translations.work": TRANSLATOR,
    "POST translations.write": TRANSLATOR,
    "POST translations.save_draft": TRANSLATOR,
    "POST translations.take": TRANSLATOR,
    "POST translations.release": TRANSLATOR,
    # For the author of the translated text alone.
    "POST translations.object_to": AUTHOR,
    "GET translations.figures": EVERYBODY,
    # committee
    "GET committee.charter": EVERYBODY,
    "GET committee.queue": COMMITTEE,
    "GET committee.case": COMMITTEE,
    "POST committee.case": COMMITTEE,
    "GET committee.judge_together": COMMITTEE,
    "POST committee.judge_together": COMMITTEE,
    "POST committee.next_case": COMMITTEE,
    "POST committee.claim": COMMITTEE,
    "POST committee.write_note": COMMITTEE,
    # A note of the French side, by its writer.
    "POST committee.take_back_note": "s c - + - - - - - -",
    "POST committee.pass_on": COMMITTEE,
    "POST committee.step_aside": COMMITTEE,
    "POST committee.save_view": COMMITTEE,
    "POST committee.delete_view": "s c - + - - 0 0 0 -",
    "GET committee.decisions": EVERYBODY,
    "GET committee.decisions_file": EVERYBODY,
    # A decision on one's own text.
    "GET committee.statement": AUTHOR,
    "POST committee.statement": AUTHOR,
    # A public text.
    "GET committee.removal": COMMITTEE,
    "POST committee.removal": COMMITTEE,
    # A public text; a member of the committee is sent on to its removal.
    "GET committee.flag": EVERYBODY,
    "POST committee.flag": EVERYBODY,
    "GET committee.flag_sent": EVERYBODY,
    "GET committee.confirm_flag": EVERYBODY,
    "POST committee.confirm_flag": EVERYBODY,
    "GET committee.my_flags": CONFIRMED,
    "POST committee.withdraw_flag": AUTHOR,
    "GET committee.correction": COMMITTEE,
    "POST committee.correction": COMMITTEE,
    "GET committee.figures_page": EVERYBODY,
    "GET committee.figures_file": EVERYBODY,
    # Changes asked for in one's own text.
    "GET committee.answer_points": AUTHOR,
    "POST committee.answer_points": AUTHOR,
    # the body: offices are given by the secretaries general, and by the co-president where that office is concerned
    "GET committee.members": EVERYBODY,
    "GET committee.mandates": APPOINTING,
    "GET committee.invite": APPOINTING,
    "POST committee.invite": APPOINTING,
    # Of the French side.
    "POST committee.cancel_invitation": APPOINTING,
    # An invitation of somebody else is none.
    "GET committee.invitation": AUTHOR,
    "POST committee.invitation": AUTHOR,
    # A French member's: their own, or the secretary general's to end.
    "GET committee.end_mandate": "s c 0 + 0 0 0 0 + 0",
    "POST committee.end_mandate": "s c 0 + 0 0 0 0 + 0",
    # A French member who stands in for the French co-president.
    "POST committee.end_deputy": "s c 0 + 0 0 0 0 + 0",
    # The Russian secretary general's own: nobody else delegates it, the French one neither.
    "GET committee.delegate": "s c 0 + 0 0 0 0 0 0",
    "POST committee.delegate": "s c 0 + 0 0 0 0 0 0",
    "POST committee.take_back": "s c 0 + 0 0 0 0 0 0",
    "GET committee.policies": EVERYBODY,
    "GET committee.policy": EVERYBODY,
    "GET committee.propose_policy": SECRETARY,
    "POST committee.propose_policy": SECRETARY,
    "GET committee.policy_proposal": SECRETARY,
    # Proposed by the Russian side; the French one answers, and cannot take back what is not its own.
    "POST committee.answer_policy": SECRETARY,
    "POST committee.withdraw_policy": "s c - - - - - - - -",
    # the choice of a theme: closed until both sides have chosen
    "GET committee.chosen_themes": EVERYBODY,
    "GET committee.themes": COMMITTEE,
    # Members, and managers of verified organisations: such a one is the owner here.
    "GET committee.propose_theme": "s c - + - - + + + -",
    "POST committee.propose_theme": "s c - + - - + + + -",
    "GET committee.complete_theme": COMMITTEE,
    "POST committee.complete_theme": COMMITTEE,
    "POST committee.support_theme": COMMITTEE,
    "POST committee.confirm_theme": APPOINTING,
    # One that both have chosen.
    "GET committee.open_theme": SECRETARY,
    "POST committee.open_theme": SECRETARY,
    "GET committee.sessions": COMMITTEE,
    "GET committee.call_session": SECRETARY,
    "POST committee.call_session": SECRETARY,
    "GET committee.measure": COMMITTEE,
    "POST committee.measure": COMMITTEE,
    # the demonstration's mailbox; outside the demonstration it does not exist
    "GET mailbox.index": EVERYBODY,
    "GET mailbox.show": EVERYBODY,
    "GET mailbox.html": EVERYBODY,
    "GET mailbox.source": EVERYBODY,
}  # fmt: skip

# Which of a route's samples is tried, where it is not the first: a word of what it shows.
CHOSEN = {
    "cooperations.history": "submitted",
    "cooperations.show": "submitted",
    "declaring.language": "published, declared",
    "contributions.show": "submitted, None",
    "contributions.history": "submitted, None",
    "contributions.restore_words": "submitted, None",
    "organisations.show": "submitted",
    "exporting.of_organisation": "submitted",
    "organisations.join": "submitted",
    "organisations.edit": "submitted",
    "declaring.correct": "submitted",
    "declaring.withdraw": "submitted",
    "contributions.edit": "submitted, None",
    "contributions.save_correction": "submitted, None",
    "contributions.withdraw": "submitted, None",
    "contributions.stance": "published, None",
    "contributions.reply": "published, None",
    "contributions.show_reply": "submitted",
    "contributions.edit_reply": "submitted",
    "contributions.withdraw_reply": "submitted",
    "contributions.earlier_words": "submitted, None",
    "contributions.reply_history": "submitted",
    "contributions.earlier_words_of_reply": "submitted",
    "translations.work": "waiting",
    "translations.take": "waiting",
    "translations.object_to": "reviewed",
    "committee.case": "contribution, open",
    **{f"committee.{deed}": "contribution, open" for deed in ("claim", "pass_on", "step_aside", "write_note")},
    "committee.statement": "contribution, refuse",
    "workshops.register": "open, free, to come",
}
MANDATES = [Role.TRANSLATOR, Role.HOST, Role.MEMBER, Role.CO_PRESIDENT]
MANDATES += [Role.SECRETARY_GENERAL, Role.ADMINISTRATOR]
NAMES = ("visitor", "unconfirmed", "participant", "owner", *[role.value for role in MANDATES])


def test_every_route_is_in_the_table(demo_app: Flask) -> None:
    routes = {
        f"{method} {rule.endpoint}"
        for rule in demo_app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.endpoint != "static"
    }
    assert routes == set(TABLE)


def test_every_role_finds_what_the_table_says(demo_app: Flask) -> None:
    demo_app.config["WTF_CSRF_ENABLED"] = False
    wrong = []
    for line, expected in TABLE.items():
        method, endpoint = line.split()
        with demo_app.app_context():
            sample = sample_of(endpoint)
            path = sample.path(demo_app, "fr")
            everybody = [identity_of(name, sample, endpoint) for name in NAMES]
        found = [try_it(demo_app, method, path, identity) for identity in everybody]
        if found != expected.split():
            wrong.append(f"{line}: {' '.join(found)} instead of {expected}")
    assert not wrong, "\n".join(wrong)


def try_it(app: Flask, method: str, path: str, identity: str | None) -> str:
    """Ask for the route in a role, with an empty form; nothing of what it changes is kept for the next one."""
    client = app.test_client()
    if identity:
        with client.session_transaction() as session:
            session["_user_id"], session["_fresh"] = identity, True
    # Written, and taken back at the end of the request: the next role finds the same record.
    with patch.object(Session, "commit", Session.flush):
        return outcome(client, method, path)


def sample_of(endpoint: str) -> Sample:
    found = samples(endpoint)
    wanted = CHOSEN.get(endpoint, "")
    return next(sample for sample in found if wanted in sample.what)


def identity_of(name: str, sample: Sample, endpoint: str) -> str | None:
    if name == "visitor":
        return None
    people = sa.select(Account).order_by(Account.id)
    if name == "unconfirmed":
        people = people.where(Account.email == "unconfirmed@example.org")
    elif name == "participant" or (name == "owner" and not sample.owner and endpoint != "workshops.create"):
        people = people.where(~Account.appointments.any(), Account.confirmed_at.is_not(None), Account.side == "france")
        people = people.where(Account.email != sample.owner).offset(3)
    elif name == "owner" and sample.owner:
        people = people.where(Account.email == sample.owner)
    else:
        role = Role.HOST if name == "owner" else Role(name)
        people = people.join(Appointment, Appointment.account_id == Account.id).where(Appointment.role == role)
        people = people.where(Account.email != sample.owner)
    found = db.session.scalars(people).first()
    assert found is not None, f"nobody is {name}"
    return people_support.identity_of(db.session, found)


def outcome(client: FlaskClient, method: str, path: str) -> str:
    answer = client.open(path, method=method)
    place = answer.headers.get("Location", "")
    if answer.status_code in (302, 303) and "/account/sign-in" in place and "sign-out" not in path:
        return "s"
    if answer.status_code in (302, 303) and place.endswith("/account/unconfirmed") and "unconfirmed" not in path:
        return "c"
    return {403: "-", 404: "0"}.get(answer.status_code, "+" if answer.status_code < 500 else str(answer.status_code))
