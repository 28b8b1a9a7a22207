"""A text in two languages, of which one may be missing."""

from __future__ import annotations

from dataclasses import dataclass

from flask import g
from flask_babel import gettext as _
from markupsafe import Markup, escape
from sqlalchemy import String, Text, text
from sqlalchemy.orm import Composite, composite, mapped_column

from trianon.bilingual.lang import Lang, likely_lang


@dataclass(frozen=True)
class Bilingual:
    """The French and the Russian of one text; an empty string where a language is missing."""

    fr: str
    ru: str

    def __str__(self) -> str:
        """Refused: printed bare, a text would be in the wrong language for half of its readers."""
        raise TypeError("print a Bilingual with |loc or |plain")

    __html__ = __str__

    def __bool__(self) -> bool:
        return bool(self.fr or self.ru)

    @classmethod
    def only(cls, lang: Lang, text: str) -> Bilingual:
        """A text that exists in one language so far."""
        return cls(text, "") if lang is Lang.FR else cls("", text)

    def get(self, lang: Lang) -> str:
        """The text in exactly this language, maybe empty."""
        return self.fr if lang is Lang.FR else self.ru

    def best(self, lang: Lang) -> tuple[str, Lang]:
        """The text for a reader of `lang` and the language it is really in."""
        own = self.get(lang)
        return (own, lang) if own or not self.get(lang.other) else (self.get(lang.other), lang.other)

    def replace(self, lang: Lang, text: str) -> Bilingual:
        """The same with another text in one language."""
        return Bilingual(text, self.ru) if lang is Lang.FR else Bilingual(self.fr, text)


def bilingual(name: str, length: int | None = None, *, added: bool = False) -> Composite[Bilingual]:
    """A pair of columns `<name>_fr`, `<name>_ru`, read and written as one Bilingual.

    `added`: a later migration brought them to a table that has rows, so that the database fills them itself.
    """
    kind = String(length) if length else Text()
    filled = text("''") if added else None
    columns = [
        mapped_column(f"{name}_{lang}", kind, nullable=False, default="", server_default=filled) for lang in Lang
    ]
    return composite(Bilingual, *columns)


def reader_lang() -> Lang:
    """The language of the page, or of the mail, that is being made."""
    return Lang(g.get("lang", Lang.FR))


def loc(text: Bilingual) -> Markup:
    """For templates: the text for the reader, marked with its `lang` when it is not the page's."""
    words, lang = text.best(reader_lang())
    return escape(words) if lang is reader_lang() else Markup('<span lang="{}">{}</span>').format(lang.value, words)


def by_script(name: str) -> Markup:
    """For templates: a person's name, which has one form, marked with the language that its script is read in.

    Somebody who deleted their account has no name left.
    """
    if not name:
        return escape(_("former participant"))
    lang = likely_lang(name)
    return escape(name) if lang is reader_lang() else Markup('<span lang="{}">{}</span>').format(lang.value, name)


def plain(text: Bilingual) -> str:
    """For titles, attributes and mails' subjects, where no markup can stand."""
    return text.best(reader_lang())[0]
