"""The terms and purposes of personal data, how to find a person's rows, and what a browser keeps.

The register (personal_data) names them; the timed jobs take their terms from here, so that page and deed are the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import NamedTuple


@dataclass(frozen=True)
class Term:
    """Until when something is kept: how long after what its code says (zero: for no time of its own), and the timed
    jobs that see to it."""

    code: str
    after: timedelta = timedelta()
    jobs: tuple[str, ...] = ()


class Entry(NamedTuple):
    """What a column holds about a person, why it is needed, and until when it is kept."""

    what: str
    why: str
    kept: Term


class Purpose(StrEnum):
    """What data serve; the public page has a part for each."""

    ACCOUNT = "account"
    SIGN_IN = "sign_in"
    CONSENT = "consent"
    MAIL = "mail"
    DRAFTS = "drafts"
    ORGANISATIONS = "organisations"
    RECORDS = "records"
    TEXTS = "texts"
    REPORTS = "reports"
    WORKSHOPS = "workshops"
    MANDATES = "mandates"
    JOURNAL = "journal"
    CONTACT = "contact"
    DEMO = "demo"


# Until the account is deleted; one whose address nobody confirmed is deleted after its days.
ACCOUNT = Term("account", timedelta(days=30), ("accounts.unconfirmed",))
# As long as the record; the account's name leaves it when the account is deleted.
RECORD = Term("record")
# For good, as a number that leads to nobody once the account is deleted.
JOURNAL = Term("journal")
# As long as the record; withdrawn by its author at any time.
TEXT = Term("text")
MAIL = Term("mail", timedelta(days=30), ("mail.finished",))
# From the last change, or until the account is deleted.
PAUSE = Term("pause", timedelta(days=365), ("mail.finished",))
SESSION = Term("session", timedelta(days=30), ("sessions.ended",))
# Until its hour is over.
TRIES = Term("tries", timedelta(hours=1), ("sign_in_attempts.over",))
LINK = Term("link", timedelta(days=30), ("tokens.ended",))
# From the answer, or from the day it expired.
INVITATION = Term("invitation", timedelta(days=30), ("committee.invitations",))
# An invitation by an organisation, from the day it expires.
GUEST = Term("guest", timedelta(days=30), ("invitations.ended",))
FACTOR = Term("factor")
DRAFT = Term("draft", timedelta(days=30), ("drafts.expired",))
# From the day it was read; an unread one waits twice as long.
NOTICE = Term("notice", timedelta(days=180), ("notifications.old",))
NOTICE_UNREAD = NOTICE.after * 2
# From the day of the message: time to answer, and to answer for the answer.
CONTACT = Term("contact", timedelta(days=365), ("contact.old",))
# From the answer: six months, as long as a decision can be contested.
REPORT = Term("report", timedelta(days=183), ("flags.old",))
# From the end of the workshop.
NEEDS = Term("needs", timedelta(days=1), ("workshops.needs",))
# From the start of the workshop.
QUESTION = Term("question", timedelta(days=90), ("workshops.questions",))
# From the end of the import: time to read the report, and to take it back.
SHEET = Term("sheet", timedelta(days=90), ("imports.over",))
# From its end: a claim of the committee's desk lapses after twenty minutes.
CLAIM = Term("claim", timedelta(minutes=20), ("committee.claims",))
DEMO = Term("demo", timedelta(days=30), ("mailbox.old",))

PURPOSES: dict[str, Purpose] = {
    "account": Purpose.ACCOUNT,
    "agenda_entry": Purpose.RECORDS,
    "account.password_hash": Purpose.SIGN_IN,
    "account.session_key": Purpose.SIGN_IN,
    "account_session": Purpose.SIGN_IN,
    "activity_statement": Purpose.RECORDS,
    "address_state": Purpose.MAIL,
    "appeal": Purpose.MANDATES,
    "appointment": Purpose.MANDATES,
    "audit_entry": Purpose.JOURNAL,
    "calendar_feed": Purpose.WORKSHOPS,
    "case_claim": Purpose.MANDATES,
    "case_handover": Purpose.MANDATES,
    "case_note": Purpose.MANDATES,
    "comment": Purpose.TEXTS,
    "comment_version": Purpose.TEXTS,
    "confirmation": Purpose.RECORDS,
    "consent": Purpose.CONSENT,
    "contact_message": Purpose.CONTACT,
    "contribution": Purpose.TEXTS,
    "contribution_version": Purpose.TEXTS,
    "cooperation": Purpose.RECORDS,
    "cooperation_version": Purpose.RECORDS,
    "deputy": Purpose.MANDATES,
    "draft": Purpose.DRAFTS,
    "flag": Purpose.REPORTS,
    "measure": Purpose.MANDATES,
    "hold": Purpose.MANDATES,
    "host_message": Purpose.WORKSHOPS,
    "import_job": Purpose.RECORDS,
    "import_row": Purpose.RECORDS,
    "mailbox_message": Purpose.DEMO,
    "membership": Purpose.ORGANISATIONS,
    "committee_session": Purpose.MANDATES,
    "theme_proposal": Purpose.MANDATES,
    "theme_voice": Purpose.MANDATES,
    "nomination": Purpose.MANDATES,
    "distance": Purpose.ACCOUNT,
    "follow": Purpose.MAIL,
    "mail_rhythm": Purpose.MAIL,
    "news": Purpose.MAIL,
    "notification": Purpose.MAIL,
    "organisation": Purpose.ORGANISATIONS,
    "organisation_claim": Purpose.ORGANISATIONS,
    "record_claim": Purpose.RECORDS,
    "invitation": Purpose.ORGANISATIONS,
    "affiliation": Purpose.ORGANISATIONS,
    "organisation_merge": Purpose.ORGANISATIONS,
    "outbox_mail": Purpose.MAIL,
    "point_answer": Purpose.TEXTS,
    "policy": Purpose.MANDATES,
    "presence": Purpose.WORKSHOPS,
    "registration": Purpose.WORKSHOPS,
    "saved_view": Purpose.MANDATES,
    "second_factor": Purpose.SIGN_IN,
    "stepped_aside": Purpose.MANDATES,
    "side_change_request": Purpose.ACCOUNT,
    "sign_in_attempt": Purpose.SIGN_IN,
    "stance": Purpose.TEXTS,
    "token": Purpose.SIGN_IN,
    "translation": Purpose.TEXTS,
    "translation_work": Purpose.TEXTS,
    "voice": Purpose.MANDATES,
    "workshop": Purpose.WORKSHOPS,
    "workshop_question": Purpose.WORKSHOPS,
    "workshop_texts": Purpose.WORKSHOPS,
}


class Key(StrEnum):
    """What a column is compared with to find a person's rows."""

    NUMBER = "number"
    ADDRESS = "address"
    DIGEST = "digest"


# How to reach a person in each table: the rows that are theirs.
OWN: dict[str, dict[str, Key]] = {
    "account": {"id": Key.NUMBER},
    "account_session": {"account_id": Key.NUMBER},
    "activity_statement": {"stated_by_id": Key.NUMBER},
    "address_state": {"digest": Key.DIGEST},
    "agenda_entry": {"recorded_by_id": Key.NUMBER},
    "appeal": {"made_by_id": Key.NUMBER},
    "appointment": {"account_id": Key.NUMBER},
    "audit_entry": {"actor_id": Key.NUMBER},
    "calendar_feed": {"account_id": Key.NUMBER},
    "case_claim": {"member_id": Key.NUMBER},
    "case_handover": {"member_id": Key.NUMBER},
    "case_note": {"member_id": Key.NUMBER},
    "comment": {"author_id": Key.NUMBER},
    "comment_version": {"recorded_by_id": Key.NUMBER},
    "confirmation": {"confirmed_by_id": Key.NUMBER},
    "consent": {"account_id": Key.NUMBER},
    "contact_message": {"address": Key.ADDRESS},
    "contribution": {"author_id": Key.NUMBER},
    "contribution_version": {"recorded_by_id": Key.NUMBER},
    "cooperation": {"declared_by_id": Key.NUMBER},
    "cooperation_version": {"recorded_by_id": Key.NUMBER},
    "deputy": {"account_id": Key.NUMBER},
    "draft": {"account_id": Key.NUMBER},
    "flag": {"account_id": Key.NUMBER, "address": Key.ADDRESS},
    "hold": {"placed_by_id": Key.NUMBER},
    "host_message": {"author_id": Key.NUMBER},
    "import_job": {"account_id": Key.NUMBER},
    "mailbox_message": {"address": Key.ADDRESS},
    "measure": {"account_id": Key.NUMBER},
    "membership": {"account_id": Key.NUMBER},
    "committee_session": {"called_by_id": Key.NUMBER},
    "theme_proposal": {"proposed_by_id": Key.NUMBER},
    "theme_voice": {"member_id": Key.NUMBER},
    "nomination": {"email": Key.ADDRESS, "account_id": Key.NUMBER},
    "distance": {"owner_id": Key.NUMBER},
    "follow": {"account_id": Key.NUMBER},
    "mail_rhythm": {"account_id": Key.NUMBER},
    "news": {"author_id": Key.NUMBER},
    "notification": {"account_id": Key.NUMBER},
    "organisation": {"proposed_by_id": Key.NUMBER},
    "organisation_claim": {"asked_by_id": Key.NUMBER},
    "record_claim": {"asked_by_id": Key.NUMBER},
    "invitation": {"email": Key.ADDRESS, "accepted_by_id": Key.NUMBER},
    "affiliation": {"asked_by_id": Key.NUMBER},
    "organisation_merge": {"asked_by_id": Key.NUMBER},
    "outbox_mail": {"recipient_id": Key.NUMBER, "address": Key.ADDRESS},
    "point_answer": {"author_id": Key.NUMBER},
    "policy": {"proposed_by_id": Key.NUMBER},
    "presence": {"account_id": Key.NUMBER},
    "registration": {"account_id": Key.NUMBER},
    "saved_view": {"member_id": Key.NUMBER},
    "second_factor": {"account_id": Key.NUMBER},
    "stepped_aside": {"member_id": Key.NUMBER},
    "side_change_request": {"account_id": Key.NUMBER},
    "stance": {"account_id": Key.NUMBER},
    "token": {"account_id": Key.NUMBER},
    "translation": {"translator_id": Key.NUMBER},
    "translation_work": {"translator_id": Key.NUMBER},
    "voice": {"member_id": Key.NUMBER},
    "workshop": {"host_id": Key.NUMBER},
    "workshop_question": {"account_id": Key.NUMBER},
}

# Rows of other people in which a person had a hand: what they did is theirs, the rest is not.
HAND: dict[str, tuple[str, ...]] = {
    "appointment": ("appointed_by_id",),
    "deputy": ("appointed_by_id",),
    "import_job": ("undone_by_id",),
    "affiliation": ("settled_by_id",),
    "invitation": ("invited_by_id",),
    "membership": ("settled_by_id", "offered_by_id"),
    "nomination": ("invited_by_id",),
    "news": ("by_id",),
    "organisation_merge": ("settled_by_id",),
    "policy": ("answered_by_id",),
    "presence": ("marked_by_id",),
    "side_change_request": ("settled_by_id",),
    "translation": ("reviewer_id",),
    "translation_work": ("reviewer_id", "claimed_by_id"),
}

# A keyed fingerprint, gone within the hour, from which nobody can be found.
UNREACHABLE = {
    "sign_in_attempt": "a keyed fingerprint that is gone within the hour",
    # Hidden for some days or removed; names of speakers who may have no account.
    "workshop_texts": "found by its workshop",
}

# Good for getting in, therefore in no file: the download says only that it is kept.
WITHHELD = frozenset(
    {
        "account.password_hash",
        "account.session_key",
        "account_session.key_digest",
        "calendar_feed.feed_key",
        "draft.key_digest",
        "second_factor.secret",
    }
)

# What a browser keeps; each is needed for what somebody has asked for, so there is nothing to ask.
COOKIES: dict[str, Term] = {
    "dialogue": Term("cookie_session", timedelta(days=30)),
    "dialogue_device": Term("cookie_device", timedelta(days=365)),
}


def purpose_of(name: str) -> Purpose | None:
    """What a column (table.column) serves."""
    return PURPOSES.get(name) or PURPOSES.get(name.partition(".")[0])
