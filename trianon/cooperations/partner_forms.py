"""The form of the partners: who they are, on which side, and where."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FieldList, Form, FormField, StringField, ValidationError
from wtforms.validators import InputRequired

from trianon.accounts.fields import one_alphabet
from trianon.cooperations import choices, places, rules
from trianon.cooperations.choices import described
from trianon.cooperations.fields import Choice, Degrees, at_most
from trianon.cooperations.forms import StepForm
from trianon.cooperations.models import Place
from trianon.cooperations.vocabulary import Level, PartnerRole
from trianon.core.sides import Side

# In place of a number: the place is missing in the list.
NEW = "new"


class PartnerForm(Form):
    """One partner: an organisation or a place, or a group of citizens without names."""

    side = Choice(
        _l("Country"),
        [InputRequired(_l("Choose the partner's country."))],
        wrong=_l("Choose the partner's country."),
        default="",
    )
    name = StringField(_l("Name"), [at_most(rules.LONGEST_NAME), one_alphabet])
    citizens = BooleanField(_l("It is a group of citizens: only its town is shown, no names"), default=False)
    place = StringField(_l("Town or region"), [at_most(rules.LONGEST_PLACE)])
    # The number of the place that was chosen, or NEW; asked in words only when the name alone does not tell.
    pick = Choice(_l("Which place is it?"), wrong=_l("Choose one of these places."), default="", validate_choice=False)
    latitude = Degrees(_l("Latitude"), most=90)
    longitude = Degrees(_l("Longitude"), most=180)
    level = Choice(_l("Kind of place"), wrong=_l("Choose a kind of place of the list."), default="")
    role = Choice(_l("Role"), default=PartnerRole.CARRIES.value, wrong=_l("Choose a role of the list."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What the place that was typed turned out to be, once validated.
        self.found: Place | None = None
        self.point: tuple[float, float] | None = None
        self.asks_which = False
        self.pick.choices = []
        self.side.choices = choices.sides()
        self.level.choices = choices.levels()
        self.role.choices = choices.roles()
        self.name.flags.required = self.side.flags.required = self.role.flags.required = True

    def validate_name(self, field: Any) -> None:
        """Everything but a group of citizens has a name."""
        if not field.data and not self.citizens.data:
            raise ValidationError(_l("Enter the partner's name."))

    def validate_place(self, field: Any) -> None:
        """A group of citizens is known by its town alone; a name that several places bear is asked about once."""
        if not field.data and self.citizens.data:
            raise ValidationError(_l("Enter the town of the group of citizens."))
        if field.data and self.side.data in {Side.FRANCE, Side.RUSSIA}:
            self._look_up(field.data, Side(self.side.data))

    def _look_up(self, typed: str, side: Side) -> None:
        level = Level(self.level.data) if self.level.data in set(Level) else None
        same = places.named(typed, side, level)
        near = same or places.offered(typed, side)
        chosen = next((place for place in near if str(place.id) == self.pick.data), None)
        if chosen is not None or len(same) == 1:
            self.found = chosen or same[0]
        elif near and self.pick.data != NEW:
            self.pick.choices = [*((str(place.id), described(place)) for place in near), (NEW, _l("Another place"))]
            self.asks_which = True
            raise ValidationError(
                _l("Several places have this name: choose one.") if same else _l("Choose the place that you mean.")
            )

    def validate_longitude(self, field: Any) -> None:
        """A point of its own is for a place that is missing in the list; it lies on the side's own land."""
        if self.found is not None or self.side.data not in {Side.FRANCE, Side.RUSSIA}:
            return
        latitude, longitude = self.latitude.value, field.value
        if (latitude is None) is not (longitude is None):
            raise ValidationError(_l("Enter both latitude and longitude, or neither."))
        if latitude is None or longitude is None:
            return
        fault = places.fault_of_point(Side(self.side.data), latitude, longitude)
        if fault is not None:
            raise ValidationError(_POINT_FAULTS[fault])
        self.point = (latitude, longitude)

    def validate_level(self, field: Any) -> None:
        """No oblast in France."""
        known_side, known_level = self.side.data in set(Side), field.data in set(Level)
        if known_side and known_level and not rules.level_fits(Side(self.side.data), Level(field.data)):
            raise ValidationError(_l("This kind of place does not exist in the country chosen."))


class PartnersForm(StepForm):
    """Who works together: at least one partner of each side of the Dialogue."""

    partners = FieldList(FormField(PartnerForm), _l("Partners"), min_entries=1)

    def validate_partners(self, field: Any) -> None:
        """Both sides, and not too many."""
        if len(field.entries) > rules.MOST_PARTNERS:
            raise ValidationError(_l("At most %(num)s partners.", num=rules.MOST_PARTNERS))
        sides = {Side(entry.form.side.data) for entry in field.entries if entry.form.side.data in set(Side)}
        for side in rules.missing_sides(sides):
            raise ValidationError(_ONE_OF[side])


_POINT_FAULTS = {
    "sea": _l("This point is in the sea. Check latitude and longitude."),
    "far": _l("This point is in the sea or in another country: no place of this country is near it."),
    "exchanged": _l("This point is in the sea or in another country. Latitude and longitude may have been exchanged."),
}
_ONE_OF = {
    Side.FRANCE: _l("Name at least one French partner."),
    Side.RUSSIA: _l("Name at least one Russian partner."),
}
