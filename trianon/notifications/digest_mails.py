"""The mail about what somebody follows, made at sending: what was hidden, changed or read since is not in it."""

from __future__ import annotations

from urllib.parse import urljoin

from flask import g, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from trianon.accounts.models import Account
from trianon.bilingual.text import reader_lang
from trianon.core.database import db
from trianon.mail.message import Button, Line, MailMessage, mail
from trianon.notifications.following_models import MailRhythm
from trianon.notifications.following_queries import unread_news
from trianon.notifications.following_rules import Rhythm
from trianon.notifications.preloading import load_for
from trianon.notifications.sentences import Sentence, sentence_of
from trianon.notifications.unsubscribing import address_for

MOST_LINES = 30


@mail("follows.digest")
def digest(account: int, after: int, up_to: int) -> MailMessage | None:
    """News from one notification to another; dropped when nothing of it is left, or its reader wants no mails now."""
    person, chosen = db.session.get(Account, account), db.session.get(MailRhythm, account)
    if person is None or not person.is_active or chosen is None or chosen.rhythm is Rhythm.NEVER:
        return None
    g.time_zone = person.time_zone
    rows = unread_news(account, after, up_to, MOST_LINES + 1)
    # Held until the sentences are made.
    held = load_for(rows)
    said = [one for row in rows if (one := sentence_of(row.kind, row.data)) is not None]
    del held
    if not said:
        return None
    lines, more = said[:MOST_LINES], len(said) > MOST_LINES
    stop = address_for(person)
    after_words = [_("There is more on the site.")] if more else []
    return MailMessage(
        subject=_subject(lines, more),
        paragraphs=[_("This is new for you:")],
        lines=[_line(one) for one in lines],
        button=Button(_("All notifications"), url_for("notifications.index", _external=True)),
        after=[
            *after_words,
            _rhythm_words(chosen.rhythm),
            _("Choose how often you get it: %(url)s", url=url_for("following.index", _external=True)),
            _("No more mails like this one: %(url)s", url=stop),
        ],
        unsubscribe=stop,
    )


def _subject(lines: list[Sentence], more: bool) -> str:
    if len(lines) == 1:
        return lines[0].whole
    if more:
        return _("More than %(num)s pieces of news of what you follow", num=MOST_LINES)
    return ngettext("%(num)s piece of news of what you follow", "%(num)s pieces of news of what you follow", len(lines))


def _line(said: Sentence) -> Line:
    words, lang = said.title.best(reader_lang()) if said.title else (said.text, reader_lang())
    return Line(said.text if said.title else "", words, lang.value, urljoin(request.url_root, said.url))


def _rhythm_words(rhythm: Rhythm) -> str:
    """Why it comes now."""
    if rhythm is Rhythm.AT_ONCE:
        return _("You get this mail at once, as you have chosen.")
    if rhythm is Rhythm.DAILY:
        return _("You get this mail at most once a day.")
    return _("You get this mail at most once a week.")
