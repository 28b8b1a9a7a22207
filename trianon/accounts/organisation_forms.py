"""Forms of organisations."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import IntegerField, RadioField, SelectField, StringField, ValidationError
from wtforms.validators import Optional
from wtforms.widgets import HiddenInput

from trianon.accounts.fields import at_most, needed, one_alphabet, one_line, side_choices
from trianon.accounts.organisation_models import Organisation, OrganisationKind
from trianon.accounts.organisation_rules import is_web_address
from trianon.accounts.organisation_services import Description
from trianon.bilingual.lang import Lang
from trianon.bilingual.text import Bilingual, reader_lang
from trianon.core.sides import Side

KINDS = {
    OrganisationKind.ASSOCIATION: _l("Association"),
    OrganisationKind.FEDERATION: _l("Federation"),
    OrganisationKind.LOCAL_AUTHORITY: _l("Local authority"),
    OrganisationKind.UNIVERSITY: _l("University"),
    OrganisationKind.SCHOOL: _l("School"),
    OrganisationKind.RESEARCH_CENTRE: _l("Research centre"),
    OrganisationKind.COMPANY: _l("Company"),
    OrganisationKind.CLUSTER: _l("Cluster or technopark"),
    OrganisationKind.CHAMBER: _l("Chamber"),
    OrganisationKind.CULTURAL_BODY: _l("Cultural body"),
    OrganisationKind.HEALTH_BODY: _l("Health body"),
    OrganisationKind.SPORTS_CLUB: _l("Sports club"),
    OrganisationKind.REGIONAL_REPRESENTATION: _l("Representation of a region"),
}


class OrganisationForm(FlaskForm):
    """What is known of an organisation; a name in one language suffices."""

    kind = SelectField(_l("Kind"), [needed(_l("Choose what it is."))])
    side = RadioField(_l("Country"), [needed(_l("Choose its country."))])
    name_fr = StringField(_l("Name in French"), [Optional(), at_most(300), one_alphabet], filters=[one_line])
    name_ru = StringField(_l("Name in Russian"), [Optional(), at_most(300), one_alphabet], filters=[one_line])
    place_fr = StringField(_l("Place, in French"), [Optional(), at_most(120)], filters=[one_line])
    place_ru = StringField(_l("Place, in Russian"), [Optional(), at_most(120)], filters=[one_line])
    website = StringField(
        _l("Website"), [Optional(), at_most(300)], filters=[one_line], description=_l("Begins with http:// or https://")
    )
    version = IntegerField(validators=[Optional()], widget=HiddenInput())

    def __init__(self, *args: Any, organisation: Organisation | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **(_values_of(organisation) | kwargs))
        self.kind.choices = [("", _("Choose")), *((kind.value, words) for kind, words in KINDS.items())]
        self.side.choices = side_choices()

    def fix_what_was_vouched_for(self) -> None:
        """A verified organisation keeps its name, kind and side."""
        for name in ("kind", "side", "name_fr", "name_ru"):
            delattr(self, name)

    def validate(self, extra_validators: Any = None) -> bool:
        """All fields, and a name in one language at least."""
        valid = bool(super().validate(extra_validators))
        if self.name_fr is None or self.name_fr.errors or self.name_fr.data or self.name_ru.data:
            return valid
        self.name_fr.errors = [_("Give its name in French, in Russian or in both.")]
        return False

    def validate_website(self, field: Any) -> None:
        """A page of the web and nothing else."""
        if field.data and not is_web_address(field.data):
            raise ValidationError(_("Give the whole address of the site, such as https://www.example.org"))

    def said(self, organisation: Organisation | None = None) -> Description:
        """The form as values; what it does not ask is taken from the organisation."""
        place = Bilingual(self.place_fr.data or "", self.place_ru.data or "")
        if self.name_fr is None and organisation is not None:
            return Description(
                kind=organisation.kind or OrganisationKind.ASSOCIATION,
                side=organisation.side,
                name=organisation.name,
                place=place,
                website=self.website.data or None,
                source_lang=organisation.source_lang,
            )
        name = Bilingual(self.name_fr.data or "", self.name_ru.data or "")
        return Description(
            kind=OrganisationKind(self.kind.data),
            side=Side(self.side.data),
            name=name,
            place=place,
            website=self.website.data or None,
            source_lang=_source_lang(name),
        )


def _source_lang(name: Bilingual) -> Lang:
    """The language of the only name; of two names, the one of the page."""
    return name.best(reader_lang())[1]


def _values_of(organisation: Organisation | None) -> dict[str, Any]:
    if organisation is None:
        return {}
    return {
        "kind": organisation.kind.value if organisation.kind else "",
        "side": organisation.side.value,
        "name_fr": organisation.name.fr,
        "name_ru": organisation.name.ru,
        "place_fr": organisation.place.fr,
        "place_ru": organisation.place.ru,
        "website": organisation.website,
        "version": organisation.version,
    }
