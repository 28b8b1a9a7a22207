"""Invented cooperations by the thousand, in words of both languages, written straight into the tables."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from trianon.bilingual.text import Bilingual
from trianon.cooperations import entries
from trianon.cooperations.entries import DirectoryEntry
from trianon.cooperations.indexing import SUBJECT, names_of, texts_of
from trianon.cooperations.models import (
    ActivityStatement,
    Cooperation,
    CooperationDomain,
    CooperationVersion,
    Partner,
    Place,
)
from trianon.cooperations.publishing import listed_activity
from trianon.cooperations.rules import agreement
from trianon.cooperations.vocabulary import Activity, Domain, Kind, Level
from trianon.core import counters, near_words, search
from trianon.core.database import db
from trianon.core.documents import SearchDocument
from trianon.core.publication import State
from trianon.core.sides import Side

BATCH = 1000
# So many are made one by one; the others are their copies, later by so many minutes, without the rarest words.
MADE = 4000
RAREST = ("phalanst", "phalanster", "фаланстер")
FIRST = datetime(2020, 1, 1, tzinfo=UTC)
# Beginnings and endings of towns that do not exist, so that names are as many as in life.
FRENCH = ("Mont", "Beau", "Clair", "Roche", "Ville", "Chateau", "Pont", "Saint-Au", "Fon", "Bel", "Cour", "Val", "Mar")
FRENCH_ENDS = (
    "vallon",
    "fort",
    "lieu",
    "bourg",
    "tigny",
    "rive",
    "sur-Orne",
    "court",
    "mesnil",
    "selve",
    "nac",
    "dieu",
)
RUSSIAN = (
    ("Novo", "Ново"), ("Staro", "Старо"), ("Krasno", "Красно"), ("Zeleno", "Зелено"), ("Belo", "Бело"), ("Vel", "Вель"),
    ("Serebro", "Серебро"), ("Kamen", "Камен"), ("Bor", "Бор"), ("Lug", "Луг"), ("Ozero", "Озеро"), ("Tikho", "Тихо"),
)  # fmt: skip
RUSSIAN_ENDS = (
    ("gorsk", "горск"), ("vodsk", "водск"), ("lessk", "лесск"), ("retchensk", "реченск"), ("dol", "дол"),
    ("pol", "поль"), ("iarsk", "ярск"), ("kamsk", "камск"), ("berejsk", "бережск"), ("grad", "град"),
    ("mostsk", "мостск"), ("ov", "ов"),
)  # fmt: skip
REGIONS = [
    *((f"FR-{code}", f"Région {name}", f"Регион {name}") for code, name in (
        ("ARA", "Alpes"), ("BFC", "Comté"), ("BRE", "Armor"), ("CVL", "Loire"), ("GES", "Est"), ("HDF", "Nord"),
        ("IDF", "Île"), ("NOR", "Manche"), ("NAQ", "Océan"), ("OCC", "Garonne"), ("PDL", "Anjou"), ("PAC", "Azur"),
    )),
    *((f"RU-{code}", f"Oblast {code}", f"Область {code}") for code in (
        "MOS", "LEN", "TVE", "SMO", "SAM", "ORL", "ROS", "PER", "SVE", "CHE", "OMS", "TOM", "NVS", "IRK", "KHA", "PRI",
        "VGG", "VLG", "YAR", "TUL", "KLU", "BRY", "PSK", "NGR", "MUR", "ARK", "KIR", "NIZ", "ULY", "AST",
    )),
]  # fmt: skip
MATTERS = (
    ("échanges de lycéens", "обмены лицеистов"), ("restauration du patrimoine", "реставрация наследия"),
    ("orchestres de jeunes", "молодёжные оркестры"), ("transports urbains", "городской транспорт"),
    ("médecine d’urgence", "неотложная медицина"), ("clubs d’échecs", "шахматные клубы"),
    ("traitement des déchets", "переработка отходов"), ("théâtre amateur", "любительский театр"),
    ("agriculture de montagne", "горное земледелие"), ("recherche sur les sols", "исследования почв"),
    ("tourisme fluvial", "речной туризм"), ("bibliothèques municipales", "городские библиотеки"),
    ("formation des infirmières", "обучение медсестёр"), ("rencontres d’écrivains", "встречи писателей"),
    ("apiculture", "пчеловодство"), ("hockey sur glace", "хоккей с шайбой"), ("archives numériques", "цифровые архивы"),
    ("énergie solaire", "солнечная энергия"), ("cinéma documentaire", "документальное кино"), ("dentelle", "кружево"),
)  # fmt: skip
KINDS = {
    Kind.TWINNING: ("Jumelage", "Побратимство", 40),
    Kind.PARTNERSHIP: ("Partenariat", "Партнёрство", 20),
    Kind.AGREEMENT: ("Accord de coopération", "Соглашение о сотрудничестве", 12),
    Kind.EXCHANGE: ("Échanges", "Обмены", 14),
    Kind.PROJECT: ("Projet", "Проект", 8),
    Kind.MEMORANDUM: ("Mémorandum", "Меморандум", 3),
    None: ("Liens", "Связи", 3),
}
STATES = [None, None, *Activity]


def fill(number: int, seed: int = 2018) -> None:
    """Add so many public records to an empty database, and commit."""
    luck = random.Random(seed)
    places = list(_places(luck))
    db.session.add_all(places)
    db.session.flush()
    french = [place for place in places if place.side is Side.FRANCE]
    russian = [place for place in places if place.side is Side.RUSSIA]
    made = min(number, MADE)
    for first in range(1, made + 1, BATCH):
        ids = range(first, min(first + BATCH, made + 1))
        records = [_record(id_, luck, luck.choice(french), luck.choice(russian)) for id_ in ids]
        _insert(records)
        db.session.commit()
    for first in range(made, number, made):
        _copy(first, min(made, number - first))
        db.session.commit()
    counters.bump("cooperations", "all", number)
    counters.bump(entries.SCOPE, entries.NUMBER, 1)
    db.session.commit()
    if db.engine.dialect.name == "postgresql":
        for table in (Cooperation, CooperationVersion, Partner, ActivityStatement):
            sequence = f"pg_get_serial_sequence('{table.__tablename__}', 'id')"
            db.session.execute(sa.text(f"SELECT setval({sequence}, (SELECT max(id) FROM {table.__tablename__}))"))
        db.session.commit()
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")


def _copy(shift: int, most: int) -> None:
    """The first records once more, with other numbers and moments."""
    for model, keys in {
        Cooperation: ("id",),
        CooperationVersion: ("id", "cooperation_id"),
        Partner: ("version_id",),
        CooperationDomain: ("cooperation_id",),
        ActivityStatement: ("cooperation_id",),
        SearchDocument: ("subject_id",),
        DirectoryEntry: ("cooperation_id",),
    }.items():
        table = model.__table__
        taken: dict[str, Any] = {column.name: column for column in table.columns if column.name != "id" or "id" in keys}
        for key in keys:
            taken[key] = table.c[key] + shift
        if "published_at" in taken:
            minutes = (
                sa.func.strftime("%Y-%m-%d %H:%M:%S.000000", table.c.published_at, f"+{shift} minutes")
                if db.engine.dialect.name == "sqlite"
                else table.c.published_at.op("+")(sa.literal(timedelta(minutes=shift), sa.Interval()))
            )
            taken["published_at"] = minutes
        if "public_version_id" in taken:
            taken["public_version_id"] = sa.null()
            taken["state"] = sa.literal(State.SUBMITTED.value)
        for name in ("stems", "names"):
            if name in taken:
                for word in RAREST:
                    taken[name] = sa.func.replace(taken[name], f" {word}", "")
        rows = sa.select(*(column.label(name) for name, column in taken.items()))
        rows = rows.where(table.c[keys[-1] if model is not CooperationVersion else "id"] <= most)
        db.session.execute(sa.insert(table).from_select(list(taken), rows, include_defaults=False))
    db.session.execute(
        sa.text("UPDATE cooperation SET public_version_id = id, state = 'published' WHERE id > :first"),
        {"first": shift},
    )


def _places(luck: random.Random) -> Iterator[Place]:
    for code, french, russian in REGIONS:
        side = Side.FRANCE if code.startswith("FR") else Side.RUSSIA
        for _place in range(20 if side is Side.FRANCE else 8):
            if side is Side.FRANCE:
                name = Bilingual(luck.choice(FRENCH) + luck.choice(FRENCH_ENDS), "")
            else:
                (a, b), (c, d) = luck.choice(RUSSIAN), luck.choice(RUSSIAN_ENDS)
                name = Bilingual(a + c, b + d)
            yield Place(
                side=side,
                level=Level.COMMUNE if side is Side.FRANCE else Level.TOWN,
                name=name,
                folded=f"{code} {_place}",
                region_code=code,
                region=Bilingual(french, russian),
                latitude=luck.uniform(43, 50) if side is Side.FRANCE else luck.uniform(45, 65),
                longitude=luck.uniform(-2, 7) if side is Side.FRANCE else luck.uniform(30, 130),
            )


def _record(id_: int, luck: random.Random, french: Place, russian: Place) -> dict[str, Any]:
    kind = luck.choices(list(KINDS), [weight for *_words, weight in KINDS.values()])[0]
    word_fr, word_ru, _weight = KINDS[kind]
    matters = luck.sample(MATTERS, 3)
    # One word in a thousand records, and one in all of them.
    rare = (" Avec des ornithologues.", " С участием орнитологов.") if id_ % 1000 == 500 else ("", "")
    rare = (" Un phalanstère.", " Фаланстер.") if id_ == 777 else rare
    title = Bilingual(f"{word_fr} {french.name.fr} – {russian.name.fr}", f"{word_ru}: {russian.name.ru}")
    summary = Bilingual(
        "Depuis des années : " + ", ".join(fr for fr, _ in matters) + "." + rare[0],
        "Уже много лет: " + ", ".join(ru for _, ru in matters) + "." + rare[1],
    )
    domains = [domain.value for domain in luck.sample(list(Domain), luck.choice((1, 1, 2, 3)))]
    version = CooperationVersion(
        title=title, summary=summary, actions=Bilingual("", ""), audience=Bilingual("", ""), means=Bilingual("", ""),
        results=Bilingual("", ""), funding_sought=Bilingual("", ""), partners_sought=Bilingual("", ""), kind=kind,
        domains=domains, first_year=luck.choice((None, *range(1960, 2026))), sub_themes=[],
        partners=[
            Partner(position=0, side=Side.FRANCE, name=french.name, place=french),
            Partner(position=1, side=Side.RUSSIA, name=russian.name, place=russian),
        ],
    )  # fmt: skip
    said = {side: state for side in (Side.FRANCE, Side.RUSSIA) if (state := luck.choice(STATES)) is not None}
    moment = FIRST + timedelta(minutes=id_)
    cooperation = Cooperation(
        id=id_, kind=kind, declared_side=luck.choice((Side.FRANCE, Side.RUSSIA, None)), agreement=agreement(said),
        activity=listed_activity(said, Activity.UNKNOWN), published_at=moment,
        confirmed_france_at=luck.choice((None, moment)), confirmed_russia_at=luck.choice((None, None, moment)),
        statements=[ActivityStatement(side=side, activity=state, accepted_at=moment) for side, state in said.items()],
    )  # fmt: skip
    return {"cooperation": cooperation, "version": version, "moment": moment, "said": said}


def _insert(records: list[dict[str, Any]]) -> None:
    rows: dict[Any, list[dict[str, Any]]] = {
        model: []
        for model in (Cooperation, CooperationVersion, Partner, CooperationDomain, ActivityStatement, SearchDocument)
    } | {DirectoryEntry: []}
    heard: set[str] = set()
    for record in records:
        one, version, moment = record["cooperation"], record["version"], record["moment"]
        names, texts = names_of(version), texts_of(version)
        words = list(entries.words_of(one, version))
        document = search.document(SUBJECT, one.id, texts, names, words)
        heard.update(names + texts)
        rows[Cooperation].append({
            "id": one.id, "state": State.PUBLISHED, "version": 1, "public_version_id": one.id, "kind": one.kind,
            "declared_side": one.declared_side, "weak_sources": False, "activity": one.activity,
            "agreement": one.agreement, "confirmed_france_at": one.confirmed_france_at,
            "confirmed_russia_at": one.confirmed_russia_at, "created_at": moment, "published_at": moment,
            "updated_at": moment, "first_year": version.first_year,
        })  # fmt: skip
        rows[CooperationVersion].append({
            "id": one.id, "cooperation_id": one.id, "number": 1, "recorded_at": moment, "source_lang": "fr",
            "title_fr": version.title.fr, "title_ru": version.title.ru, "summary_fr": version.summary.fr,
            "summary_ru": version.summary.ru, "kind": version.kind, "domains": version.domains,
            "first_year": version.first_year, "links": [], "sources": ["https://example.org/"],
        })  # fmt: skip
        rows[Partner] += [
            {"version_id": one.id, "position": partner.position, "side": partner.side, "role": "carries",
             "name_fr": partner.name.fr, "name_ru": partner.name.ru, "place_id": partner.place.id}
            for partner in version.partners
        ]  # fmt: skip
        rows[CooperationDomain] += [
            {"cooperation_id": one.id, "domain": domain, "is_main": not place}
            for place, domain in enumerate(version.domains)
        ]
        rows[ActivityStatement] += [
            {"cooperation_id": one.id, "side": side, "activity": state, "recorded_at": moment, "accepted_at": moment}
            for side, state in record["said"].items()
        ]
        rows[SearchDocument].append(
            {
                "subject": SUBJECT,
                "subject_id": one.id,
                "stems": document.stems,
                "names": document.names,
                "filters": document.filters,
            }
        )
        rows[DirectoryEntry].append({
            "cooperation_id": one.id, "published_at": moment, "number": 1,
            "words": " ".join(words),
            "places": " ".join(sorted(f"{partner.place.id}:{partner.side.value}" for partner in version.partners)),
        })  # fmt: skip
    deferred = [{"id": row["id"], "public_version_id": row.pop("public_version_id")} for row in rows[Cooperation]]
    for row in rows[Cooperation]:
        # The database wants a public record to have its version; the version wants its record.
        row["state"] = State.SUBMITTED
    for model, values in rows.items():
        if values:
            db.session.execute(sa.insert(model.__table__), [_plain(model, row) for row in values])
    table = Cooperation.__table__
    change = sa.update(table).where(table.c.id == sa.bindparam("key"))
    change = change.values(state=State.PUBLISHED, public_version_id=sa.bindparam("shown"))
    db.session.connection().execute(change, [{"key": row["id"], "shown": row["public_version_id"]} for row in deferred])
    near_words.learn(SUBJECT, heard)


def _plain(model: Any, row: dict[str, Any]) -> dict[str, Any]:
    """A row with the columns that have no default of their own in the database."""
    empty = {
        column.name: "" for column in model.__table__.columns
        if isinstance(column.type, sa.String) and not column.nullable and column.name not in row
        and not isinstance(column.type, sa.Enum) and not column.primary_key
    }  # fmt: skip
    return empty | row
