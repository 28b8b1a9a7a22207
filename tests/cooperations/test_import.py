"""The import: the real records, the rules of their README, files and rows that are refused."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from tests.support.house import ROOT
from trianon.accounts.organisation_models import Organisation, OrganisationKind
from trianon.cooperations import finding, importing
from trianon.cooperations.filters import Filters
from trianon.cooperations.import_files import LONGEST_LINE, Shape
from trianon.cooperations.models import ActivityStatement, Cooperation, CooperationVersion, Partner, Place
from trianon.cooperations.vocabulary import Activity, Agreement, Domain, Kind, Level
from trianon.core.audit import AuditEntry
from trianon.core.counters import Counter
from trianon.core.publication import State
from trianon.core.search import SearchDocument
from trianon.core.sides import Side

DATA = ROOT / "trianon" / "cooperations" / "data"
TABLES = (Cooperation, CooperationVersion, Partner, Place, ActivityStatement, Organisation, SearchDocument, Counter)

AGEN = {
    "fr_name": "Agen", "fr_name_ru": "Ажен", "fr_kind": "commune",
    "ru_name_fr": "Touapsé", "ru_name_ru": "Туапсе", "ru_kind": "ville",
    "kind": "jumelage", "year": "1976", "status": "ended", "domain": "", "source": "https://example.org/agen",
}  # fmt: skip
CNRS = {
    "name_fr": "Accord-cadre CNRS – RFBR", "name_ru": "Рамочное соглашение CNRS – РФФИ", "kind": "universite",
    "fr_actor": "CNRS", "ru_actor": "RFBR ; MIREA", "domain": "universites;culture", "year": "2016",
    "description_fr": "Signé le 10 novembre 2016.", "source": "http://www.cnrs.fr/derci",
}  # fmt: skip

Run = Callable[..., Any]


@pytest.fixture
def run(app: Any) -> Run:
    """`run(path, "--dry-run")` – the command, its output and its exit code."""

    def start(path: Path | str, *options: str) -> Any:
        return app.test_cli_runner().invoke(args=["cooperations", "import", str(path), *options])

    return start


@pytest.fixture
def file_of(tmp_path: Path) -> Callable[..., Path]:
    """`file_of(row, row)` – a file of these rows; `columns` in another order or with others."""

    def write(*rows: dict[str, str], columns: Sequence[str] = (), name: str = "rows.csv") -> Path:
        text = io.StringIO()
        writer = csv.DictWriter(text, columns or list(rows[0]), extrasaction="ignore", restval="")
        writer.writeheader()
        writer.writerows(rows)
        (tmp_path / name).write_text(text.getvalue(), encoding="utf-8")
        return tmp_path / name

    return write


def everything(session: Any) -> dict[str, list[Any]]:
    """Every row of every table the import writes to."""
    return {
        model.__tablename__: sorted(map(tuple, session.execute(sa.select(*model.__table__.columns))), key=repr)
        for model in TABLES
    }


# ---------------------------------------------------------------- the real records


@pytest.mark.both_engines
def test_the_real_records_come_in_once(run: Run, transaction: Any) -> None:
    """95 rows are accepted; a second time all are repeated and no table has changed."""
    first = run(DATA / "twinnings.csv"), run(DATA / "partnerships.csv")
    assert [one.exit_code for one in first] == [0, 0], first[0].output + first[1].output
    assert "Accepted: 50 (50 cooperations, 0 organisations)" in first[0].output
    assert "Accepted: 45 (38 cooperations, 7 organisations)" in first[1].output
    with transaction() as session:
        before = everything(session)
    again = run(DATA / "twinnings.csv"), run(DATA / "partnerships.csv")
    assert "Accepted: 0" in again[0].output
    assert "Repeated, already known: 50" in again[0].output
    assert "Repeated, already known: 45" in again[1].output
    assert [one.exit_code for one in again] == [0, 0]
    with transaction() as session:
        assert everything(session) == before


def test_a_twinning_says_what_its_row_says(run: Run, db_session: Any, file_of: Any) -> None:
    """Title from the names, the main domain, a status that is nobody's statement, nothing declared or invented."""
    run(file_of(AGEN | {"domain": "culture;sport"}))
    record = db_session.scalars(sa.select(Cooperation)).one()
    version = record.public_version
    assert (version.title.fr, version.title.ru) == ("Agen – Touapsé", "Ажен\u00a0— Туапсе")
    assert version.domains == ["collectivites", "culture", "sport"]
    assert {(row.domain, row.is_main) for row in record.domains} == {
        (Domain.AUTHORITIES, True),
        (Domain.CULTURE, False),
        (Domain.SPORT, False),
    }
    assert (record.kind, version.kind, version.first_year) == (Kind.TWINNING, Kind.TWINNING, 1976)
    assert (record.activity, record.agreement) == (Activity.ENDED, Agreement.NOBODY)
    (statement,) = record.statements
    assert (statement.side, statement.activity, statement.as_of, statement.stated_by_id) == (
        None,
        Activity.ENDED,
        None,
        None,
    )
    assert (record.state, record.declared_side, record.declared_by_id) == (State.PUBLISHED, None, None)
    assert (record.version, version.number, version.true_from, version.recorded_by_id) == (1, 1, None, None)
    assert not record.weak_sources
    assert [(p.side, p.level, p.place.name.ru) for p in version.partners] == [
        (Side.FRANCE, Level.COMMUNE, "Ажен"),
        (Side.RUSSIA, Level.TOWN, "Туапсе"),
    ]
    events = db_session.scalars(
        sa.select(AuditEntry.event).filter_by(subject="cooperation", subject_id=record.id)
    ).all()
    assert events == ["CooperationImported"]


def test_empty_cells_stay_unknown(run: Run, db_session: Any, file_of: Any) -> None:
    """No kind, no year, no status, no level, no source: the record is there and says so."""
    empty = {"kind": "", "year": "", "status": "", "fr_kind": "", "ru_kind": "", "source": "", "fr_name_ru": ""}
    run(file_of(AGEN | empty))
    record = db_session.scalars(sa.select(Cooperation)).one()
    version = record.public_version
    assert (record.kind, version.first_year, record.activity, record.statements) == (None, None, Activity.UNKNOWN, [])
    assert [partner.level for partner in version.partners] == [None, None]
    assert (version.title.fr, version.title.ru) == ("Agen – Touapsé", "")
    assert (version.sources, record.weak_sources) == ([], True)


def test_places_are_shared(run: Run, db_session: Any) -> None:
    """Dunkirk and Saint Petersburg have one row each, however many records name them."""
    run(DATA / "twinnings.csv")
    names = db_session.execute(sa.select(Place.side, Place.level, Place.folded)).all()
    assert len(names) == len(set(names))
    petersburg = db_session.scalars(sa.select(Place).filter_by(name_fr="Saint-Pétersbourg")).one()
    assert (petersburg.name.ru, petersburg.level) == ("Санкт-Петербург", Level.FEDERAL_CITY)


def test_encyclopaedias_alone_leave_a_record_unconfirmed(run: Run, db_session: Any) -> None:
    """17 twinnings rest on Wikidata or Wikipedia alone; a single other source is enough."""
    run(DATA / "twinnings.csv")
    rows = list(csv.DictReader((DATA / "twinnings.csv").open(encoding="utf-8")))
    weak = [row for row in rows if all("wiki" in source for source in row["source"].split(" ; "))]
    assert db_session.scalar(sa.select(sa.func.count()).where(Cooperation.weak_sources)) == len(weak) == 17


def test_partnerships_keep_partners_as_words(run: Run, db_session: Any, file_of: Any) -> None:
    """Several partners a side, none of them an organisation; the kind of link only when the words say it."""
    run(file_of(CNRS))
    record = db_session.scalars(sa.select(Cooperation)).one()
    version = record.public_version
    assert [(p.side, p.name.fr, p.organisation_id, p.place_id) for p in version.partners] == [
        (Side.FRANCE, "CNRS", None, None),
        (Side.RUSSIA, "RFBR", None, None),
        (Side.RUSSIA, "MIREA", None, None),
    ]
    assert (record.kind, record.activity, record.statements) == (Kind.AGREEMENT, Activity.UNKNOWN, [])
    assert version.domains == ["universites", "culture"]
    assert (version.summary.fr, version.summary.ru) == ("Signé le 10 novembre 2016.", "")
    assert db_session.scalar(sa.select(sa.func.count()).select_from(Organisation)) == 0


def test_a_row_of_one_side_is_an_organisation(run: Run, db_session: Any) -> None:
    """Public, verified by nobody; a row about what a body did keeps its title out of the body's name."""
    run(DATA / "partnerships.csv")
    bodies = {body.name.fr: body for body in db_session.scalars(sa.select(Organisation))}
    assert set(bodies) == {
        "Union nationale France-Russie-CEI",
        "France-Russie-CEI Ivry-sur-Seine",
        "Maison de la Russie (Agen)",
        "Maison de la Russie à Nice",
        "Lorraine-Russie",
        "Dialogue franco-russe",
        "Fondation Louis Vuitton",
    }
    vuitton = bodies["Fondation Louis Vuitton"]
    assert (vuitton.kind, vuitton.name.ru) == (OrganisationKind.CULTURAL_BODY, "")
    assert vuitton.summary.fr.startswith("Collection Morozov à la Fondation Louis Vuitton. Exposition")
    assert bodies["Lorraine-Russie"].name.ru == "«Лотарингия – Россия»"
    for body in bodies.values():
        assert (body.state, body.is_verified, body.side) == (State.PUBLISHED, False, Side.FRANCE)
        assert body.sources


def test_counters_and_search_hold_every_record(run: Run, db_session: Any) -> None:
    """The figures beside the filters are those that counting gives."""
    run(DATA / "twinnings.csv")
    run(DATA / "partnerships.csv")
    counted = {(row.scope, row.key): row.value for row in db_session.scalars(sa.select(Counter))}
    records = db_session.scalars(sa.select(Cooperation)).all()
    assert counted["cooperations", "all"] == len(records) == 88
    figures = finding.found(Filters()).counts()
    assert figures["declared"] == {"sources": 88}
    for kind in (*Kind, None):
        wanted = sum(record.kind is kind for record in records)
        assert figures["kind"].get(kind.value if kind else "unknown", 0) == wanted
    for domain in Domain:
        wanted = sum(domain in {row.domain for row in record.domains} for record in records)
        assert figures["domain"].get(domain.value, 0) == wanted
    documents = sa.select(SearchDocument.subject, sa.func.count()).group_by(SearchDocument.subject)
    assert dict(tuple(row) for row in db_session.execute(documents)) == {"cooperation": 88, "organisation": 7}


# ---------------------------------------------------------------- repeated, refused, tried out


def test_the_same_row_twice_in_a_file_is_reported(run: Run, file_of: Any) -> None:
    """Other capitals, accents and spaces make no other record; another partner does."""
    again = AGEN | {"fr_name": " AGEN ", "ru_name_fr": "Touapse", "source": "https://example.org/other"}
    done = run(file_of(AGEN, again, AGEN | {"ru_name_fr": "Sotchi", "ru_name_ru": "Сочи"}))
    assert "Accepted: 2" in done.output
    assert "Repeated, already known: 1" in done.output


def test_a_refused_row_leaves_the_others_alone(run: Run, file_of: Any, db_session: Any) -> None:
    """Line and reason are said; the rows around it are stored."""
    bad = AGEN | {"fr_name": "Nulle-Part", "year": "3000"}
    done = run(file_of(AGEN, bad, AGEN | {"ru_name_fr": "Sotchi", "ru_name_ru": "Сочи"}))
    assert done.exit_code == 0
    assert "Line 3 refused. “3000” is not a year from 1500 to" in done.output
    assert "Accepted: 2" in done.output
    assert "Refused: 1" in done.output
    assert db_session.scalar(sa.select(sa.func.count()).select_from(Place)) == 3


@pytest.mark.both_engines
def test_two_imports_at_once_store_each_row_once(run: Run, transaction: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another import has stored the rows since this one looked: the database refuses them, they count as repeated."""
    run(DATA / "twinnings.csv")
    with transaction() as session:
        before = everything(session)
    monkeypatch.setattr(importing, "stored_keys", lambda keys: set())
    done = run(DATA / "twinnings.csv")
    assert "Repeated, already known: 50" in done.output
    with transaction() as session:
        assert everything(session) == before


def test_trying_out_stores_nothing(run: Run, db_session: Any) -> None:
    """The report is that of a real import."""
    done = run(DATA / "partnerships.csv", "--dry-run")
    assert "Accepted: 45 (38 cooperations, 7 organisations)" in done.output
    assert all(not rows for rows in everything(db_session).values())


def test_more_rows_than_a_batch(run: Run, file_of: Any, db_session: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Repeats are found across batches too."""
    monkeypatch.setattr(importing, "BATCH", 50)
    rows = [AGEN | {"fr_name": f"Ville {number}", "fr_name_ru": f"Город {number}"} for number in range(120)]
    done = run(file_of(*rows, rows[0], AGEN | {"year": "an 12"}))
    assert "Accepted: 120" in done.output
    assert "Repeated, already known: 1" in done.output
    assert "Line 123 refused" in done.output
    assert db_session.scalar(sa.select(Counter.value).filter_by(scope="cooperations", key="all")) == 120
    assert db_session.scalar(sa.select(sa.func.count()).select_from(Place)) == 121


def test_the_report_speaks_three_languages(run: Run, file_of: Any) -> None:
    """English is the terminal's, French and Russian on demand."""
    file = file_of(AGEN | {"fr_name": "", "fr_name_ru": ""})
    for lang, words in {
        "fr": "Ligne 2 refusée. Le nom manque",
        "ru": "Строка 2 отклонена. Нет названия",
        "en": "Line 2 refused.",
    }.items():
        done = run(file, "--lang", lang)
        assert words in done.output
        assert done.exit_code == 1


BAD_TWINNINGS = [
    ({"fr_name": "=HYPERLINK(1)"}, "fr_name begins with ="),
    ({"ru_name_fr": "+7"}, "ru_name_fr begins with ="),
    ({"ru_name_ru": "-Туапсе"}, "ru_name_ru begins with ="),
    ({"source": "https://example.org ; @SUM(A1)"}, "source begins with ="),
    ({"fr_name": "A\x00gen"}, "control characters"),
    ({"fr_name": "A\u0007gen"}, "control characters"),
    ({"ru_name_fr": "TouapsÃ©"}, "garbled"),
    ({"ru_name_ru": "Òóàïñå"}, "garbled"),
    ({"ru_name_ru": "Р\u045eСѓР°РїСЃРµ"}, "garbled"),
    ({"ru_name_ru": "??????"}, "garbled"),
    ({"fr_name": "…"}, "no letter"),
    ({"fr_name": "x" * 121}, "longer than 120"),
    ({"fr_name": "", "fr_name_ru": ""}, "The name is missing"),
    ({"fr_name_ru": "", "ru_name_fr": ""}, "no language in common"),
    ({"year": "0"}, "not a year"),
    ({"year": "3000"}, "not a year"),
    ({"year": "1976.0"}, "not a year"),
    ({"year": "¹⁹⁷⁶"}, "not a year"),
    ({"status": "rompu"}, "“rompu” is not known in the column status"),
    ({"kind": "mariage"}, "“mariage” is not known in the column kind"),
    ({"fr_kind": "ville"}, "known are: commune, epci"),
    ({"ru_kind": "commune"}, "known are: ville, district"),
    ({"domain": "culture;guerre"}, "“guerre” is not known in the column domain"),
    ({"source": "écrire à jean@example.org"}, "e-mail address"),
]
BAD_PARTNERSHIPS = [
    ({"name_fr": "", "name_ru": ""}, "The name is missing"),
    ({"fr_actor": "", "ru_actor": " ; "}, "No partner is named"),
    ({"fr_actor": ""}, "they are several"),
    ({"fr_actor": "", "ru_actor": "14 universités"}, "stands for several bodies"),
    ({"kind": "jumelage"}, "“jumelage” is not known in the column kind"),
    ({"description_fr": '=cmd|"/c calc"!A1'}, "description_fr begins with ="),
    ({"fr_actor": "CNRS ; =1+1"}, "fr_actor begins with ="),
]


@pytest.mark.parametrize(("good", "cases"), [(AGEN, BAD_TWINNINGS), (CNRS, BAD_PARTNERSHIPS)], ids=["towns", "others"])
def test_refused_rows(
    run: Run, file_of: Any, db_session: Any, good: dict[str, str], cases: list[tuple[dict[str, str], str]]
) -> None:
    """Each with its reason; nothing of it is stored."""
    done = run(file_of(*(good | wrong for wrong, _reason in cases)))
    told = dict(re.findall(r"^Line (\d+) refused\. (.*)$", done.output, re.MULTILINE))
    for line, (wrong, reason) in enumerate(cases, 2):
        assert reason in told.get(str(line), ""), (wrong, done.output)
    assert "Accepted: 0" in done.output
    assert done.exit_code == 1
    assert all(not rows for rows in everything(db_session).values())


def test_latin_letters_in_a_russian_name_are_taken(run: Run, file_of: Any) -> None:
    """Abbreviations stay as they are."""
    assert "Accepted: 1" in run(file_of(CNRS | {"name_ru": "Соглашение CNRS"})).output


# ---------------------------------------------------------------- whole files


def columns(shape: Shape) -> str:
    return ",".join(shape.value)


AGEN_LINE = ",".join(AGEN.values())
BAD_FILES: list[tuple[str, bytes, str]] = [
    ("empty", b"", "The file is empty"),
    ("header alone", columns(Shape.TWINNINGS).encode(), "no row below its header"),
    ("another table", b"a,b,c\n1,2,3\n", "The first line must name the columns"),
    ("missing columns", b"fr_name,fr_name_ru,kind,year\nAgen,,,\n", "Columns are missing: fr_kind, ru_name_fr"),
    ("a column twice", f"{columns(Shape.TWINNINGS)},kind\n".encode(), "stand there twice: kind"),
    ("semicolons", f"{columns(Shape.TWINNINGS)}\n{AGEN_LINE}\n".replace(",", ";").encode(), "separated by “;”"),
    ("tabs", f"{columns(Shape.PARTNERSHIPS)}\n".replace(",", "\t").encode(), "separated by “TAB”"),
    ("Windows-1251", f"{columns(Shape.TWINNINGS)}\n,Ажен,,,Туапсе,,,,,,\n".encode("cp1251"), "Windows-1251"),
    ("KOI8-R", f"{columns(Shape.TWINNINGS)}\n,Ажен,,,Туапсе,,,,,,\n".encode("koi8-r"), "looks like KOI8-R"),
    ("Windows-1252", f"{columns(Shape.TWINNINGS)}\nÉvian,,,Touapsé,,,,,,,\n".encode("cp1252"), "Windows-1252"),
    ("cut in a letter", f"{columns(Shape.TWINNINGS)}\nAgen,Аж".encode()[:-1], "not in UTF-8"),
    ("a broken workbook", b"PK\x03\x04" + bytes(500), "The workbook is broken"),
    ("noise", bytes(range(256)) * 40, "not in UTF-8"),
    ("zeros", bytes(5000), "The first line must name the columns"),
    ("one endless line", b"x" * 10_000_000, "The first line must name the columns"),
]  # fmt: skip


def test_refused_files(run: Run, tmp_path: Path, db_session: Any) -> None:
    """A plain line, the exit code 1, no traceback, nothing stored."""
    for name, content, reason in BAD_FILES:
        (tmp_path / "rows.csv").write_bytes(content)
        done = run(tmp_path / "rows.csv")
        assert reason in done.output, (name, done.output)
        assert (done.exit_code, type(done.exception)) == (1, SystemExit), name
        assert all(not rows for rows in everything(db_session).values()), name


def test_what_is_no_file(run: Run, tmp_path: Path) -> None:
    """A directory, a name of nothing, a file beyond all measure."""
    assert "This is a directory" in run(tmp_path).output
    assert "no such file" in run(tmp_path / "nothing.csv").output
    with (tmp_path / "large.csv").open("wb") as file:
        file.truncate(51 * 1024 * 1024)
    assert "larger than 50 MB" in run(tmp_path / "large.csv").output


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings_that_are_certain(run: Run, tmp_path: Path, db_session: Any, encoding: str) -> None:
    """UTF-8 with its mark and UTF-16 are read; names arrive whole."""
    (tmp_path / "rows.csv").write_bytes(f"{columns(Shape.TWINNINGS)}\r\n{AGEN_LINE}\r\n".encode(encoding))
    assert "Accepted: 1" in run(tmp_path / "rows.csv").output
    assert db_session.scalars(sa.select(CooperationVersion)).one().title.ru == "Ажен\u00a0— Туапсе"


def test_other_columns_and_orders_are_fine(run: Run, file_of: Any) -> None:
    """Columns are known by their names."""
    assert "Accepted: 1" in run(file_of(AGEN | {"note": "x"}, columns=["note", *reversed(AGEN)])).output


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("x" * 10_000_000, f"Line 3 refused. The line is longer than {LONGEST_LINE}"),
        ('"' + "x" * 10_000_000, f"Line 3 refused. The line is longer than {LONGEST_LINE}"),
        ("Agen,Ажен", "Line 3 refused. 11 cells were expected and 2 found"),
        ('"Agen"x,,,,,,,,,,', "Line 3 refused. A quotation mark stands in the middle"),
        ("x" * 30_000, "Line 3 refused. A quotation mark is not closed, or a cell is far too long"),
    ],
    ids=["10 MB", "10 MB in quotes", "too few cells", "quotes", "a cell of 30,000"],
)
def test_broken_lines(run: Run, tmp_path: Path, line: str, reason: str) -> None:
    """The rows before and after come in."""
    sotchi = AGEN_LINE.replace("Touapsé", "Sotchi").replace("Туапсе", "Сочи")
    (tmp_path / "rows.csv").write_text(
        "\n".join([columns(Shape.TWINNINGS), AGEN_LINE, line, sotchi, ""]), encoding="utf-8"
    )
    done = run(tmp_path / "rows.csv")
    assert reason in done.output, done.output
    assert "Accepted: 2" in done.output
    assert "Refused: 1" in done.output


def test_a_quotation_mark_that_is_never_closed(run: Run, tmp_path: Path) -> None:
    """The rest of the file is one refused row, said so."""
    lines = [columns(Shape.TWINNINGS), AGEN_LINE, '"' + AGEN_LINE, AGEN_LINE]
    (tmp_path / "rows.csv").write_text("\n".join(lines), encoding="utf-8")
    done = run(tmp_path / "rows.csv")
    assert "Line 3 refused. A quotation mark is not closed" in done.output
    assert "read up to line 4" in done.output
    assert "Accepted: 1" in done.output
