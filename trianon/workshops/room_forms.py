"""Forms around a meeting: its room, a message to everybody registered, a question for the speakers."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from trianon.bilingual.checking import clean_line
from trianon.bilingual.lang import Lang
from trianon.bilingual.text import Bilingual
from trianon.workshops.agenda_forms import secure_link
from trianon.workshops.forms import LANGUAGE_NAMES, Choice, at_most, text
from trianon.workshops.room_models import Provider, Room
from trianon.workshops.room_rules import LONGEST_QUESTION
from trianon.workshops.rooms import RoomPlan, providers, version_of

PROVIDER_NAMES = {
    Provider.LINK: _l("The link given with the workshop"),
    Provider.JITSI: _l("A room of our own Jitsi server"),
    Provider.BIGBLUEBUTTON: _l("A room of our own BigBlueButton server"),
}
LINKS = ("audio_link", "stream_link", "recording_link", "transcript_link")


class RoomForm(FlaskForm):
    """Where it is held, and how it can be followed without a seat."""

    version = HiddenField()
    provider = Choice(_l("The meeting is held in"))
    dial_in = StringField(
        _l("Telephone number and code"),
        [Optional(), at_most(200)],
        filters=[clean_line],
        description=_l("For those whose connection is weak. Shown behind the door alone."),
    )
    audio_link = secure_link(_l("Link for sound alone"), _l("Shown behind the door alone."))
    stream_link = secure_link(_l("Link of the stream"), _l("Public, from fifteen minutes before the start."))
    recording_link = secure_link(_l("Link of the recording"), _l("Public, once the workshop is over."))
    transcript_link = secure_link(_l("Link of the transcript"), _l("Public, once the workshop is over."))

    def __init__(self, *args: Any, room: Room | None, **kwargs: Any) -> None:
        super().__init__(*args, data=_data_of(room), **kwargs)
        offered = dict.fromkeys([*providers(), *([room.provider] if room else [])])
        self.provider.choices = [SelectChoice(one.value, PROVIDER_NAMES[one]) for one in offered]

    def plan(self) -> RoomPlan:
        """What was said, once it is valid."""
        links = {name: self[name].data or None for name in (*LINKS, "dial_in")}
        return RoomPlan(provider=Provider(self.provider.data), **links)


class MessageForm(FlaskForm):
    """To everybody registered, in both languages: each reads their own."""

    subject_fr = text(_l("Subject in French"), 200, _l("Write the subject in French."), StringField)
    subject_ru = text(_l("Subject in Russian"), 200, _l("Write the subject in Russian."), StringField)
    text_fr = text(_l("Message in French"), 5000, _l("Write the message in French."))
    text_ru = text(_l("Message in Russian"), 5000, _l("Write the message in Russian."))

    def words(self) -> tuple[Bilingual, Bilingual]:
        """Subject and text."""
        subject, body = (
            Bilingual(*(self[f"{name}_{lang}"].data or "" for lang in Lang)) for name in ("subject", "text")
        )
        return subject, body


class QuestionForm(FlaskForm):
    """A question for the speakers."""

    text = text(_l("Your question"), LONGEST_QUESTION, _l("Write your question."))
    lang = Choice(
        _l("Language of the question"), choices=[SelectChoice(*one) for one in LANGUAGE_NAMES.items()], default="fr"
    )


def _data_of(room: Room | None) -> dict[str, Any]:
    if room is None:
        return {"version": "", "provider": Provider.LINK.value}
    said = {name: getattr(room, name) or "" for name in (*LINKS, "dial_in")}
    return said | {"version": version_of(room), "provider": room.provider.value}
