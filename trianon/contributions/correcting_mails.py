"""The author hears of a light correction, by mail and on the site, with what was changed and the way to undo it."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _

from trianon.accounts.models import Account
from trianon.bilingual.text import plain
from trianon.contributions.history import correction_of
from trianon.contributions.models import Contribution
from trianon.core.database import db
from trianon.core.differences import Change, Paragraph
from trianon.core.publication import State
from trianon.mail.message import Button, MailMessage, Quote, mail
from trianon.notifications.sentences import Sentence, sentence

MOST_TOLD = 5
LONGEST_TOLD = 400


@mail("contributions.corrected")
def corrected(contribution: int, version: int) -> MailMessage | None:
    """Before and after, place by place. Dropped when another version is public by now, or none."""
    item = db.session.get(Contribution, contribution)
    found = correction_of(item) if item is not None and item.state is State.PUBLISHED else None
    if item is None or found is None or found[0].number != version:
        return None
    made, differences = found
    member = db.session.get(Account, made.recorded_by_id) if made.recorded_by_id else None
    told = [paragraph for one in differences for paragraph in one.paragraphs if _has_change(paragraph)]
    lang = made.source_lang.value
    return MailMessage(
        subject=_("A slip in your text was mended"),
        paragraphs=[
            _("A member of the Coordination Committee has mended typing or spelling in your published text."),
            _("Below is each place as it was and as it is now. Your own words are kept."),
            _("If you do not agree, one button on the page of your text brings your words back at once."),
        ],
        facts=[(_("Title"), plain(made.title)), (_("Mended by"), member.name if member else "")],
        quotes=[
            Quote(f"{_side(paragraph, Change.REMOVED)} → {_side(paragraph, Change.ADDED)}", lang)
            for paragraph in told[:MOST_TOLD]
        ],
        button=Button(
            _("See the correction"),
            url_for("contributions.show", contribution_id=item.id, _anchor="correction", _external=True),
        ),
    )


@sentence("contributions.corrected")
def corrected_on_site(contribution: int, version: int) -> Sentence | None:
    """The same, in the inbox."""
    item = db.session.get(Contribution, contribution)
    if item is None or item.state is not State.PUBLISHED or item.public_version is None:
        return None
    page = url_for("contributions.show", contribution_id=item.id, _anchor="correction")
    return Sentence(_("A slip in your text was mended"), page, item.public_version.title)


def _has_change(paragraph: Paragraph) -> bool:
    return any(piece.change is not Change.KEPT for piece in paragraph)


def _side(paragraph: Paragraph, change: Change) -> str:
    """The words of one side of a change with a little of what stands around, so that the place is known again."""
    kept = [
        piece.text if piece.change is change else _around(piece.text)
        for piece in paragraph
        if piece.change in {Change.KEPT, change}
    ]
    words = " ".join("".join(kept).split())
    return words if len(words) <= LONGEST_TOLD else f"{words[:LONGEST_TOLD]}…"


def _around(text: str) -> str:
    words = text.split()
    return text if len(words) <= 8 else f"{' '.join(words[:4])} … {' '.join(words[-4:])} "
