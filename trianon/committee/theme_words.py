"""The words of the choice of a theme, and why something cannot be done on the way to it; mails and notices."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from trianon.bilingual.formats import moment
from trianon.bilingual.text import plain
from trianon.committee.theme_models import CommitteeSession, ThemeProposal, ThemeState
from trianon.core.clock import now
from trianon.core.database import db
from trianon.core.errors import explain_with
from trianon.mail.message import Button, MailMessage, mail
from trianon.notifications.sentences import Sentence, sentence

STATES = {
    ThemeState.PROPOSED: _l("proposed"),
    ThemeState.CHOSEN: _l("chosen by both sides"),
    ThemeState.NOT_CHOSEN: _l("not chosen"),
}

explain_with(
    {
        "theme_by_members": _l("A theme is proposed by members of the Committee and by verified organisations."),
        "theme_year": _l("The theme of this year cannot be proposed any more."),
        "theme_is_chosen": _l("The theme of this year has been chosen already."),
        "theme_by_secretaries": _l("The same proposal leads on both sides: the secretaries general confirm it."),
        "theme_by_presidents": _l("The sides do not agree on one proposal: the two co-presidents choose one."),
        "theme_not_leading": _l("This proposal leads on neither side."),
        "theme_without_session": _l("A theme is chosen once a session on it has begun: call one first."),
        "theme_in_one_language": _l("This proposal is in one language only: add the other one first."),
        "theme_is_there": _l("The theme of this year is open already."),
        "sub_themes_uneven": _l(
            "Write as many sub-themes in both languages: now %(french)s in French, %(russian)s in Russian."
        ),
        "sub_themes_too_many": _l("At most %(most)s sub-themes."),
        "sub_theme_too_long": _l("A sub-theme has at most %(most)s characters."),
        "session_in_the_past": _l("Choose a moment to come."),
    }
)


@mail("committee.session_called")
def session_called(session: int) -> MailMessage | None:
    """To every member: when and where; the agenda stays on the site."""
    row = db.session.get(CommitteeSession, session)
    if row is None or row.starts_at <= now():
        return None
    return MailMessage(
        subject=_("A session of the Coordination Committee"),
        paragraphs=[_("The session is closed. Its agenda is on the site, for the members of both sides alone.")],
        facts=[(_("When"), moment(row.starts_at)), (_("Where"), plain(row.place))],
        button=Button(_("Read the agenda"), url_for("committee.sessions", _external=True)),
    )


@sentence("committee.session_called")
def session_called_on_site(session: int) -> Sentence | None:
    """The same in a line."""
    row = db.session.get(CommitteeSession, session)
    if row is None:
        return None
    words = _("A session of the Coordination Committee: %(at)s", at=moment(row.starts_at))
    return Sentence(words, url_for("committee.sessions"))


@sentence("committee.theme_chosen")
def theme_chosen(proposal: int) -> Sentence | None:
    """To whoever proposed one for that year."""
    row = db.session.get(ThemeProposal, proposal)
    if row is None:
        return None
    words = _("The theme of %(year)s is chosen: %(title)s", year=row.year, title=plain(row.title))
    return Sentence(words, url_for("committee.chosen_themes"))
