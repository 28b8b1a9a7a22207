"""What people are told by mail about cooperations, made at sending from what is true then."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _

from trianon.accounts.organisation_models import Organisation
from trianon.bilingual.text import Bilingual, plain, reader_lang
from trianon.cooperations.models import Cooperation
from trianon.core.database import db
from trianon.core.publication import PUBLIC, State
from trianon.mail.message import Button, MailMessage, Quote, mail


@mail("cooperations.received")
def received(cooperation: int, version: int) -> MailMessage | None:
    """The declaration has arrived; dropped when it was withdrawn meanwhile."""
    found = db.session.get(Cooperation, cooperation)
    if found is None or found.state is State.WITHDRAWN or version > len(found.versions):
        return None
    return MailMessage(
        subject=_("We have received your declaration"),
        paragraphs=[
            _("Your declaration of a cooperation is under review."),
            _("A member of the French half and a member of the Russian half of the Coordination Committee read it."),
        ],
        quotes=[_quoted(found.versions[version - 1].title)],
        button=Button(_("See where it stands"), _address(found)),
        after=[_("You will hear from us by mail as soon as it has been decided.")],
    )


@mail("cooperations.confirmed")
def confirmed(cooperation: int, organisation: int) -> MailMessage | None:
    """A partner has given its side's word."""
    found = db.session.get(Cooperation, cooperation)
    partner = db.session.get(Organisation, organisation)
    if found is None or partner is None or found.state not in PUBLIC or found.public_version is None:
        return None
    return MailMessage(
        subject=_("A partner has confirmed your cooperation"),
        paragraphs=[_("An organisation that is a partner of the cooperation you declared has confirmed it.")],
        facts=[(_("Confirmed by"), plain(partner.name))],
        quotes=[_quoted(found.public_version.title)],
        button=Button(_("See the cooperation"), _address(found)),
    )


def _quoted(title: Bilingual) -> Quote:
    text, lang = title.best(reader_lang())
    return Quote(text, lang.value)


def _address(cooperation: Cooperation) -> str:
    return url_for("cooperations.show", cooperation_id=cooperation.id, _external=True)
