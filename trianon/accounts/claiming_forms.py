"""What somebody says who claims an organisation or a record."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import TextAreaField

from trianon.accounts.claiming_rules import LONGEST_CLAIM
from trianon.accounts.fields import at_most, needed
from trianon.bilingual.checking import clean
from trianon.bilingual.lang import likely_lang
from trianon.core.errors import explain_with

explain_with(
    {
        "organisation_has_people": _l("Somebody acts for this organisation already: ask its managers to let you in."),
        "record_has_declarer": _l("Somebody stands for this record already: confirm it for your side, or correct it."),
        "claimant_not_partner": _l("Only a verified organisation that is a partner of this record claims it."),
        "claim_settled": _l("Nothing of this claim waits any more."),
    }
)


class ClaimForm(FlaskForm):
    """Who one is there, and how the committee can check it."""

    text = TextAreaField(
        _l("How the committee can check it"),
        [needed(_l("Say it in a few words.")), at_most(LONGEST_CLAIM)],
        filters=[clean],
    )

    @property
    def typed_in(self) -> str:
        """The language that the typed text is read in; empty before anything was typed."""
        return likely_lang(self.text.data).value if self.text.data else ""
