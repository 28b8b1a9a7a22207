"""What can be translated, listed by hand: how a record's texts are read, and which service takes them back."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from textwrap import shorten
from typing import Any, ClassVar, NamedTuple

import sqlalchemy as sa
from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import lazyload

from trianon.accounts.models import Account
from trianon.bilingual.lang import Lang
from trianon.bilingual.models import Translation
from trianon.bilingual.text import Bilingual
from trianon.bilingual.translating import keep_reviewed, paragraphs
from trianon.contributions import comment_services
from trianon.contributions import services as contribution_services
from trianon.contributions.comment_models import Comment
from trianon.contributions.models import Contribution, ContributionVersion
from trianon.cooperations import translating as cooperation_translating
from trianon.cooperations.models import Cooperation, CooperationVersion
from trianon.core.clock import now
from trianon.core.database import db, lock
from trianon.core.errors import RuleViolation
from trianon.core.publication import PUBLIC, State
from trianon.workshops import hiding
from trianon.workshops.models import Workshop, WorkshopState


class Field(NamedTuple):
    """One text of a record: its code, its name on the page, and its words in the language it was written in."""

    code: str
    label: Any
    source: str


class Subject(ABC):
    """How the desk reads one kind of record. Only public records come to it."""

    name: ClassVar[str]
    label: ClassVar[Any]
    model: ClassVar[type[Any]]
    version: ClassVar[type[Any]]
    show: ClassVar[str]
    number: ClassVar[str]
    fields: ClassVar[Mapping[str, Any]]

    def load(self, item_id: int) -> Any | None:
        """The record, or None when it does not exist or is not public."""
        item = db.session.get(self.model, item_id)
        return item if item is not None and self.is_public(item) else None

    def is_public(self, item: Any) -> bool:
        """Whether everybody reads it."""
        return item.state in PUBLIC

    def lock(self, item_id: int) -> None:
        """The record first, then the work: everybody takes them in this order."""
        lock(self.model, item_id)

    def source_lang(self, item: Any) -> Lang:
        """The language that its public version was written in."""
        return Lang(self.holder(item).source_lang)

    def texts(self, item: Any) -> list[Field]:
        """What is still to be translated: whatever stands in the other language already is left alone."""
        lang = self.source_lang(item)
        found = [(code, label, self._text(item, code)) for code, label in self.fields.items()]
        return [
            Field(code, label, text.get(lang))
            for code, label, text in found
            if text.get(lang) and not text.get(lang.other)
        ]

    def url(self, item_id: int) -> str:
        """The record's page."""
        values: dict[str, Any] = {self.number: item_id}
        return url_for(self.show, **values)

    def titles(self, ids: Iterable[int]) -> dict[int, Bilingual]:
        """The titles of those of some records that are public."""
        rows = (
            sa.select(self.model.id, self.version.title)
            .join(self.version, self.version.id == self.model.public_version_id)
            .where(self.model.id.in_(tuple(ids)), self.model.state.in_(PUBLIC))
        )
        return {row.id: row.title for row in db.session.execute(rows)}

    def untouched(self, work: type[Any], limit: int) -> list[int]:
        """Public records that can be read in one language only and that the desk has never seen."""
        known = sa.select(1).where(work.subject == self.name, work.subject_id == self.model.id)
        half = sa.or_(self.version.title_fr == "", self.version.title_ru == "")
        rows = (
            sa.select(self.model.id)
            .join(self.version, self.version.id == self.model.public_version_id)
            .where(self.model.state == State.PUBLISHED, half, ~known.exists())
        )
        return list(db.session.scalars(rows.order_by(self.model.id).limit(limit)))

    def own_words_wait(self, item: Any) -> bool:
        """Whether a version waits for the committee in which the record's own people wrote the other language."""
        return False

    @abstractmethod
    def authors(self, item: Any) -> list[Account]:
        """Whose words they are: they translate and review nothing of it, and may object."""

    @abstractmethod
    def add(self, item: Any, texts: Mapping[str, str], *, translator: Account, reviewer: Account) -> None:
        """Put a reviewed translation beside the public version."""

    @abstractmethod
    def take_off(self, item: Any, codes: Iterable[str]) -> None:
        """Take a translation off the public version again."""

    def still_says(self, item: Any, made: Translation) -> bool:
        """Whether the page has a translation as it was made: somebody may have written better words in its place."""
        return paragraphs(self._text(item, made.field).get(made.lang)) == [one.text for one in made.paragraphs]

    def holder(self, item: Any) -> Any:
        """What has the texts: the public version, where a record has versions."""
        return item.public_version

    def _text(self, item: Any, code: str) -> Bilingual:
        text: Bilingual = getattr(self.holder(item), code)
        return text


class _ContributionSubject(Subject):
    name, label = "contribution", _l("Contribution")
    model, version = Contribution, ContributionVersion
    show, number = "contributions.show", "contribution_id"
    fields: ClassVar[Mapping[str, Any]] = {"title": _l("Title"), "text": _l("Text")}

    def authors(self, item: Contribution) -> list[Account]:
        return [item.author]

    def add(self, item: Contribution, texts: Mapping[str, str], *, translator: Account, reviewer: Account) -> None:
        contribution_services.add_translation(
            item, title=texts["title"], text=texts["text"], translator=translator, reviewer=reviewer
        )

    def take_off(self, item: Contribution, codes: Iterable[str]) -> None:
        contribution_services.take_translation_off(item)


class _CooperationSubject(Subject):
    name, label = "cooperation", _l("Cooperation")
    model, version = Cooperation, CooperationVersion
    show, number = "cooperations.show", "cooperation_id"
    fields: ClassVar[Mapping[str, Any]] = {
        "title": _l("Title"),
        "summary": _l("Summary"),
        "actions": _l("Main actions"),
        "audience": _l("Public concerned"),
        "means": _l("Means"),
        "results": _l("Results"),
        "funding_sought": _l("Funding sought"),
        "partners_sought": _l("Partners sought"),
    }

    def own_words_wait(self, item: Cooperation) -> bool:
        if item.pending is not State.SUBMITTED:
            return False
        other = self.source_lang(item).other
        return any(getattr(item.latest, field.code).get(other) for field in self.texts(item))

    def authors(self, item: Cooperation) -> list[Account]:
        return [item.declared_by] if item.declared_by else []

    def add(self, item: Cooperation, texts: Mapping[str, str], *, translator: Account, reviewer: Account) -> None:
        cooperation_translating.add_translation(item, texts, translator=translator, reviewer=reviewer)

    def take_off(self, item: Cooperation, codes: Iterable[str]) -> None:
        cooperation_translating.take_off(item, codes)


class _CommentSubject(Subject):
    name, label = "comment", _l("Reply")
    model = Comment
    show, number = "contributions.show_reply", "comment_id"
    fields: ClassVar[Mapping[str, Any]] = {"text": _l("Text")}

    def is_public(self, item: Comment) -> bool:
        return item.state in PUBLIC and item.contribution.state in PUBLIC

    def holder(self, item: Comment) -> Comment:
        return item

    def titles(self, ids: Iterable[int]) -> dict[int, Bilingual]:
        """The beginning of each."""
        rows = sa.select(Comment).join(Comment.contribution).where(Comment.id.in_(tuple(ids)))
        rows = rows.where(Comment.state.in_(PUBLIC), Contribution.state.in_(PUBLIC)).options(lazyload("*"))
        return {
            item.id: Bilingual(*(shorten(item.text.get(lang), 70, placeholder=" …") for lang in Lang))
            for item in db.session.scalars(rows)
        }

    def untouched(self, work: type[Any], limit: int) -> list[int]:
        known = sa.select(1).where(work.subject == self.name, work.subject_id == Comment.id)
        half = sa.or_(Comment.text_fr == "", Comment.text_ru == "")  # type: ignore[attr-defined]
        rows = sa.select(Comment.id).join(Comment.contribution).where(Contribution.state == State.PUBLISHED)
        rows = rows.where(Comment.state == State.PUBLISHED, half, ~known.exists())
        return list(db.session.scalars(rows.order_by(Comment.id).limit(limit)))

    def authors(self, item: Comment) -> list[Account]:
        return [item.author]

    def add(self, item: Comment, texts: Mapping[str, str], *, translator: Account, reviewer: Account) -> None:
        comment_services.add_translation(item, texts["text"], translator=translator, reviewer=reviewer)

    def take_off(self, item: Comment, codes: Iterable[str]) -> None:
        comment_services.take_translation_off(item)


class _WorkshopSubject(Subject):
    """Its host writes both languages or one; what stands in one alone comes here."""

    name, label = "workshop", _l("Online workshop")
    model = Workshop
    show, number = "workshops.show", "workshop_id"
    fields: ClassVar[Mapping[str, Any]] = {
        "title": _l("Title"),
        "purpose": _l("Purpose"),
        "programme": _l("Programme"),
        "speakers": _l("Speakers"),
    }

    def is_public(self, item: Workshop) -> bool:
        return item.state is not WorkshopState.CANCELLED

    def holder(self, item: Workshop) -> Workshop:
        return item

    def source_lang(self, item: Workshop) -> Lang:
        """That of the first text which lacks the other; each workshop is translated in one direction at a time."""
        texts = (self._text(item, code) for code in self.fields)
        return next((lang for text in texts for lang in Lang if text.get(lang) and not text.get(lang.other)), Lang.FR)

    def titles(self, ids: Iterable[int]) -> dict[int, Bilingual]:
        rows = sa.select(Workshop.id, Workshop.title).where(Workshop.id.in_(tuple(ids)))
        rows = rows.where(Workshop.state != WorkshopState.CANCELLED)
        return {row.id: row.title for row in db.session.execute(rows)}

    def untouched(self, work: type[Any], limit: int) -> list[int]:
        """Workshops come to the desk when they are announced or changed."""
        return []

    def authors(self, item: Workshop) -> list[Account]:
        return [item.host]

    def add(self, item: Workshop, texts: Mapping[str, str], *, translator: Account, reviewer: Account) -> None:
        source = self.source_lang(item)
        for code, words in texts.items():
            text = self._text(item, code)
            keep_reviewed(
                self.name,
                item.id,
                code,
                lang=source.other,
                source=text.get(source),
                text=words,
                translator_id=translator.id,
                reviewer_id=reviewer.id,
            )
            setattr(item, code, text.replace(source.other, words))
        self._told(item)

    def take_off(self, item: Workshop, codes: Iterable[str]) -> None:
        if item.texts.state not in PUBLIC:
            # Neutral words stand in their place: nothing of the translation is on the page.
            raise RuleViolation("translation_not_public")
        made_in = db.session.scalars(
            sa.select(Translation.lang).filter_by(subject=self.name, subject_id=item.id).order_by(Translation.id.desc())
        ).first()
        if made_in is not None:
            for code in codes:
                setattr(item, code, self._text(item, code).replace(made_in, ""))
        self._told(item)

    @staticmethod
    def _told(item: Workshop) -> None:
        """Forms shown before are old: a host who sends one would wipe the translation. The search knows its words."""
        item.updated_at = now()
        hiding.make_findable(item)


SUBJECTS: dict[str, Subject] = {
    subject.name: subject
    for subject in (_ContributionSubject(), _CooperationSubject(), _CommentSubject(), _WorkshopSubject())
}
