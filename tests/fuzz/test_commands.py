"""The commands that read what others wrote: a file of records, a message that came back. Never a traceback."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz import tally
from tests.fuzz.conftest import Ground
from tests.fuzz.test_forms import SLOW
from tests.fuzz.words import WORDS, as_bytes
from tests.support.house import ROOT
from trianon.cooperations.import_files import Shape

REPORT = (
    b"Content-Type: multipart/report; report-type=delivery-status; boundary=x",
    b"Content-Type: multipart/report; report-type=feedback-report; boundary=x",
    b"From: MAILER-DAEMON@example.org",
    b"To: dialogue+bounce-1-x@example.org",
    b"",
    b"--x",
    b"Content-Type: message/delivery-status",
    b"Reporting-MTA: dns; example.org",
    b"Final-Recipient: rfc822; anna@example.org",
    b"Action: failed",
    b"Action: delayed",
    b"Status: 5.1.1",
    b"Status: 5.1.99999999999999",
    b"--x--",
    b"Content-Type: text/plain; charset=no-such",
    b"Content-Transfer-Encoding: base64",
)
GOOD = {
    shape: list(csv.reader((ROOT / "trianon" / "cooperations" / "data" / name).open(encoding="utf-8")))[1:]
    for shape, name in ((Shape.TWINNINGS, "twinnings.csv"), (Shape.PARTNERSHIPS, "partnerships.csv"))
}
SAMPLES = sorted((ROOT / "tests" / "mail" / "samples").glob("*.eml"))


@st.composite
def rows_of(draw: st.DrawFn, shape: Shape) -> list[list[str]]:
    """Good rows with a cell or two of something else, and rows of nothing but that."""
    found = []
    for _ in range(draw(st.integers(1, 6))):
        row = list(draw(st.sampled_from(GOOD[shape]))) if draw(st.booleans()) else draw(st.lists(WORDS, max_size=12))
        for _ in range(draw(st.integers(0, 2))):
            if row:
                row[draw(st.integers(0, len(row) - 1))] = draw(WORDS)
        found.append(row)
    return found


@st.composite
def messages(draw: st.DrawFn) -> bytes:
    """A real report with lines lost, doubled and replaced."""
    lines = draw(st.sampled_from(SAMPLES)).read_bytes().split(b"\n")
    for _ in range(draw(st.integers(0, 6))):
        place = draw(st.integers(0, len(lines) - 1))
        lines[place : place + draw(st.integers(0, 2))] = draw(
            st.lists(st.one_of(WORDS.map(as_bytes), st.binary(max_size=80), st.sampled_from(REPORT)), max_size=2)
        ) or [b""]
    return b"\n".join(lines)


@pytest.mark.parametrize("shape", Shape, ids=[shape.name.lower() for shape in Shape])
def test_import(ground: Ground, tmp_path: Path, shape: Shape) -> None:
    ground.restore()
    runner = ground.app.test_cli_runner()
    file = tmp_path / "rows.csv"

    @SLOW
    @given(rows_of(shape), st.booleans(), st.sampled_from(["fr", "ru", "en"]), st.binary(max_size=30))
    def bring_in(rows: list[list[str]], whole: bool, lang: str, tail: bytes) -> None:
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(shape.value)
        writer.writerows(row[: len(shape.value)] if whole else row for row in rows)
        file.write_bytes(as_bytes(text.getvalue()) + (b"" if whole else tail))
        for _ in range(2):
            done = runner.invoke(args=["cooperations", "import", str(file), "--lang", lang])
            tally.note("import", f"ended with {done.exit_code}")
            assert done.exit_code in (0, 1), done.output
            assert done.exception is None or isinstance(done.exception, SystemExit), repr(done.exception)
        assert ground.faults() == []

    bring_in()


def test_messages_that_came_back(ground: Ground) -> None:
    ground.restore()
    runner = ground.app.test_cli_runner()

    @SLOW
    @given(messages(), WORDS)
    def receive(message: bytes, recipient: str) -> None:
        to = recipient.replace("\x00", "").encode("utf-8", "replace").decode()[:300]
        done = runner.invoke(args=["mail", "receive", f"--to={to}"], input=message)
        tally.note("mail receive", f"ended with {done.exit_code}")
        assert done.exit_code in (0, 65), done.output
        assert done.exception is None or isinstance(done.exception, SystemExit), repr(done.exception)
        assert ground.faults() == []

    receive()
