"""The second language of a public record, by a translator and a reviewer, beside an original that nobody touches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from trianon.accounts.models import Account
from trianon.bilingual.text import Bilingual
from trianon.bilingual.translating import keep_reviewed
from trianon.cooperations import publishing
from trianon.cooperations.events import CooperationTranslated
from trianon.cooperations.models import Cooperation, CooperationVersion
from trianon.core.audit import emit
from trianon.core.errors import RuleViolation
from trianon.core.publication import State


def add_translation(
    cooperation: Cooperation, texts: Mapping[str, str], *, translator: Account, reviewer: Account
) -> None:
    """Put the translated texts (by the name of their field) beside the public version; what they replace is lost
    only where it was a translation too."""
    version = _public(cooperation)
    source, lang = version.source_lang, version.source_lang.other
    for field, words in texts.items():
        text: Bilingual = getattr(version, field)
        keep_reviewed(
            publishing.SUBJECT,
            cooperation.id,
            field,
            lang=lang,
            source=text.get(source),
            text=words,
            translator_id=translator.id,
            reviewer_id=reviewer.id,
        )
        setattr(version, field, text.replace(lang, words))
    publishing.put_in_directory(cooperation)
    emit(CooperationTranslated(subject_id=cooperation.id, by=reviewer.id, version=cooperation.version, lang=lang.value))


def take_off(cooperation: Cooperation, fields: Iterable[str]) -> None:
    """Take the second language of some fields off the public version."""
    version = _public(cooperation)
    for field in fields:
        text: Bilingual = getattr(version, field)
        setattr(version, field, text.replace(version.source_lang.other, ""))
    publishing.put_in_directory(cooperation)


def _public(cooperation: Cooperation) -> CooperationVersion:
    if cooperation.public_version is None or cooperation.state is not State.PUBLISHED:
        raise RuleViolation("text_not_public")
    return cooperation.public_version
