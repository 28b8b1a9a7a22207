"""A text with its translation in each state, both ways, made of the demonstration’s own texts and translations.

For pictures: the words are those that people wrote with care, so that each page looks as it will.
"""

from __future__ import annotations

import sqlalchemy as sa

from trianon.accounts.models import Account
from trianon.bilingual.lang import Lang
from trianon.bilingual.models import Origin, Translation, TranslationState
from trianon.contributions import services as contributions
from trianon.contributions.models import Contribution
from trianon.core.database import db
from trianon.translations import glossary
from trianon.translations import services as desk
from trianon.translations.models import TranslationWork
from trianon.translations.rules import WorkState

MORE = {
    Lang.FR: "Depuis, deux voisins ont proposé de s’en occuper l’hiver prochain.",
    Lang.RU: "С тех пор двое соседей вызвались заняться этим следующей зимой.",
}
OBJECTION = {
    Lang.FR: "Au deuxième paragraphe, je parle d’un abri, pas d’un garage.",
    Lang.RU: "Во втором абзаце у меня навес, а не гараж.",
}
STATES = ("none", "machine", "in_review", "reviewed", "outdated", "objected")


def stage(read_in: Lang, translator: str) -> dict[str, int]:
    """Numbers of texts written in the other language (`text_reviewed`) and of their places on the desk
    (`work_reviewed`), by state; this translator is at the one of the machine. Commits.
    """
    rows = sa.select(TranslationWork).filter_by(subject="contribution", lang=read_in).order_by(TranslationWork.id)
    reviewed = sorted(db.session.scalars(rows.filter_by(state=WorkState.REVIEWED)), key=_terms, reverse=True)
    waiting = db.session.scalars(rows.filter_by(state=WorkState.WAITING).limit(1)).one()
    made = dict(zip(STATES, [waiting, *reviewed], strict=False))
    _by_machine(made["machine"])
    _object(made["in_review"])
    _hand_over(made["in_review"])
    _change(made["outdated"])
    _object(made["objected"])
    desk.take(made["machine"], by=db.session.scalars(sa.select(Account).filter_by(email=translator)).one())
    db.session.commit()
    texts = {f"text_{state}": work.subject_id for state, work in made.items()}
    return texts | {f"work_{state}": work.id for state, work in made.items()}


def _terms(work: TranslationWork) -> int:
    """How many terms of the glossary stand in it: the desk shows them beside the text."""
    version = _text(work).latest
    return len(glossary.terms_in([version.text.get(version.source_lang)], version.source_lang))


def _by_machine(work: TranslationWork) -> None:
    """As if a service had written what a person has."""
    contributions.take_translation_off(_text(work))
    for made in _translations(work):
        made.state, made.origin = TranslationState.DRAFT, Origin.MACHINE
        for part in made.paragraphs:
            part.origin = Origin.MACHINE
        made.translator_id = made.reviewer_id = made.reviewed_at = None
    work.state = WorkState.WAITING
    work.translator_id = work.reviewer_id = work.reviewed_at = None
    work.machine_digest = work.source_digest


def _object(work: TranslationWork) -> None:
    text = _text(work)
    desk.object_to(work, OBJECTION[text.source_lang], by=text.author)
    db.session.flush()


def _hand_over(work: TranslationWork) -> None:
    """The translator sends it to a second reader again."""
    words = {made.field: [part.text for part in made.paragraphs] for made in _translations(work)}
    translator = db.session.get_one(Account, work.translator_id)
    desk.submit(work, words, by=translator, shown=work.source_digest)


def _change(work: TranslationWork) -> None:
    """Its author adds a paragraph, which is accepted."""
    text = _text(work)
    newest, lang = text.latest, text.source_lang
    contributions.correct(
        text,
        by=text.author,
        shown_version=text.version,
        lang=lang,
        kind=newest.kind,
        title=newest.title.get(lang),
        text=f"{newest.text.get(lang)}\n\n{MORE[lang]}",
    )
    contributions.publish(text, by=None)


def _text(work: TranslationWork) -> Contribution:
    return db.session.get_one(Contribution, work.subject_id)


def _translations(work: TranslationWork) -> list[Translation]:
    rows = sa.select(Translation).filter_by(subject=work.subject, subject_id=work.subject_id, lang=work.lang)
    return list(db.session.scalars(rows))
