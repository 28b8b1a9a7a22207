"""Mails and notices to whoever has reported a text: never its author's name, nor the title of what is not public."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _
from flask_babel import pgettext

from trianon.bilingual.formats import moment
from trianon.bilingual.text import plain
from trianon.committee import flag_links, flag_queries, queries
from trianon.committee.flag_models import Flag
from trianon.committee.flag_words import HEADLINES, KINDS, meaning_of
from trianon.committee.labels import ENDINGS, REASONS, sides_in_words
from trianon.committee.models import Removal
from trianon.committee.rules import Ending
from trianon.committee.subjects import SUBJECTS
from trianon.core.database import db
from trianon.mail.message import Button, MailMessage, Quote, mail
from trianon.notifications.sentences import Sentence, sentence


@mail("committee.flag_confirm", even_if_paused=True)
def flag_confirm(flag: int) -> MailMessage | None:
    """To whoever reports without an account; anybody may have typed the address, so nothing of the words is in it."""
    found = flag_queries.by_number(flag)
    if found is None or found.confirmed_at is not None:
        return None
    address = url_for("committee.confirm_flag", token=flag_links.signed(found.id), _external=True)
    return MailMessage(
        subject=_("Confirm your report"),
        paragraphs=[
            _("Somebody has reported a text of the Trianon Dialogue as against the law, with this address."),
            _("If it was you, confirm it within two days: the Committee examines it from then on."),
        ],
        facts=_about(found),
        button=Button(_("Confirm my report"), address),
        after=[_("It was not you? Then you need do nothing: what was written is deleted after two days.")],
    )


@mail("committee.flag_settled")
def flag_settled(flag: int) -> MailMessage | None:
    """What became of the text, by whom and how; with the reader's own words."""
    found = flag_queries.by_number(flag)
    if found is None or found.outcome is None:
        return None
    text = _address(found)
    return MailMessage(
        subject=str(HEADLINES[found.outcome]),
        paragraphs=[
            meaning_of(found.subject, found.outcome),
            _("What you wrote is quoted below. Thank you for having written."),
        ],
        facts=[*_about(found), *_how(found)],
        quotes=[Quote(found.words, found.lang.value)],
        button=Button(_("See the text"), text) if text else None,
        after=[
            _("Who decides on reports, and by which rules: %(url)s", url=url_for("committee.charter", _external=True))
        ],
    )


@sentence("committee.flag_settled")
def flag_settled_on_site(flag: int) -> Sentence | None:
    """The same in a line."""
    found = flag_queries.by_number(flag)
    if found is None or found.outcome is None:
        return None
    return Sentence(str(HEADLINES[found.outcome]), url_for("committee.my_flags"))


@mail("committee.flag_restored")
def flag_restored(flag: int) -> MailMessage | None:
    """An appeal has brought the text back."""
    found = flag_queries.by_number(flag)
    if found is None:
        return None
    text = _address(found)
    return MailMessage(
        subject=_("Your report: the text is on the site again"),
        paragraphs=[
            _(
                "The text that you reported had been removed. Its author has contested the decision; members of both "
                "sides who took no part in it have upheld the appeal, so everybody can read the text again."
            )
        ],
        facts=_about(found),
        button=Button(_("See the text"), text) if text else None,
    )


@sentence("committee.flag_restored")
def flag_restored_on_site(flag: int) -> Sentence | None:
    """The same in a line."""
    found = flag_queries.by_number(flag)
    if found is None:
        return None
    return Sentence(_("Your report: the text is on the site again"), url_for("committee.my_flags"))


def _about(flag: Flag) -> list[tuple[str, str]]:
    """Which report it is; the title only while everybody can read it."""
    title = flag_queries.title_of(flag)
    rows = [
        (pgettext("noun", "Report"), _("no. %(number)s, %(moment)s", number=flag.id, moment=moment(flag.made_at))),
        (str(KINDS[flag.subject]), plain(title) if title is not None else ""),
        (_("Reported as"), str(REASONS[flag.category])),
    ]
    return [(label, value) for label, value in rows if value]


def _how(flag: Flag) -> list[tuple[str, str]]:
    """By which sides, or by which rule where no voices carried it."""
    removal = db.session.get(Removal, flag.removal_id) if flag.removal_id is not None else None
    case = queries.case_about("removal", removal.id, removal.version) if removal is not None else None
    if case is None or case.verdict is None:
        return []
    if case.ending in {Ending.NO_AGREEMENT, Ending.SILENCE}:
        return [(_("How"), str(ENDINGS[case.ending]))]
    sides = sides_in_words(voice.side for voice in queries.carrying_voices(case))
    return [(_("Decided by"), sides)] if sides else []


def _address(flag: Flag) -> str:
    if flag_queries.title_of(flag) is None:
        return ""
    return SUBJECTS[flag.subject].url(flag.subject_id, external=True)
