"""What people see on the site about their own registrations: lines in the inbox, a section of their own page."""

from __future__ import annotations

from collections.abc import Callable

from flask import url_for
from flask_babel import gettext as _

from trianon.accounts.models import Account
from trianon.accounts.space import Item, Section, section
from trianon.bilingual.formats import moment
from trianon.bilingual.text import plain
from trianon.core.clock import now
from trianon.core.database import db
from trianon.notifications.sentences import Sentence, sentence
from trianon.workshops.models import Workshop
from trianon.workshops.queries import registrations_of


@section(40)
def my_workshops(account: Account) -> Section:
    """Workshops to come that the person registered for."""
    items = [
        Item(
            label=one.workshop.title,
            url=url_for("workshops.show", workshop_id=one.workshop_id),
            state=(one.state, "registration"),
            note=moment(one.workshop.starts_at),
        )
        for one in registrations_of(account.id, now())
    ]
    return Section(
        title=_("My workshops"),
        items=items,
        empty_text=_("You are not registered for any workshop to come."),
        more=(_("See the programme"), url_for("workshops.index")),
    )


@sentence("workshops.confirmed")
def say_confirmed(workshop: int) -> Sentence | None:
    """A seat at once."""
    return _about(workshop, lambda title: _("You are registered: %(title)s", title=title))


@sentence("workshops.waiting")
def say_waiting(workshop: int) -> Sentence | None:
    """A place in the list."""
    return _about(workshop, lambda title: _("Waiting list: %(title)s", title=title))


@sentence("workshops.promoted")
def say_promoted(workshop: int) -> Sentence | None:
    """A seat after waiting."""
    return _about(workshop, lambda title: _("A seat is yours: %(title)s", title=title))


@sentence("workshops.changed")
def say_changed(workshop: int) -> Sentence | None:
    """New hours or languages."""
    return _about(workshop, lambda title: _("Workshop changed: %(title)s", title=title))


@sentence("workshops.cancelled")
def say_cancelled(workshop: int) -> Sentence | None:
    """The end."""
    return _about(workshop, lambda title: _("Workshop cancelled: %(title)s", title=title))


@sentence("workshops.minimum")
def say_minimum(workshop: int) -> Sentence | None:
    """For the host, a week before."""
    return _about(workshop, lambda title: _("Too few registrations: %(title)s", title=title))


def _about(workshop_id: int, words: Callable[[str], str]) -> Sentence | None:
    workshop = db.session.get(Workshop, workshop_id)
    if workshop is None:
        return None
    return Sentence(words(plain(workshop.title)), url_for("workshops.show", workshop_id=workshop.id))
