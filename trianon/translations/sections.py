"""What translators find on their own page, what a record's page says of its translation, lines of the inbox."""

from __future__ import annotations

from typing import Any, NamedTuple

from flask import g, url_for
from flask_babel import gettext as _
from flask_login import current_user

from trianon.accounts.models import Account
from trianon.accounts.space import Item, Section, section
from trianon.bilingual.text import Bilingual
from trianon.core.database import db
from trianon.core.sides import Role
from trianon.notifications.sentences import Sentence, sentence
from trianon.translations import queries
from trianon.translations.credits import credits_of
from trianon.translations.drafting import draft_of
from trianon.translations.labels import PROGRESS
from trianon.translations.models import TranslationWork
from trianon.translations.rules import ON_DESK, WorkState
from trianon.translations.subjects import SUBJECTS
from trianon.translations.views import bp


class Standing(NamedTuple):
    """What the page of a record says of its translation."""

    words: str
    work: TranslationWork
    may_object: bool
    # A machine's draft by field, which no person has read; for readers of the language that it is in.
    machine: dict[str, str] | None


def standing_of(subject: str, item: Any) -> Standing | None:
    """None where the desk does not know the public record, or has nothing to say of it to this reader.

    What is whole in both languages is asked about for its own author alone: a page costs others no statement.
    """
    kind = SUBJECTS[subject]
    texts = kind.texts(item)
    mine = current_user.is_authenticated and current_user.id in {person.id for person in kind.authors(item)}
    work = queries.work_of(subject, item.id) if texts or mine else None
    if work is None:
        return None
    asked_for = work.state in ON_DESK and g.lang == work.lang.value and work.machine_digest == work.source_digest
    return Standing(
        str(PROGRESS.get(work.state, "")) if texts else "",
        work,
        mine and work.state is WorkState.REVIEWED,
        draft_of(work, texts) if asked_for else None,
    )


bp.add_app_template_global(standing_of, "translation_of")
bp.add_app_template_global(credits_of, "credits_of")


@section(order=6)
def desk(account: Account) -> Section | None:
    """The way to the desk."""
    if Role.TRANSLATOR not in account.roles:
        return None
    return Section(_("Translations"), [Item(_("Open the translators’ desk"), url_for("translations.desk"))], "", None)


@sentence("translations.reviewed")
def reviewed(work: int) -> Sentence | None:
    """To the author: it can be read, and objected to."""
    row = db.session.get(TranslationWork, work)
    title = _title(row) if row and row.state is WorkState.REVIEWED else None
    return (
        Sentence(_("Your text was translated"), SUBJECTS[row.subject].url(row.subject_id), title)
        if row and title
        else None
    )


@sentence("translations.sent_back")
def sent_back(work: int) -> Sentence | None:
    """To the translator: somebody asks for changes."""
    row = db.session.get(TranslationWork, work)
    title = _title(row) if row and row.note else None
    url = url_for("translations.work", work_id=work)
    return Sentence(_("Changes are asked for in your translation"), url, title) if title else None


def _title(row: TranslationWork) -> Bilingual | None:
    return SUBJECTS[row.subject].titles([row.subject_id]).get(row.subject_id)
