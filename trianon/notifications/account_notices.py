"""Lines for the inbox about one's own account, and about organisations that one manages."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _

from trianon.accounts.events import ManagerMade, NameSettled, SideChangeSettled, TriesNoticed
from trianon.accounts.organisation_models import Organisation
from trianon.bilingual.text import plain
from trianon.core.database import db
from trianon.core.events import on
from trianon.notifications.sentences import Sentence, sentence
from trianon.notifications.services import notify


@on(TriesNoticed)
def tell_owner(event: TriesNoticed) -> None:
    """Beside the mail: whoever reads another's mail may read this one, too."""
    notify(event.subject_id, "accounts.tries", tries=event.tries, codes=event.codes)


@on(NameSettled)
def tell_name(event: NameSettled) -> None:
    """Whoever had asked."""
    notify(event.subject_id, "accounts.name_settled", accepted=event.accepted)


@on(SideChangeSettled)
def tell_side(event: SideChangeSettled) -> None:
    """Whoever had asked."""
    notify(event.subject_id, "accounts.side_settled", accepted=event.accepted)


@on(ManagerMade)
def tell_manager(event: ManagerMade) -> None:
    """Who manages it from now on."""
    notify(event.account_id, "organisations.manager_made", organisation=event.subject_id)


@sentence("accounts.tries")
def tries(tries: int, codes: bool) -> Sentence:
    """Codes are tried by somebody who knows the password."""
    if codes:
        said = _("Somebody who knows your password tried codes: choose a new password.")
        return Sentence(said, url_for("accounts.change_password"))
    said = _("Somebody tried to get into your account with wrong passwords, and did not get in.")
    return Sentence(said, url_for("accounts.sessions"))


@sentence("accounts.name_settled")
def name_settled(accepted: bool) -> Sentence:
    """Shown, or not."""
    said = _("Your name is shown from now on.") if accepted else _("The name that you wanted was not accepted.")
    return Sentence(said, url_for("accounts.change_name"))


@sentence("accounts.side_settled")
def side_settled(accepted: bool) -> Sentence:
    """Changed, or not."""
    said = (
        _("You take part for another country from now on, as you asked.")
        if accepted
        else _("Your request to take part for another country was declined.")
    )
    return Sentence(said, url_for("accounts.space"))


@sentence("organisations.manager_made")
def manager_made(organisation: int) -> Sentence | None:
    """From now on they let people in."""
    row = db.session.get(Organisation, organisation)
    if row is None:
        return None
    words = _("You manage this organisation from now on: %(organisation)s", organisation=plain(row.name))
    return Sentence(words, url_for("organisations.show", organisation_id=row.id))
