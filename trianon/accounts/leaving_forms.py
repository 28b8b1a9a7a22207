"""Forms about one's data: agree to the charter, download, delete."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField

from trianon.accounts.fields import needed
from trianon.accounts.settings_forms import ProvenForm


class ConsentForm(FlaskForm):
    """Agreement to the version in force."""

    consent = BooleanField(
        _l("I agree to the charter of participation"), [needed(_l("Read the charter and tick the box to go on."))]
    )


class DownloadForm(ProvenForm):
    """A copy of one's data, for whoever knows the password."""


class DeleteForm(ProvenForm):
    """The end of an account."""

    withdraw = BooleanField(
        _l("Withdraw my published texts first"),
        description=_l("Without this they stay, under “former participant”."),
    )
    sure = BooleanField(
        _l("I understand that this cannot be undone"), [needed(_l("Tick this box if you really want to leave."))]
    )
