"""What is kept about people who act for organisations, claim, invite and list; the register takes it from here."""

from __future__ import annotations

from trianon.personal_terms import ACCOUNT, GUEST, RECORD, Entry

_WHO = "to account for what was decided"

OF_ORGANISATIONS: dict[str, Entry] = {
    **dict.fromkeys(
        ("organisation_claim.text", "record_claim.text"),
        Entry("how a claim can be checked", "to decide on it; read by the committee", ACCOUNT),
    ),
    **dict.fromkeys(
        (f"{table}.{column}" for table in ("organisation_claim", "record_claim") for column in ("asked_at", "lang")),
        Entry("when it was claimed, in which language", "to decide in time", RECORD),
    ),
    **dict.fromkeys(("organisation_claim.asked_by_id", "record_claim.asked_by_id"), Entry("who claims", _WHO, RECORD)),
    **dict.fromkeys(
        ("membership.offered_at", "membership.offered_by_id", "membership.hands_over"),
        Entry("when and by whom one was asked to manage it", "to hand it over", RECORD),
    ),
    "invitation.email": Entry("address that was invited; seen by its managers", "to send the invitation", GUEST),
    **dict.fromkeys(
        ("invitation.role", "invitation.lang", "invitation.state", "invitation.invited_at", "invitation.settled_at"),
        Entry("as what, in which language, when, and what became of it", "one link, one answer", GUEST),
    ),
    # Whoever deletes their account leaves a number here until the invitation itself goes.
    "invitation.invited_by_id": Entry("which manager invited", _WHO, RECORD),
    "invitation.accepted_by_id": Entry("who accepted", _WHO, GUEST),
    **dict.fromkeys(
        ("affiliation.asked_by_id", "affiliation.settled_by_id"), Entry("who listed or agreed", _WHO, RECORD)
    ),
}
