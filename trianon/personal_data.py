"""What is kept about people: every column, what it is, why it is needed, until when; a test reads the schema.

A column is named here or in NOBODY; a new one that stands in neither fails the test until somebody has thought of it.
The public page, the download of one's data, their deletion and the timed jobs all read this page: they cannot drift.
"""

from __future__ import annotations

from typing import NamedTuple

from trianon.personal_terms import (
    ACCOUNT,
    CONTACT,
    DEMO,
    DRAFT,
    FACTOR,
    JOURNAL,
    LINK,
    MAIL,
    NEEDS,
    NOTICE,
    PAUSE,
    QUESTION,
    RECORD,
    SESSION,
    SHEET,
    TEXT,
    TRIES,
    Term,
)


class Entry(NamedTuple):
    """What a column holds about a person, why it is needed, and until when it is kept."""

    what: str
    why: str
    kept: Term


_AUTHOR = "to show it to its author, and to keep people from deciding on their own text"
_WHO = "to account for what was decided"

PERSONAL: dict[str, Entry] = {
    "account.id": Entry("number of a person", "to link what they do", JOURNAL),
    "account.email": Entry("e-mail address", "to sign in and to be written to; never shown", ACCOUNT),
    "account.name": Entry("name or pseudonym", "shown beside what the person writes", ACCOUNT),
    "account.is_pseudonym": Entry(
        "whether the name is a pseudonym", "never to ask for the real one in public", ACCOUNT
    ),
    "account.password_hash": Entry("fingerprint of the password", "to sign in", ACCOUNT),
    "account.side": Entry("country one takes part for, as stated", "the balance of the two sides", JOURNAL),
    "account.lang": Entry("language", "to write in the right one", ACCOUNT),
    "account.age_band": Entry("15 to 17, or 18 and more, as stated", "to protect minors", ACCOUNT),
    "account.time_zone": Entry("time zone, if given", "to show one's own clock", ACCOUNT),
    "account.created_at": Entry("moment of signing up", "to answer questions about an account", ACCOUNT),
    "account.confirmed_at": Entry("moment the address was confirmed", "nobody acts under another's address", ACCOUNT),
    "account.deleted_at": Entry("moment of deletion", "to show that it was done", JOURNAL),
    "account.session_key": Entry("random text", "to end what a new password must end", ACCOUNT),
    "account.wanted_name": Entry("name that waits to be looked at", "nobody passes for another", ACCOUNT),
    "account_session.account_id": Entry("who is signed in", "to see and end one's sessions", SESSION),
    "account_session.key_digest": Entry("fingerprint of the session's key", "to know its cookie again", SESSION),
    "account_session.started_at": Entry("when somebody signed in", "to see and end one's sessions", SESSION),
    "account_session.seen_at": Entry("last sign-in or form, to the hour", "to end sessions that nobody uses", SESSION),
    "account_session.browser": Entry("family of the browser", "to know one's sessions again", SESSION),
    "account_session.system": Entry("family of the system", "to know one's sessions again", SESSION),
    "account_session.second_factor_at": Entry("when a code was shown", "rights of a role", SESSION),
    "account_session.ended_at": Entry("when it was ended", "to refuse its cookie", SESSION),
    "sign_in_attempt.digest": Entry("keyed fingerprint of an address or a network", "to slow down attackers", TRIES),
    "side_change_request.account_id": Entry("who asks for another side", "to answer", ACCOUNT),
    "side_change_request.side": Entry("side asked for", "to answer", ACCOUNT),
    "side_change_request.reason": Entry("why; read by secretaries general", "to answer", ACCOUNT),
    "side_change_request.state": Entry("asked, accepted, declined, replaced", "to answer", ACCOUNT),
    "side_change_request.asked_at": Entry("when", "to answer", ACCOUNT),
    "side_change_request.settled_at": Entry("when it was answered", _WHO, ACCOUNT),
    "side_change_request.settled_by_id": Entry("who answered", _WHO, ACCOUNT),
    "account.side_fixed_at": Entry("moment of the first act in public", "the side is fixed from then on", ACCOUNT),
    "appointment.account_id": Entry("who holds a role", "rights", JOURNAL),
    "appointment.role": Entry("role", "rights", JOURNAL),
    "appointment.since": Entry("begin of a mandate", "rights at a moment", JOURNAL),
    "appointment.until": Entry("end of a mandate", "rights at a moment", JOURNAL),
    "appointment.appointed_by_id": Entry("who gave a role", _WHO, JOURNAL),
    "consent.account_id": Entry("who consented", "to prove consent", ACCOUNT),
    "consent.document": Entry("to which document", "to prove consent", ACCOUNT),
    "consent.version": Entry("to which version", "to ask again when it changes", ACCOUNT),
    "consent.given_at": Entry("when", "to prove consent", ACCOUNT),
    "token.account_id": Entry("whose link", "to confirm an address or choose a password", LINK),
    "token.email": Entry("address the link was sent to", "a link dies with a change of address", LINK),
    "token.new_email": Entry("address that was asked for", "to change the address", LINK),
    "second_factor.account_id": Entry("whose second factor", "to sign in", FACTOR),
    "second_factor.kind": Entry("kind of second factor", "to sign in", FACTOR),
    "second_factor.secret": Entry("secret of the code generator", "to check a code", FACTOR),
    "second_factor.created_at": Entry("when it was made", "to sign in", FACTOR),
    "second_factor.confirmed_at": Entry("when it was proved", "to sign in", FACTOR),
    "second_factor.used_at": Entry("last code used", "a code works once", FACTOR),
    "draft.account_id": Entry("whose draft", "to find it again", DRAFT),
    "draft.key_digest": Entry("fingerprint of the draft's key", "to find it again", DRAFT),
    "draft.data": Entry("unfinished text", "to go on writing", DRAFT),
    "notification.account_id": Entry("who is told", "to tell what concerns a person", NOTICE),
    "notification.kind": Entry("of what", "to tell what concerns a person", NOTICE),
    "notification.data": Entry("numbers of the records meant", "to tell what concerns a person", NOTICE),
    "notification.created_at": Entry("when", "to tell what concerns a person", NOTICE),
    "notification.read_at": Entry("when it was read", "to show what is new", NOTICE),
    "outbox_mail.recipient_id": Entry("who is written to", "to send a mail", MAIL),
    "outbox_mail.address": Entry("address of a mail", "to send it", MAIL),
    "outbox_mail.provider": Entry("who keeps the mailbox", "to send at the provider's pace", MAIL),
    "outbox_mail.report": Entry("whether it came back", "to stop writing where nobody reads", MAIL),
    "outbox_mail.report_status": Entry("status of what came back", "to stop writing where nobody reads", MAIL),
    "outbox_mail.reported_at": Entry("when it came back", "to stop writing where nobody reads", MAIL),
    "address_state.digest": Entry("fingerprint of an address", "to stop writing where nobody reads", PAUSE),
    "address_state.paused_at": Entry("since when it does not work", "to tell its owner on the site", PAUSE),
    "address_state.reason": Entry("why nothing is sent there", "to tell its owner on the site", PAUSE),
    "address_state.status": Entry("status of the mail server", "to tell its owner on the site", PAUSE),
    "address_state.resumed_at": Entry("when its owner tried again", "to forgive what was before", PAUSE),
    "address_state.changed_at": Entry("when this last changed", "to remove it at its term", PAUSE),
    "outbox_mail.data": Entry("numbers of the records meant", "to make the words at sending", MAIL),
    "mailbox_message.address": Entry("address of a mail", "the demonstration only", DEMO),
    "mailbox_message.subject": Entry("subject of a mail", "the demonstration only", DEMO),
    "mailbox_message.text": Entry("text of a mail", "the demonstration only", DEMO),
    "mailbox_message.html": Entry("text of a mail", "the demonstration only", DEMO),
    "mailbox_message.raw": Entry("a mail as it is sent", "the demonstration only", DEMO),
    "membership.account_id": Entry("who acts for an organisation", "rights; seen by its managers", RECORD),
    "membership.role": Entry("manager or member", "rights", RECORD),
    "membership.state": Entry("asked, accepted, declined, ended", "rights", RECORD),
    "membership.asked_at": Entry("when they asked", "first come, first answered", RECORD),
    "membership.settled_at": Entry("when it was answered", _WHO, RECORD),
    "membership.settled_by_id": Entry("who answered", _WHO, RECORD),
    "organisation_merge.asked_by_id": Entry("who proposed to merge two pages", _WHO, RECORD),
    "organisation_merge.settled_by_id": Entry("who answered", _WHO, RECORD),
    "organisation.proposed_by_id": Entry("who proposed it", _AUTHOR, RECORD),
    "cooperation.declared_by_id": Entry("who declared it; private", _AUTHOR, RECORD),
    "cooperation_version.recorded_by_id": Entry("who wrote a version; private", _WHO, RECORD),
    "activity_statement.stated_by_id": Entry("who stated it for a side; private", _WHO, RECORD),
    "confirmation.confirmed_by_id": Entry("who confirmed it for an organisation; private", _WHO, RECORD),
    "import_job.account_id": Entry("who brought a sheet of records", _WHO, RECORD),
    "import_job.file_name": Entry("name of the sheet", "to know it again", SHEET),
    "import_job.undone_by_id": Entry("who took the import back", _WHO, RECORD),
    "contribution.author_id": Entry("author", "shown by name or pseudonym", RECORD),
    "contribution.side": Entry("country of the author at that moment", "the balance of the two sides", RECORD),
    "contribution_version.recorded_by_id": Entry("who wrote a version", _AUTHOR, RECORD),
    "contribution_version.title_fr": Entry("title of a person's text", "publication", TEXT),
    "contribution_version.title_ru": Entry("title of a person's text", "publication", TEXT),
    "contribution_version.text_fr": Entry("a person's text", "publication", TEXT),
    "contribution_version.text_ru": Entry("a person's text", "publication", TEXT),
    "comment.author_id": Entry("author", "shown by name or pseudonym", RECORD),
    "comment.side": Entry("country of the author at that moment", "the balance of the two sides", RECORD),
    "comment.text_fr": Entry("a person's reply", "publication", TEXT),
    "comment.text_ru": Entry("a person's reply", "publication", TEXT),
    "stance.account_id": Entry("who answered a proposal; shown to nobody", "one answer a person", ACCOUNT),
    "stance.side": Entry("country of the participant", "the rates of the two sides", ACCOUNT),
    "stance.answer": Entry("agrees, disagrees or unsure; shown to nobody", "to find common ground", ACCOUNT),
    "stance.given_at": Entry("when", "one answer a person", ACCOUNT),
    "stance.counts_from": Entry("from when it counts", "answers count a day after the address is confirmed", ACCOUNT),
    "registration.account_id": Entry("who takes part in a workshop", "to give out seats; seen by hosts", RECORD),
    "registration.side": Entry("country of the participant", "seats reserved for each side", RECORD),
    "registration.state": Entry("confirmed, waiting, left", "to give out seats", RECORD),
    "registration.arrival": Entry("place in the order of arrival", "to give out seats fairly", RECORD),
    "registration.registered_at": Entry("when", "to give out seats fairly", RECORD),
    "registration.confirmed_at": Entry("when the seat was given", "to give out seats fairly", RECORD),
    "registration.left_at": Entry("when the seat was given back", "to give out seats fairly", RECORD),
    "registration.language": Entry("language one speaks there", "to prepare interpretation; seen by hosts", RECORD),
    "registration.wants_interpretation": Entry(
        "whether one needs interpretation", "to prepare it; seen by hosts", RECORD
    ),
    "registration.needs": Entry("what one needs to take part", "to prepare the meeting; seen by hosts alone", NEEDS),
    "registration.silent_since": Entry("since when without reminders", "not to write unasked", RECORD),
    "registration.next_sequence": Entry("number of the next update", "updates that calendars obey", RECORD),
    "workshop.host_id": Entry("who hosts it", "rights; shown by name", RECORD),
    "workshop.speakers_fr": Entry("names and functions of speakers", "announced with their consent", RECORD),
    "workshop.speakers_ru": Entry("names and functions of speakers", "announced with their consent", RECORD),
    "presence.account_id": Entry("who was at a workshop", "to know who came; seen by hosts", RECORD),
    "presence.source": Entry("who says so: the room or a host", "to know who came", RECORD),
    "presence.marked_by_id": Entry("which host marked it", _WHO, RECORD),
    "presence.at": Entry("when it was noted", "to know who came", RECORD),
    "workshop_question.account_id": Entry("who asks", "to answer; seen by hosts alone", QUESTION),
    "workshop_question.lang": Entry("language of the question", "to show it rightly", QUESTION),
    "workshop_question.text": Entry("question for the speakers", "to answer; seen by hosts alone", QUESTION),
    "workshop_question.asked_at": Entry("when", "to answer in turn", QUESTION),
    "host_message.author_id": Entry("who wrote to everybody registered", _WHO, RECORD),
    "calendar_feed.account_id": Entry("whose calendar address", "to read one's workshops in a calendar", ACCOUNT),
    "calendar_feed.feed_key": Entry("secret of that address", "to read one's workshops in a calendar", ACCOUNT),
    "calendar_feed.made_at": Entry("when it was made", "to read one's workshops in a calendar", ACCOUNT),
    "agenda_entry.recorded_by_id": Entry("who put an event into the agenda; private", _WHO, RECORD),
    "appeal.made_by_id": Entry("who contests a decision", "to answer", JOURNAL),
    "appeal.text": Entry("why", "to answer; read by the committee alone", JOURNAL),
    "appeal.lang": Entry("language of the appeal", "to show it rightly", JOURNAL),
    "appeal.made_at": Entry("when", "to answer in time", JOURNAL),
    "voice.member_id": Entry("who gave a voice; never public", _WHO, JOURNAL),
    "voice.side": Entry("side of the member", _WHO, JOURNAL),
    "voice.is_secretary": Entry("whether as secretary general", _WHO, JOURNAL),
    "voice.is_co_president": Entry("whether as co-president", _WHO, JOURNAL),
    "hold.placed_by_id": Entry("who hid a public text; never public", _WHO, JOURNAL),
    "voice.verdict": Entry("what the member said; never public", _WHO, JOURNAL),
    "voice.reasons": Entry("reasons of a refusal", "its author has a right to them", JOURNAL),
    "voice.note": Entry("note to the author", "its author has a right to it", JOURNAL),
    "voice.note_lang": Entry("language of the note", "to show it rightly", JOURNAL),
    "voice.given_at": Entry("when", _WHO, JOURNAL),
    "translation_work.translator_id": Entry("who translates", "nobody reviews their own translation", RECORD),
    "translation_work.reviewer_id": Entry("who reviewed", _WHO, RECORD),
    "translation_work.claimed_by_id": Entry("who is at it now", "two people never on one text", RECORD),
    "translation_work.claimed_until": Entry("until when", "two people never on one text", RECORD),
    "translation_work.note": Entry("what a reviewer or the author asks for", "to do it", RECORD),
    "translation.translator_id": Entry("who translated", "nobody reviews their own translation", RECORD),
    "translation.reviewer_id": Entry("who reviewed", _WHO, RECORD),
    "contact_message.kind": Entry("what a message is about", "to answer in time", CONTACT),
    "contact_message.name": Entry("name of who writes, if given", "to answer", CONTACT),
    "contact_message.address": Entry("address of who writes", "to answer", CONTACT),
    "contact_message.lang": Entry("language of who writes", "to answer in it", CONTACT),
    "contact_message.text": Entry("what they write", "to answer", CONTACT),
    "contact_message.sent_at": Entry("when", "to answer in time", CONTACT),
    "audit_entry.actor_id": Entry("who did something", _WHO, JOURNAL),
    "audit_entry.data": Entry("codes and numbers, never sentences", _WHO, JOURNAL),
}

# Every other column, table by table: looked at, and found to say nothing about a person.
NOBODY: dict[str, str] = {
    "address_state": "id",
    "account_session": "id",
    "activity_statement": "id cooperation_id side activity as_of source recorded_at organisation_id accepted_at",
    "agenda_entry": "id title_fr title_ru place_fr place_ru organiser_fr organiser_ru summary_fr summary_ru starts_on "
    "ends_on link created_at updated_at",
    "appeal": "id contested_id",
    "appointment": "id",
    "audit_seal": "place entry_id digest sealed_at",
    "audit_entry": "id at event subject subject_id",
    "comment": "id contribution_id answers_id state version source_lang created_at submitted_at published_at",
    "committee_case": "id matter subject subject_id version side lang title_fr title_ru sub_theme_id state opened_at "
    "verdict decided_at ending disputed_at reminded next_at",
    "confirmation": "id cooperation_id side organisation_id confirmed_at",
    "consent": "id",
    "contact_message": "id",
    "contribution": "id state pending version public_version_id on_behalf_of_id kind source_lang is_translated "
    "sub_theme_id workshop_id cooperation_id replies created_at submitted_at published_at updated_at",
    "contribution_version": "id contribution_id number recorded_at true_from kind source_lang origin words_of",
    "cooperation": "id state pending version public_version_id on_behalf_of_id declared_side import_key weak_sources "
    "kind first_year activity agreement confirmed_france_at confirmed_russia_at created_at submitted_at published_at "
    "updated_at",
    "cooperation_domain": "cooperation_id domain is_main",
    "cooperation_sub_theme": "cooperation_id sub_theme_id",
    "cooperation_version": "id cooperation_id number recorded_at true_from source_lang title_fr title_ru summary_fr "
    "summary_ru actions_fr actions_ru audience_fr audience_ru means_fr means_ru results_fr results_ru "
    "funding_sought_fr funding_sought_ru partners_sought_fr partners_sought_ru kind domains first_year "
    "first_year_about signed_on signed_year signed_year_about term_year term_year_about renewals links sources",
    "cooperation_version_sub_theme": "version_id sub_theme_id",
    "counter": "scope key value",
    "directory_entry": "cooperation_id published_at number words",
    "import_job": "id organisation_id state reader headings columns only_valid rows done_to created_at ended_at",
    # Cells about cooperations and bodies; those with an e-mail address are refused, and all go with their sheet.
    "import_row": "job_id line state cells is_broken faults warnings key cooperation_id organisation_id",
    "draft": "id kind subject_id lang revision created_at saved_at expires_at",
    "hold": "id removal_id subject subject_id version side is_unlawful placed_at lifted_at",
    # What a host announces to everybody registered.
    "host_message": "id workshop_id subject_fr subject_ru text_fr text_ru sent_at recipients",
    # A provider, or a server that somebody keeps alone; removed a day after it answers again.
    "mail_route": "provider held_until setbacks",
    "mailbox_message": "id at message_id lang calendar",
    "membership": "id organisation_id",
    "notification": "id",
    "organisation": "id kind side name_fr name_ru place_fr place_ru website summary_fr summary_ru source_lang state "
    "pending version created_at updated_at verified_at sources import_key resembles_id merged_into_id",
    "organisation_merge": "id organisation_id into_id state asked_at settled_at",
    "outbox_mail": "id kind lang created_at state attempts due_at leased_until finished_at fault message_id unique_key",
    # A group of citizens is a partner by its town, without names (domain: "Records").
    "partner": "id version_id position side role name_fr name_ru level place_id organisation_id",
    "place": "id side level name_fr name_ru folded spellings region_code region_fr region_ru population latitude "
    "longitude source geonames_id transcribed is_disputed",
    "presence": "id workshop_id",
    "registration": "id workshop_id",
    "search_document": "id subject subject_id stems names",
    # Words alone, each leaves with the last record that holds it.
    "search_word": "subject word backwards sound stem",
    "second_factor": "id",
    "side_change_request": "id",
    "sign_in_attempt": "begins_at ends_at tries",
    "stance": "contribution_id version is_counted",
    "stance_tally": "contribution_id agree_france disagree_france unsure_france agree_russia disagree_russia "
    "unsure_russia agree_other disagree_other unsure_other ground common apart",
    "sub_theme": "id theme_id position slug title_fr title_ru intro_fr intro_ru",
    "theme": "id year slug title_fr title_ru is_current",
    "token": "id purpose created_at expires_at used_at",
    "translation": "id subject subject_id field lang state origin source_digest created_at reviewed_at",
    "translation_paragraph": "id translation_id position source_digest text",
    "removal": "id subject subject_id version asked_at ended_at",
    "translation_work": "id subject subject_id lang state source_digest waiting_since reviewed_at",
    "voice": "id case_id",
    "workshop_question": "id workshop_id",
    # The number to dial is that of the room, the same for everybody.
    "workshop_room": "id workshop_id provider room_key dial_in audio_link stream_link recording_link transcript_link "
    "updated_at",
    "workshop": "id sub_theme_id title_fr title_ru purpose_fr purpose_ru programme_fr programme_ru starts_at zone "
    "minutes languages interpretation state registration_opens_at registration_closes_at meeting_link capacity taken "
    "waiting taken_france taken_russia waiting_france waiting_russia arrivals reserved_france reserved_russia "
    "released_at minimum_france minimum_russia told_at reminded revision created_at updated_at",
}


def nobodys_columns() -> set[str]:
    """The columns of NOBODY as table.column."""
    return {f"{table}.{column}" for table, columns in NOBODY.items() for column in columns.split()}
