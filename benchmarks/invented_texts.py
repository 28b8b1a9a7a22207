"""Invented contributions, replies and answers to proposals by the thousand, written straight into the tables."""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from benchmarks.invented import MATTERS
from trianon.accounts.models import Account
from trianon.bilingual.lang import Lang
from trianon.contributions.comment_models import Comment
from trianon.contributions.common_ground_rules import FEWEST, Answer
from trianon.contributions.models import Contribution, ContributionKind, ContributionVersion
from trianon.contributions.publishing import SUBJECT, words_of
from trianon.core import counters, near_words, search
from trianon.core.database import db
from trianon.core.documents import SearchDocument
from trianon.core.publication import State
from trianon.core.sides import Side
from trianon.themes.models import SubTheme, Theme

BATCH = 1000
PEOPLE = 5000
# So many texts are worded one by one; the others say the same with other numbers.
WORDED = 2000
# One text in four is a proposal; each has so many answers.
KINDS = ("proposal", "experience", "question", "opinion")
ANSWERS = 40
FIRST = datetime(2020, 1, 1, tzinfo=UTC)
LANGS = ("fr", "ru")
# A person's side by their number, the same in Python and in SQL.
SIDE = "CASE WHEN {0} % 20 = 0 THEN 'other' WHEN {0} % 2 = 0 THEN 'france' ELSE 'russia' END"

# Forty people each, spread over all accounts; each proposal has an opinion of its own on each side.
REPLIES = """
INSERT INTO comment_version (comment_id, number, recorded_at, recorded_by_id, source_lang, words)
SELECT id, version, submitted_at, author_id, source_lang, CASE source_lang WHEN 'fr' THEN text_fr ELSE text_ru END
FROM comment
"""
STANCES = f"""
WITH RECURSIVE turn(j) AS (SELECT 0 UNION ALL SELECT j + 1 FROM turn WHERE j < {ANSWERS - 1}),
said AS (SELECT c.id, ((c.id / 4) * 7 + j * 125) % {PEOPLE} + 1 AS person, (c.id * 31 + j * 17) % 100 AS luck,
  20 + (c.id * 13) % 75 AS french, 20 + (c.id * 29 + 7) % 75 AS russian
  FROM contribution c, turn WHERE c.kind = 'proposal')
INSERT INTO stance (contribution_id, account_id, side, answer, version, given_at, counts_from, is_counted)
SELECT id, person, {SIDE.format("person")},
  CASE WHEN luck < (CASE WHEN person % 2 = 0 THEN french ELSE russian END) THEN 'agree'
  WHEN luck % 3 = 0 THEN 'unsure' ELSE 'disagree' END, 1, :moment, :moment, :yes FROM said
"""
_SUMS = ", ".join(
    f"SUM(CASE WHEN answer = '{answer}' AND side = '{side}' THEN 1 ELSE 0 END) AS {answer}_{side}"
    for side in Side
    for answer in Answer
)
_NAMES = ", ".join(f"{answer}_{side}" for side in Side for answer in Answer)
_TOTAL = "({0} + {1} + {2})"
_RATE = "((agree_{0} + 1.0) / (agree_{0} + disagree_{0} + unsure_{0} + 2))"
FRENCH, RUSSIAN = _RATE.format("france"), _RATE.format("russia")
TALLIES = f"""
INSERT INTO stance_tally (contribution_id, {_NAMES}, ground, common, apart)
SELECT contribution_id, {_NAMES},
  CASE WHEN agree_france + disagree_france + unsure_france < {FEWEST}
    OR agree_russia + disagree_russia + unsure_russia < {FEWEST} THEN 'open'
  WHEN {FRENCH} > 0.5 AND {RUSSIAN} > 0.5 THEN 'common'
  WHEN {FRENCH} > 0.5 OR {RUSSIAN} > 0.5 THEN 'differ' ELSE 'neither' END,
  {FRENCH} * {RUSSIAN}, abs({FRENCH} - {RUSSIAN})
FROM (SELECT contribution_id, {_SUMS} FROM stance GROUP BY contribution_id) AS counted
"""


def fill(number: int, seed: int = 2018) -> int:
    """Add so many public texts to an empty database, with replies and answers, and commit; how many answers."""
    luck = random.Random(seed)
    _people_and_themes()
    worded = [_words(luck, rare=place % 1000 == 500) for place in range(min(number, WORDED))]
    near_words.learn(SUBJECT, [text for one in worded for text in one])
    figures: Counter[tuple[str, str]] = Counter()
    for first in range(1, number + 1, BATCH):
        _insert(range(first, min(first + BATCH, number + 1)), worded, figures)
        db.session.commit()
    db.session.execute(sa.text("UPDATE contribution SET public_version_id = id, state = 'published'"))
    db.session.execute(sa.text(REPLIES))
    db.session.execute(sa.text(STANCES), {"moment": FIRST + timedelta(days=3000), "yes": True})
    db.session.execute(sa.text(TALLIES))
    for (scope, key), value in sorted(figures.items()):
        counters.bump(scope, key, value)
    db.session.commit()
    if db.engine.dialect.name == "postgresql":
        for name in ("account", "theme", "sub_theme", "contribution", "contribution_version", "comment"):
            sequence = f"pg_get_serial_sequence('{name}', 'id')"
            db.session.execute(sa.text(f"SELECT setval({sequence}, (SELECT max(id) FROM {name}))"))
        db.session.commit()
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")
    return db.session.scalar(sa.text("SELECT count(*) FROM stance")) or 0


def _people_and_themes() -> None:
    people = [
        {
            "id": person,
            "email": f"person{person}@example.org",
            "name": f"Personne {person}",
            "is_pseudonym": True,
            "password_hash": "-",
            "side": side_of(person),
            "lang": LANGS[person % 2],
            "age_band": "18_or_more",
            "created_at": FIRST,
            "confirmed_at": FIRST,
            "session_key": "0" * 32,
        }
        for person in range(1, PEOPLE + 1)
    ]
    table = Account.__table__
    known = set(table.columns.keys())
    db.session.execute(sa.insert(table), [{k: v for k, v in one.items() if k in known} for one in people])
    theme = {"id": 1, "year": 2018, "slug": "theme", "title_fr": "Thème", "title_ru": "Тема", "is_current": True}
    db.session.execute(sa.insert(Theme.__table__), [theme])
    db.session.execute(
        sa.insert(SubTheme.__table__),
        [
            {"id": place, "theme_id": 1, "position": place, "slug": f"sub-theme-{place}", "title_fr": f"Thème {place}",
             "title_ru": f"Тема {place}", "intro_fr": "", "intro_ru": ""}
            for place in range(1, 11)
        ],
    )  # fmt: skip
    db.session.commit()


def kind_of(id_: int) -> str:
    """A quarter of each, whoever wrote it."""
    return KINDS[(id_ * 7 + id_ // 5 + id_ // 64) % 4]


def side_of(person: int) -> str:
    """The same as SIDE."""
    return "other" if person % 20 == 0 else "france" if person % 2 == 0 else "russia"


def _words(luck: random.Random, *, rare: bool) -> tuple[str, str, str, str]:
    """Title and text in both languages."""
    matters = luck.sample(MATTERS, 6)
    seldom = (" Avec des ornithologues.", " С участием орнитологов.") if rare else ("", "")
    title = f"{matters[0][0]} et {matters[1][0]}".capitalize(), f"{matters[0][1]} и {matters[1][1]}".capitalize()
    text = tuple(
        "\n\n".join(f"{opening} {matter[place]} {closing}" for matter in matters) + seldom[place]
        for place, opening, closing in (
            (0, "Depuis longtemps, dans notre ville, on parle de", "et chacun y trouve sa part, jeunes et anciens."),
            (1, "Давно в нашем городе говорят про", "и каждый находит в этом своё, и молодые, и старшие."),
        )
    )
    return title[0], title[1], text[0], text[1]


def _insert(ids: range, worded: list[tuple[str, str, str, str]], figures: Counter[tuple[str, str]]) -> None:
    texts, versions, documents, replies = [], [], [], []
    for id_ in ids:
        title_fr, title_ru, text_fr, text_ru = worded[id_ % len(worded)]
        author, moment = id_ % PEOPLE + 1, FIRST + timedelta(minutes=id_)
        lang, kind, side, theme = LANGS[author % 2], kind_of(id_), Side(side_of(author)), id_ % 10 + 1
        # One in five can be read in both languages.
        is_translated = id_ % 5 == 0
        words = {
            "title_fr": f"{title_fr} {id_}" if lang == "fr" or is_translated else "",
            "title_ru": f"{title_ru} {id_}" if lang == "ru" or is_translated else "",
            "text_fr": text_fr if lang == "fr" or is_translated else "",
            "text_ru": text_ru if lang == "ru" or is_translated else "",
        }
        number = 5 + id_ % 3 if id_ % 10 == 0 else 0
        texts.append({
            "id": id_, "state": State.SUBMITTED, "version": 1, "author_id": author, "side": side, "kind": kind,
            "source_lang": lang, "is_translated": is_translated, "sub_theme_id": theme, "replies": number,
            "created_at": moment, "submitted_at": moment, "published_at": moment, "updated_at": moment,
        })  # fmt: skip
        versions.append({
            "id": id_, "contribution_id": id_, "number": 1, "recorded_at": moment, "recorded_by_id": author,
            "true_from": moment, "kind": kind, "source_lang": lang, **words,
        })  # fmt: skip
        narrowed = words_of(Contribution(
            kind=ContributionKind(kind), source_lang=Lang(lang), side=side, is_translated=is_translated,
            sub_theme_id=theme,
        ))  # fmt: skip
        document = search.document(SUBJECT, id_, list(words.values()), filters=narrowed)
        documents.append({
            "subject": SUBJECT, "subject_id": id_, "stems": document.stems, "names": document.names,
            "filters": document.filters,
        })  # fmt: skip
        replies += [_reply(id_, place, moment) for place in range(number)]
        for scope, key in (
            ("contributions", "all"), ("contributions.sub_theme", str(theme)), ("contributions.kind", kind),
            ("contributions.lang", lang), ("contributions.side", side),
        ):  # fmt: skip
            figures[scope, key] += 1
        figures["contributions.translated", lang] += is_translated
    rows: dict[Any, list[dict[str, Any]]] = {
        Contribution: texts, ContributionVersion: versions, SearchDocument: documents, Comment: replies
    }  # fmt: skip
    for model, values in rows.items():
        if values:
            db.session.execute(sa.insert(model.__table__), values)


def _reply(id_: int, place: int, moment: datetime) -> dict[str, Any]:
    author = (id_ * 3 + place * 11) % PEOPLE + 1
    french = author % 2 == 0
    return {
        "contribution_id": id_, "author_id": author, "side": side_of(author), "state": State.PUBLISHED, "version": 1,
        "source_lang": "fr" if french else "ru", "text_fr": "Chez nous aussi, et depuis dix ans." if french else "",
        "text_ru": "" if french else "У нас тоже, и уже десять лет.", "created_at": moment, "submitted_at": moment,
        "published_at": moment + timedelta(minutes=place), "public_number": 1,
    }  # fmt: skip
