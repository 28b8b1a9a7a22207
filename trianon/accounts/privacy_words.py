"""The register of personal data in plain words: what is kept, why, on what ground, how long, who sees it.

Every column of the register stands in exactly one line here; a test sees to it, so the page cannot fall behind.
"""

from __future__ import annotations

from typing import NamedTuple

from flask_babel import lazy_gettext as _l

from trianon.personal_terms import Purpose


class Ground(NamedTuple):
    """Why the law allows it: the point of article 6 in each of the two laws."""

    words: object
    gdpr: str
    russia: str


CONTRACT = Ground(_l("what you asked for by taking part"), "b", "5")
INTEREST = Ground(_l("our duty to keep the site safe and its decisions traceable"), "f", "7")
AGREEMENT = Ground(_l("your consent"), "a", "1")
DUTY = Ground(_l("a legal obligation"), "c", "2")


class Part(NamedTuple):
    """One part of the page."""

    title: object
    why: object
    grounds: tuple[Ground, ...]
    seen_by: object


ONLY_YOU = _l("you alone; the administrator can reach the database but has no page for it")

PARTS: dict[Purpose, Part] = {
    Purpose.ACCOUNT: Part(
        _l("Your account"),
        _l("To know you again, to write to you in the right language, to protect minors and to balance the two sides."),
        (CONTRACT,),
        _l(
            "Everybody sees your name or pseudonym and your country beside what you publish; your address and the rest"
            " are seen by you alone. A name or a country that waits for an answer is read by the secretaries general."
        ),
    ),
    Purpose.SIGN_IN: Part(
        _l("Signing in"),
        _l("So that nobody enters in your place."),
        (CONTRACT, INTEREST),
        ONLY_YOU,
    ),
    Purpose.CONSENT: Part(
        _l("Your agreement to the charter"),
        _l("To be able to show which version you have accepted, and to ask again when it changes."),
        (AGREEMENT, DUTY),
        ONLY_YOU,
    ),
    Purpose.MAIL: Part(
        _l("Mails and notifications"),
        _l("To tell you what concerns you, once and in time, and to stop writing where nobody reads."),
        (CONTRACT,),
        _l("you, and the companies that carry the mail to your mailbox"),
    ),
    Purpose.DRAFTS: Part(
        _l("Drafts"),
        _l("So that you can stop and go on later."),
        (CONTRACT,),
        ONLY_YOU,
    ),
    Purpose.ORGANISATIONS: Part(
        _l("Acting for an organisation"),
        _l("To know who may speak for it."),
        (CONTRACT,),
        _l("the people who manage the organisation"),
    ),
    Purpose.RECORDS: Part(
        _l("Records of cooperations"),
        _l("To know who declared, corrected or confirmed what, and to keep people from deciding on their own text."),
        (CONTRACT, INTEREST),
        _l("the Coordination Committee; everybody sees the record and the organisation, not who filled it in"),
    ),
    Purpose.TEXTS: Part(
        _l("Your texts"),
        _l("To have them read, published and translated, and to know what was said and when."),
        (CONTRACT,),
        _l("the Coordination Committee until they are accepted, then everybody, under your name or pseudonym"),
    ),
    Purpose.REPORTS: Part(
        _l("Your reports of texts"),
        _l("To have a text examined that you say is against the rules, and to tell you the outcome."),
        (CONTRACT, DUTY),
        _l("the Coordination Committee reads what you wrote and your country, never your name or your address"),
    ),
    Purpose.WORKSHOPS: Part(
        _l("Online workshops"),
        _l("To give out the seats fairly and to keep your calendar right."),
        (CONTRACT,),
        _l("the workshop’s host and the secretaries general; everybody sees hosts and speakers"),
    ),
    Purpose.MANDATES: Part(
        _l("Offices and voices"),
        _l("To know who may decide, and to account for what was decided."),
        (INTEREST,),
        _l("the Coordination Committee; authors see the reasons and the side, never the member"),
    ),
    Purpose.JOURNAL: Part(
        _l("The journal"),
        _l("To be able to say afterwards what was done, when and by which account: numbers and codes, no sentences."),
        (INTEREST,),
        _l("nobody on the site; the administrator on request of the secretaries general"),
    ),
    Purpose.CONTACT: Part(
        _l("Messages of the contact page"),
        _l("To answer you within the term."),
        (DUTY, INTEREST),
        _l("the office in charge of personal data"),
    ),
    Purpose.DEMO: Part(
        _l("The demonstration’s mailbox"),
        _l("To show the mails that would have been sent. It exists in the demonstration alone."),
        (INTEREST,),
        _l("everybody who opens the demonstration"),
    ),
}


class Line(NamedTuple):
    """What is kept, in words, and the columns of the register that this stands for; `table.*` for all others of it."""

    words: object
    columns: tuple[str, ...]


LINES: tuple[Line, ...] = (
    Line(_l("the account’s number, the days it was created and deleted"),
         ("account.id", "account.created_at", "account.deleted_at")),
    Line(_l("your e-mail address, and when you confirmed it"), ("account.email", "account.confirmed_at")),
    Line(_l("your name or pseudonym"), ("account.name", "account.is_pseudonym", "account.wanted_name")),
    Line(_l("the country you take part for, and a request to change it"),
         ("account.side", "account.side_fixed_at", "side_change_request.*")),
    Line(_l("your language and, if you gave one, your time zone"), ("account.lang", "account.time_zone")),
    Line(_l("whether you are 18 or more, or 15 to 17; no date of birth"), ("account.age_band",)),
    Line(_l("your password, in a form that nobody can read it from"), ("account.password_hash", "account.session_key")),
    Line(_l("the second step of signing in and its recovery codes, if you use it"), ("second_factor.*",)),
    Line(_l("where you are signed in: family of the browser and of the system, days and hours; no network address"),
         ("account_session.*",)),
    Line(_l("the links we mailed you: for which address, until when"), ("token.*",)),
    Line(_l("how often somebody tried to sign in: a fingerprint that leads to nobody"), ("sign_in_attempt.*",)),
    Line(_l("which version of the charter you accepted, and when"), ("consent.*",)),
    Line(_l("that a mail went to your address, about what, and whether it came back"), ("outbox_mail.*",)),
    Line(_l("that an address does not work: its fingerprint and why"), ("address_state.*",)),
    Line(_l("your notifications on the site, and which ones you have read"), ("notification.*",)),
    Line(_l("what you follow, how often you get mails about it, and which news came of what you did"),
         ("follow.*", "mail_rhythm.*", "news.*")),
    Line(_l("whom you keep at a distance; shown to nobody else"), ("distance.*",)),
    Line(_l("what you have begun to write and not sent"), ("draft.*",)),
    Line(_l("for which organisations you act or asked to act, and who let you in"), ("membership.*",)),
    Line(_l("that an organisation invited your address, or that you invited or accepted"), ("invitation.*",)),
    Line(_l("which members of a federation you listed, or answered about"), ("affiliation.*",)),
    Line(_l("which organisation you proposed"), ("organisation.*",)),
    Line(_l("which pages of organisations you proposed to merge, or answered about"), ("organisation_merge.*",)),
    Line(_l("which organisations and records you claimed, and how you said that it can be checked"),
         ("organisation_claim.*", "record_claim.*")),
    Line(_l("which cooperations you declared, corrected or confirmed, and what you stated for your side"),
         ("cooperation.*", "cooperation_version.*", "activity_statement.*", "confirmation.*")),
    Line(_l("which sheets of records you brought in or took back, and their names"), ("import_job.*",)),
    Line(_l("your texts with all their versions, and your country at that moment"),
         ("contribution.*", "contribution_version.*")),
    Line(_l("your replies with all their versions, and your country at that moment"),
         ("comment.*", "comment_version.*")),
    Line(_l("what you answered to proposals; shown to nobody"), ("stance.*",)),
    Line(_l("which translations you made or reviewed, and which one you are working on"),
         ("translation.*", "translation_work.*")),
    Line(_l("your registrations, your place in the order of arrival and the updates of your calendar"),
         ("registration.*",)),
    Line(_l("what you need to take part in a workshop, if you wrote it; read by the hosts alone"),
         ("registration.needs",)),
    Line(_l("which workshops you were present at, as the room or a host noted it"), ("presence.*",)),
    Line(_l("your questions for the speakers, read by the hosts alone"), ("workshop_question.*",)),
    Line(_l("the secret address of your calendar, if you asked for one"), ("calendar_feed.*",)),
    Line(_l("what you wrote as a host to everybody registered"), ("host_message.*",)),
    Line(_l("which events you put into the agenda"), ("agenda_entry.*",)),
    Line(_l("who hosts a workshop; names and functions of its speakers"), ("workshop.*", "workshop_texts.*")),
    Line(_l("your offices with their dates, who gave them to you, and for which of them you stand in"),
         ("appointment.*", "deputy.*")),
    Line(_l("a theme that you proposed, the voice you gave for one, a session that you called"),
         ("theme_proposal.*", "theme_voice.*", "committee_session.*")),
    Line(_l("that you proposed a change of the table of voices, or answered one"), ("policy.*",)),
    Line(_l("an invitation to an office that was sent to your address, and your answer"), ("nomination.*",)),
    Line(_l("the voices you gave, with reasons and notes"), ("voice.*",)),
    Line(_l("which case you are looking at now, so that two members are not on one text"), ("case_claim.*",)),
    Line(_l("your notes to your side’s colleagues, cases you passed to the other side, texts you stepped aside from"),
         ("case_note.*", "case_handover.*", "stepped_aside.*")),
    Line(_l("the views of the queue that you keep"), ("saved_view.*",)),
    Line(_l("the public texts you hid at once, as a member"), ("hold.*",)),
    Line(_l("your appeals against decisions"), ("appeal.*",)),
    Line(_l("your answers to requests for changes"), ("point_answer.*",)),
    Line(_l("measures that the Committee has taken, and until when"), ("measure.*", "account.paused_until")),
    Line(_l("the texts you reported, why, and what became of it"), ("flag.*",)),
    Line(_l("what the account with your number did, and when"), ("audit_entry.*",)),
    Line(_l("your message, your address and, if you gave one, your name"), ("contact_message.*",)),
    Line(_l("the mails as they would have been sent"), ("mailbox_message.*",)),
)  # fmt: skip

# How long: by the code of the term; `%(time)s` is its number of days.
TERMS: dict[str, object] = {
    "account": _l("Until you delete your account; an address that nobody confirms: %(time)s."),
    "record": _l("As long as the record; when you delete your account, only a number remains that leads to nobody."),
    "journal": _l("For good; when you delete your account, as a number that leads to nobody."),
    "text": _l("As long as the text; you can withdraw it at any time."),
    "mail": _l("Mails: %(time)s after they were sent, then only that one was sent."),
    "pause": _l("Addresses that do not work: %(time)s, or until you delete your account."),
    "session": _l("Sessions: %(time)s after they ended."),
    "tries": _l("Tries: until the hour is over."),
    "link": _l("Links: %(time)s after they ended."),
    "invitation": _l("Invitations to an office: %(time)s after your answer, or after they expired."),
    "guest": _l("Invitations by an organisation: %(time)s after they expire."),
    "factor": _l("The second step: until you remove it."),
    "draft": _l("%(time)s after you last saved them."),
    "sheet": _l("Sheets of records: %(time)s after the end of their import."),
    "notice": _l("Notifications: %(time)s after you read them; unread ones, twice as long."),
    "contact": _l("%(time)s after you wrote."),
    "needs": _l("What you need to take part: %(time)s after the workshop."),
    "report": _l("Reports of texts: %(time)s after their answer."),
    "claim": _l("Which case a member of the Committee is looking at: until it lapses, after 20 minutes at most."),
    "question": _l("Questions for the speakers: %(time)s after the workshop."),
    "demo": _l("%(time)s after they were made."),
    "cookie_session": _l("at most %(time)s, or until you sign out"),
    "cookie_device": _l("%(time)s after you last signed in"),
}

COOKIES: dict[str, object] = {
    "dialogue": _l("keeps you signed in and protects forms; set when you open a form or sign in, never by reading"),
    "dialogue_device": _l(
        "known browser: set when you sign in, so that strangers who try your password cannot keep you out"
    ),
}
