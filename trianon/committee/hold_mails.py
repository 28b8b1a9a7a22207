"""Mails and notices about holds, disagreements and silence: to the author, and to the members who are waited for."""

from __future__ import annotations

from collections.abc import Callable

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from trianon.bilingual.formats import moment
from trianon.bilingual.text import plain, reader_lang
from trianon.committee import queries
from trianon.committee.hiding import held_now, record_of
from trianon.committee.labels import MATTERS, SIDES, reasons_in_words
from trianon.committee.models import Case, CaseState, Hold, Removal, Voice
from trianon.committee.procedure import Held
from trianon.committee.rules import Verdict
from trianon.committee.statement import origin_of
from trianon.committee.subjects import SUBJECTS
from trianon.core.database import db
from trianon.core.publication import PUBLIC
from trianon.mail.message import Button, MailMessage, Quote, mail
from trianon.notifications.sentences import Sentence, sentence


@mail("committee.held")
def held(removal: int) -> MailMessage | None:
    """To the author: hidden for now, by which side, why, until when, and what follows. Dropped once it is over."""
    found = db.session.get(Removal, removal)
    hold = held_now(found) if found is not None else None
    if found is None or hold is None:
        return None
    case = queries.case_about("removal", found.id, found.version)
    voices = [] if case is None else _asking(case, hold)
    return MailMessage(
        subject=_("Your text is hidden for now: %(title)s", title=_title(found)),
        paragraphs=[
            _("One side of the Coordination Committee has hidden your text. Nobody has removed it."),
            _until(hold),
            _("You are told of what follows, by mail and on the site."),
            _("Nothing final is decided. If your text were removed, you could contest that decision for six months."),
        ],
        facts=[
            (_("Hidden by"), str(SIDES[hold.side])),
            (_("Hidden on"), moment(hold.placed_at)),
            (_("Reasons"), ", ".join(reasons_in_words(code for voice in voices for code in voice.reasons))),
            (_("Rule of the charter"), _rule(hold)),
            *([(_("Origin"), origin_of(case))] if case is not None else []),
            (_("Automatic means"), _("none: people read the text and decided")),
        ],
        quotes=[Quote(voice.note, voice.note_lang.value) for voice in voices if voice.note],
        button=Button(_("See your text"), SUBJECTS["removal"].url(found.id, external=True)),
    )


@sentence("committee.held")
def held_on_site(removal: int) -> Sentence | None:
    """The same in a line."""
    found = db.session.get(Removal, removal)
    if found is None or held_now(found) is None:
        return None
    subject = SUBJECTS["removal"]
    return Sentence(_("Your text is hidden for now"), subject.url(found.id), subject.title(found))


@mail("committee.restored")
def restored(removal: int) -> MailMessage | None:
    """To the author: everybody can read it again. Dropped when that is no longer so."""
    found = db.session.get(Removal, removal)
    if found is None or not _is_read(found):
        return None
    said = [_("Your text was hidden for a while. Everybody can read it again, at its former address.")]
    if found.ended_at is None:
        said.append(_("The Committee still examines whether it stays; you are told of the decision."))
    return MailMessage(
        subject=_("Your text is on the site again: %(title)s", title=_title(found)),
        paragraphs=said,
        button=Button(_("See your text"), SUBJECTS["removal"].url(found.id, external=True)),
    )


@sentence("committee.restored")
def restored_on_site(removal: int) -> Sentence | None:
    """The same in a line."""
    found = db.session.get(Removal, removal)
    if found is None or not _is_read(found):
        return None
    subject = SUBJECTS["removal"]
    return Sentence(_("Your text is on the site again"), subject.url(found.id), subject.title(found))


# To members, about a case that waits for them: the subject, and what it means.
_TO_MEMBERS = {
    "committee.disputed": (
        _l("Voices disagree, your word is needed"),
        _l(
            "The two sides disagree on this case, so the two co-presidents decide. When they disagree too, or do not "
            "answer within 28 days, nothing changes: what is not public is not published, what is public stays."
        ),
    ),
    "committee.silent": (
        _l("Your side is waited for"),
        _l(
            "This case has waited for your side for a week or more. Its secretary general is asked for a voice; "
            "after two weeks its co-president may give it in the secretary general’s place."
        ),
    ),
    "committee.hold_to_review": (
        _l("A hidden text waits for your review"),
        _l(
            "The other side has hidden a public text at once. Your side says whether it stays or goes: within "
            "72 hours, or else it is shown again; a text that is against the law stays hidden until your answer."
        ),
    ),
}


def _to_member(kind: str) -> Callable[[int], MailMessage | None]:
    def build(case: int) -> MailMessage | None:
        found = _open(case)
        if found is None:
            return None
        subject, meaning = _TO_MEMBERS[kind]
        return MailMessage(
            subject=_("%(label)s: %(value)s", label=str(subject), value=plain(found.title)),
            paragraphs=[str(meaning)],
            facts=[(_("Case"), str(found.id)), (_("Kind of case"), str(MATTERS[found.matter]))],
            button=Button(_("Open the case"), url_for("committee.case", case_id=found.id, _external=True)),
        )

    return build


def _member_line(kind: str) -> Callable[[int], Sentence | None]:
    def build(case: int) -> Sentence | None:
        found = _open(case)
        if found is None:
            return None
        return Sentence(str(_TO_MEMBERS[kind][0]), url_for("committee.case", case_id=found.id), found.title)

    return build


for _kind in _TO_MEMBERS:
    mail(_kind)(_to_member(_kind))
    sentence(_kind)(_member_line(_kind))


def _open(case: int) -> Case | None:
    """The case while it still waits: a mail that is sent late, or a line that is read late, says nothing untrue."""
    found = queries.case_by_id(case)
    return found if found is not None and found.state is CaseState.OPEN else None


def _is_read(removal: Removal) -> bool:
    """Whether everybody can read the record now."""
    record = record_of(removal)
    return record is not None and record.state in PUBLIC


def _until(hold: Hold) -> str:
    until = Held(hold.side, hold.placed_at, hold.is_unlawful).until
    if until is None:
        return _("It stays hidden until the other side has reviewed it, as it is said to be against the law.")
    return _(
        "The other side reviews this. Without an answer it is shown again by itself: %(moment)s.", moment=moment(until)
    )


def _rule(hold: Hold) -> str:
    if hold.is_unlawful:
        return _("one side may hide at once, one time for each version; what is against the law, until it is reviewed")
    return _("one side may hide at once, one time for each version, for 72 hours at most")


def _asking(case: Case, hold: Hold) -> list[Voice]:
    """What the side that hid it says, in the reader's language first."""
    voices = [
        voice for voice in queries.standing_voices(case) if voice.side is hold.side and voice.verdict is Verdict.REFUSE
    ]
    return sorted(voices, key=lambda voice: voice.note_lang is not reader_lang())


def _title(removal: Removal) -> str:
    return plain(SUBJECTS["removal"].title(removal))
