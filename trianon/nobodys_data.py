"""The columns that say nothing about a person, table by table: each was looked at, a new one fails the test."""

from __future__ import annotations

# Every other column, table by table: looked at, and found to say nothing about a person.
NOBODY: dict[str, str] = {
    "address_state": "id",
    "account_session": "id",
    "activity_statement": "id cooperation_id side activity as_of source recorded_at organisation_id accepted_at",
    "affiliation": "id federation_id member_id state asked_at settled_at",
    "agenda_entry": "id title_fr title_ru place_fr place_ru organiser_fr organiser_ru summary_fr summary_ru starts_on "
    "ends_on link created_at updated_at",
    "appeal": "id contested_id",
    "appointment": "id",
    "audit_seal": "place entry_id digest sealed_at",
    "audit_entry": "id at event subject subject_id",
    "case_claim": "id case_id",
    "case_handover": "id case_id",
    "case_note": "id case_id",
    "comment": "id contribution_id answers_id state pending version public_number source_lang created_at submitted_at "
    "published_at changed_at",
    "comment_version": "id comment_id number recorded_at source_lang hidden_at",
    "committee_case": "id matter subject subject_id version side lang title_fr title_ru sub_theme_id state opened_at "
    "verdict decided_at ending disputed_at reminded next_at ranked_at reports policy_id",
    "confirmation": "id cooperation_id side organisation_id confirmed_at",
    "consent": "id",
    "contact_message": "id",
    "contribution": "id state pending version public_version_id on_behalf_of_id kind source_lang is_translated "
    "sub_theme_id workshop_id cooperation_id replies created_at submitted_at published_at updated_at",
    "contribution_version": "id contribution_id number recorded_at true_from kind source_lang origin words_of "
    "hidden_at",
    "cooperation": "id state pending version public_version_id on_behalf_of_id for_member_id declared_side import_key "
    "weak_sources kind first_year activity agreement confirmed_france_at confirmed_russia_at created_at submitted_at "
    "published_at updated_at",
    "cooperation_domain": "cooperation_id domain is_main",
    "cooperation_sub_theme": "cooperation_id sub_theme_id",
    "cooperation_version": "id cooperation_id number recorded_at true_from source_lang title_fr title_ru summary_fr "
    "summary_ru actions_fr actions_ru audience_fr audience_ru means_fr means_ru results_fr results_ru "
    "funding_sought_fr funding_sought_ru partners_sought_fr partners_sought_ru kind domains first_year "
    "first_year_about signed_on signed_year signed_year_about term_year term_year_about renewals links sources",
    "cooperation_version_sub_theme": "version_id sub_theme_id",
    "counter": "scope key value",
    "directory_entry": "cooperation_id published_at number words places",
    "import_job": "id organisation_id state reader headings columns only_valid rows done_to created_at ended_at",
    # Cells about cooperations and bodies; those with an e-mail address are refused, and all go with their sheet.
    "import_row": "job_id line state cells is_broken faults warnings key cooperation_id organisation_id",
    "deputy": "id",
    "theme_proposal": "id year title_fr title_ru why_fr why_ru source_lang side on_behalf_of_id proposed_at state "
    "confirmed_france_at confirmed_russia_at chosen_at theme_id",
    "theme_voice": "id proposal_id year",
    "committee_session": "id starts_at place_fr place_ru agenda_fr agenda_ru theme_year called_at",
    "policy": "id number cells reason_fr reason_ru wanted_from state proposed_side proposed_at answered_at "
    "in_force_from",
    "nomination": "id is_deputy begins_on ends_on invited_at expires_at",
    "draft": "id kind subject_id lang revision created_at saved_at expires_at",
    "flag": "id subject subject_id version removal_id",
    "hold": "id removal_id subject subject_id version side is_unlawful placed_at lifted_at",
    # What a host announces to everybody registered.
    "host_message": "id workshop_id subject_fr subject_ru text_fr text_ru sent_at recipients",
    # A provider, or a server that somebody keeps alone; removed a day after it answers again.
    "mail_route": "provider held_until setbacks",
    "mailbox_message": "id at message_id lang calendar",
    "invitation": "id organisation_id expires_at",
    "measure": "id",
    "membership": "id organisation_id",
    "follow": "id",
    # A search of the directory that somebody follows; whoever does stands in follow.
    "followed_search": "id query",
    "news": "id kind data lang at is_matched spread_to spread_at",
    "news_topic": "news_id subject subject_id",
    "notification": "id news_id",
    "organisation": "id kind side name_fr name_ru place_fr place_ru website summary_fr summary_ru source_lang state "
    "pending version created_at updated_at verified_at sources import_key resembles_id merged_into_id",
    "organisation_claim": "id organisation_id state version settled_at",
    "record_claim": "id cooperation_id organisation_id state version settled_at",
    "organisation_sub_theme": "id organisation_id sub_theme_id",
    "organisation_merge": "id organisation_id into_id state asked_at settled_at",
    "outbox_mail": "id kind lang created_at state attempts due_at leased_until finished_at fault message_id unique_key",
    # A group of citizens is a partner by its town, without names (domain: "Records").
    "partner": "id version_id position side role name_fr name_ru level place_id organisation_id",
    "place": "id side level name_fr name_ru folded spellings region_code region_fr region_ru population latitude "
    "longitude source geonames_id transcribed is_disputed",
    "point_answer": "id case_id position",
    "presence": "id workshop_id",
    "registration": "id workshop_id",
    "search_document": "id subject subject_id stems names filters",
    # Words alone, each leaves with the last record that holds it.
    "search_word": "subject word backwards sound stem",
    "saved_view": "id",
    "second_factor": "id",
    "stepped_aside": "id",
    "side_change_request": "id",
    "sign_in_attempt": "begins_at ends_at tries",
    "stance": "contribution_id version is_counted",
    "stance_tally": "contribution_id agree_france disagree_france unsure_france agree_russia disagree_russia "
    "unsure_russia agree_other disagree_other unsure_other ground common apart",
    "sub_theme": "id theme_id position slug title_fr title_ru intro_fr intro_ru",
    "theme": "id year slug title_fr title_ru is_current",
    "token": "id purpose created_at expires_at used_at",
    "translation": "id subject subject_id field lang state origin source_digest created_at reviewed_at",
    "translation_paragraph": "id translation_id position source_digest text origin",
    "removal": "id subject subject_id version asked_at ended_at from_report was_archived",
    "translation_work": "id subject subject_id lang state source_digest machine_digest waiting_since reviewed_at"
    " machine_tries machine_due_at last_save",
    "voice": "id case_id",
    "workshop_question": "id workshop_id",
    # The number to dial is that of the room, the same for everybody.
    "workshop_room": "id workshop_id provider room_key dial_in audio_link stream_link recording_link transcript_link "
    "updated_at",
    "workshop_texts": "id state version kept_title_fr kept_title_ru kept_purpose_fr kept_purpose_ru kept_programme_fr "
    "kept_programme_ru",
    "workshop": "id sub_theme_id title_fr title_ru purpose_fr purpose_ru programme_fr programme_ru starts_at zone "
    "minutes languages interpretation state registration_opens_at registration_closes_at meeting_link capacity taken "
    "waiting taken_france taken_russia waiting_france waiting_russia arrivals reserved_france reserved_russia "
    "released_at minimum_france minimum_russia told_at reminded revision created_at updated_at",
}


def nobodys_columns() -> set[str]:
    """The columns of NOBODY as table.column."""
    return {f"{table}.{column}" for table, columns in NOBODY.items() for column in columns.split()}
