"""The words of the committee: verdicts, reasons, voices, in the reader's language. Codes stay in the database."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext, ngettext

from trianon.bilingual.formats import number
from trianon.bilingual.lang import Lang
from trianon.bilingual.text import reader_lang
from trianon.committee.rules import TARGET_HOURS, Ending, Matter, Missing, Quorum, Reason, Verdict
from trianon.core.errors import explain_with
from trianon.core.sides import BOTH_SIDES, Side

# From when on the target is near.
SOON_HOURS = 12

MATTERS = {
    Matter.COOPERATION: _l("Cooperation"),
    Matter.CONTRIBUTION: _l("Contribution or reply"),
    Matter.ORGANISATION: _l("Organisation to verify"),
    Matter.CLAIM: _l("Claim of a record or an organisation"),
    Matter.DISPUTED_PLACE: _l("Cooperation about a disputed place"),
    Matter.REMOVAL: _l("Removal of a public text"),
    Matter.APPEAL: _l("Appeal"),
    Matter.MEASURE: _l("Measure on a person"),
}

# What a member chooses, what was decided, and what one side's voice says.
VERDICTS = {
    Verdict.ACCEPT: _l("Accept"),
    Verdict.ASK_CHANGES: _l("Ask for changes"),
    Verdict.REFUSE: _l("Refuse"),
}
DECISIONS = {
    Verdict.ACCEPT: lazy_pgettext("decision", "Accepted"),
    Verdict.ASK_CHANGES: lazy_pgettext("decision", "Changes asked for"),
    Verdict.REFUSE: lazy_pgettext("decision", "Not accepted"),
}
VOICES = {
    Verdict.ACCEPT: _l("%(side)s: accepts"),
    Verdict.ASK_CHANGES: _l("%(side)s: asks for changes"),
    Verdict.REFUSE: _l("%(side)s: refuses"),
}
# The same where the question is whether a public text stays.
_ON_REMOVAL = {
    Verdict.ACCEPT: (_l("Leave it on the site"), _l("Stays on the site"), _l("%(side)s: it stays")),
    Verdict.REFUSE: (_l("Remove it"), _l("Removed from the site"), _l("%(side)s: to be removed")),
}
# The same where the question is whether an appeal is upheld.
_ON_APPEAL = {
    Verdict.ACCEPT: (_l("Uphold the appeal"), _l("Appeal upheld"), _l("%(side)s: upholds the appeal")),
    Verdict.REFUSE: (_l("Reject the appeal"), _l("Appeal rejected"), _l("%(side)s: rejects the appeal")),
}
# The same where the question is whether a measure is taken on a person.
_ON_MEASURE = {
    Verdict.ACCEPT: (_l("Take no measure"), _l("No measure taken"), _l("%(side)s: no measure")),
    Verdict.REFUSE: (_l("Take the measure"), _l("Measure taken"), _l("%(side)s: takes the measure")),
}
_OF_THEIR_OWN = {Matter.REMOVAL: _ON_REMOVAL, Matter.APPEAL: _ON_APPEAL, Matter.MEASURE: _ON_MEASURE}

REASONS = {
    Reason.INSUFFICIENT_DETAIL: _l("too little detail"),
    Reason.OFF_TOPIC: _l("off topic"),
    Reason.POLITICAL: _l("political content"),
    Reason.ATTACK: _l("attack on persons or groups"),
    Reason.PERSONAL_DATA: _l("personal data"),
    Reason.COMMERCIAL: _l("advertising"),
    Reason.DUPLICATE: _l("duplicate"),
    Reason.NOT_VERIFIABLE: _l("not verifiable"),
    Reason.UNLAWFUL: _l("against the law"),
    Reason.OTHER: _l("another reason"),
}
# As the public list has them, and whoever chooses one.
REASONS_TO_CHOOSE = REASONS | {
    Reason.UNLAWFUL: _l("against the law (say which one)"),
    Reason.OTHER: _l("another reason (explained)"),
}

SIDES = {
    Side.FRANCE: _l("French side"),
    Side.RUSSIA: _l("Russian side"),
    Side.OTHER: _l("Other country"),
}

LOOKING = {
    Side.FRANCE: _l("The French side is looking at it"),
    Side.RUSSIA: _l("The Russian side is looking at it"),
}
NOTES_OF = {
    Side.FRANCE: _l("Read by the members of the French side alone. The author never sees them."),
    Side.RUSSIA: _l("Read by the members of the Russian side alone. The author never sees them."),
}
# A side has asked the other to begin.
PASSED = {
    Side.FRANCE: _l("Passed on by the French side: the Russian side begins"),
    Side.RUSSIA: _l("Passed on by the Russian side: the French side begins"),
}

# How a case ended, where voices alone did not decide it.
ENDINGS = {
    Ending.VOICES: _l("by the voices that the table asks for"),
    Ending.CO_PRESIDENTS: _l("by the two co-presidents, after the voices had disagreed"),
    Ending.NO_AGREEMENT: _l("the two co-presidents did not agree, so nothing changes"),
    Ending.SILENCE: _l("the voices needed were not given in time, so nothing changes"),
}

LANGUAGES = {Lang.FR: _l("in French"), Lang.RU: _l("in Russian")}

QUORUMS = {
    Quorum.ONE_OF_EITHER: _l("one voice of either side"),
    Quorum.ONE_OF_EACH: _l("one voice of each side"),
    Quorum.ONE_OF_OWN_SIDE: _l(
        "one voice of the organisation’s own side; one of each side when it comes from another country"
    ),
    Quorum.ONE_OF_OWN_SIDE_ELSE_EACH: _l("one voice of the author’s side, otherwise one of each side"),
    Quorum.BOTH_SECRETARIES: _l("both secretaries general"),
    Quorum.ONE_SECRETARY: _l("either secretary general"),
}

explain_with(
    {
        "policy_waits": _l("A change of the table waits for an answer already: there is one at a time."),
        "policy_coming": _l("A change of the table is agreed and its day has not come: wait for it."),
        "policy_same": _l("Nothing differs from the version before."),
        "policy_cell_unknown": _l("Choose one of the list in every row."),
        "policy_day": _l("Choose a day from tomorrow on, within a year."),
        "policy_void": _l("Whoever proposed this has left the office meanwhile: the proposal is void."),
        "own_text": _l("This text is yours or your organisation’s: you cannot decide on it."),
        "stepped_aside": _l("You have stepped aside from this text: others decide on it."),
        "voice_does_not_count": _l("The table of voices gives this decision to others."),
        "reason_needed": _l("Choose at least one reason for the refusal."),
        "note_needed": _l("Write a note to the author."),
        "note_too_long": _l("The note is too long: at most %(most)s characters."),
        "note_has_gap": _l("Complete the note where it says %(gap)s."),
        "not_together": _l("Cases of this kind are judged one by one."),
        "not_open_any_more": _l("This case does not wait for voices any more."),
        "note_in_author_language": _l(
            "A refusal is explained in the author’s language: write the note in that language."
        ),
        "took_part": _l("You took part in the decision that is contested: others examine the appeal."),
        "not_contestable": _l("This decision cannot be contested."),
        "appeal_twice": _l("You have contested this decision already: a decision is contested once."),
        "appeal_late": _l("The six months in which this decision could be contested are over."),
        "appeal_needs_text": _l("Write why you contest the decision."),
        "appeal_too_long": _l("Your text is too long: at most %(most)s characters."),
        "held_once": _l(
            "Your side has hidden this version once already: it cannot hide it again. You may ask for its removal."
        ),
        "already_reviewed": _l(
            "The other side has said that this text stays: it is not hidden any more. The co-presidents decide."
        ),
        "note_empty": _l("Write something."),
        "note_of_another": _l("Only the member who wrote a note takes it back."),
        "passed_once": _l("This case has been passed on once already: it does not go to and fro."),
        "other_side_has_no_voice": _l("The table of voices gives the other side no voice on this case."),
        "view_needs_name": _l("Give the view a name."),
        "view_name_too_long": _l("The name is too long: at most %(most)s characters."),
        "view_needs_filters": _l("Choose at least one filter: a view without filters is the queue itself."),
        "too_many_views": _l("You have %(most)s saved views: delete one before you save another."),
        "already_decided": _l("This version has been decided on already: change the text before you send it again."),
    }
)


def in_order(sides: Iterable[Side]) -> list[Side]:
    """The sides in the order of the reader: one's own country's language first."""
    order = list(BOTH_SIDES) if reader_lang() is Lang.FR else list(reversed(BOTH_SIDES))
    known = set(sides)
    return [side for side in order if side in known]


def sides_in_words(sides: Iterable[Side]) -> str:
    """“French side, Russian side”, in the reader's order."""
    return ", ".join(
        str(SIDES[side]) if place == 0 else str(SIDES[side]).lower() for place, side in enumerate(in_order(sides))
    )


def verdict_in_words(matter: Matter, verdict: Verdict) -> str:
    """What a member chooses: “Accept”, “Remove it”."""
    words = _OF_THEIR_OWN.get(matter, {}).get(verdict)
    return str(words[0] if words else VERDICTS[verdict])


def decision_in_words(matter: Matter, verdict: Verdict) -> str:
    """What was decided: “Accepted”, “Removed from the site”."""
    words = _OF_THEIR_OWN.get(matter, {}).get(verdict)
    return str(words[1] if words else DECISIONS[verdict])


def voice_in_words(side: Side, verdict: Verdict, matter: Matter) -> str:
    """“French side: accepts”."""
    words = _OF_THEIR_OWN.get(matter, {}).get(verdict)
    return str(words[2] if words else VOICES[verdict]) % {"side": str(SIDES[side])}


def reasons_in_words(codes: Iterable[str]) -> list[str]:
    """The reasons of the public list, in its order, without repetition."""
    known = set(codes)
    return [str(words) for reason, words in REASONS.items() if reason.value in known]


def quorum_in_words(quorum: Quorum, verdict: Verdict) -> str:
    """Whose voices a decision takes. Asking a body from another country for changes takes one voice, as everywhere."""
    if quorum is Quorum.ONE_OF_OWN_SIDE and verdict is Verdict.ASK_CHANGES:
        return _("one voice of the organisation’s own side; of either side when it comes from another country")
    return str(QUORUMS[quorum])


def missing_in_words(missing: Missing) -> str:
    """Which voices a verdict still needs."""
    if missing.any_one:
        return _("one secretary general, of either side") if missing.secretaries else _("one voice of either side")
    if len(missing.sides) > 1:
        return _("both secretaries general") if missing.secretaries else _("one voice of each side")
    if missing.secretaries:
        return _("the French secretary general") if Side.FRANCE in missing.sides else _("the Russian secretary general")
    return _("one voice of the French side") if Side.FRANCE in missing.sides else _("one voice of the Russian side")


def waited_in_words(hours: int) -> str:
    """How long a text has waited: in hours while the target can be kept, in days afterwards."""
    if hours < 1:
        return _("waiting for less than an hour")
    if hours < TARGET_HOURS:
        return ngettext("waiting for %(num)s hour", "waiting for %(num)s hours", hours)
    return ngettext("waiting for %(num)s day", "waiting for %(num)s days", hours // 24)


def took_in_words(hours: int) -> str:
    """How long a decision took."""
    if hours < TARGET_HOURS:
        return ngettext("decided in %(num)s hour", "decided in %(num)s hours", max(1, hours))
    return ngettext("decided in %(num)s day", "decided in %(num)s days", hours // 24)


def target_in_words(hours: int) -> str:
    """How that stands to the target of 48 hours."""
    left = TARGET_HOURS - hours
    if left > 0:
        return ngettext("%(num)s hour left of the target of 48", "%(num)s hours left of the target of 48", left)
    if -left < 24:
        return _("past the target of 48 hours")
    return ngettext(
        "past the target of 48 hours by %(num)s day", "past the target of 48 hours by %(num)s days", -left // 24
    )


def delay_tone(hours: int) -> str:
    """How much the delay matters: the colour of its badge."""
    left = TARGET_HOURS - hours
    return "bad" if left <= 0 else "warn" if left <= SOON_HOURS else "plain"


def place_in_words(rank: int | None, total: int, most: int) -> str:
    """“Case 12 of 40 in this list”."""
    counted = _("more than %(num)s", num=number(most)) if total > most else number(total)
    if rank is None:
        return ngettext("%(all)s case in this list", "%(all)s cases in this list", min(total, most), all=counted)
    if rank > most:
        return _("Behind the first %(num)s cases of this list", num=number(most))
    return _("Case %(rank)s of %(all)s in this list", rank=number(rank), all=counted)
