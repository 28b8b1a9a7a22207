"""One's own data: everything, at once, to nobody else."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest

from tests.privacy.whole_person import EMAIL, NAME, Whole
from tests.support.people import PASSWORD
from tests.support.visitor import Visitor
from trianon.accounts.own_data import KEPT_SECRET, SOMEBODY_ELSE
from trianon.personal_data import PERSONAL
from trianon.personal_terms import HAND, OWN, UNREACHABLE, WITHHELD

PATH = "/account/data"


def opened(answer: Any) -> tuple[dict[str, Any], dict[str, str]]:
    """The data, and the other files by name."""
    with zipfile.ZipFile(io.BytesIO(answer.data)) as zipped:
        files = {name: zipped.read(name).decode() for name in zipped.namelist()}
    return json.loads(files.pop("data.json")), files


@pytest.fixture
def data(zinaida: Visitor) -> dict[str, Any]:
    """What she gets."""
    return opened(zinaida.submit(PATH, {"current": PASSWORD}))[0]


@pytest.mark.both_engines
def test_every_table_of_the_register_is_there_with_a_row(data: dict[str, Any]) -> None:
    """The person of these tests has something in every one of them."""
    assert set(data) == set(OWN)
    assert [table for table, rows in data.items() if not rows] == []


@pytest.mark.both_engines
def test_every_column_of_the_register_is_there(data: dict[str, Any]) -> None:
    told = {f"{table}.{column}" for table, rows in data.items() for row in rows for column in row}
    assert {name for name in PERSONAL if name.partition(".")[0] not in UNREACHABLE} <= told


def test_what_opens_a_door_is_named_and_not_given(data: dict[str, Any]) -> None:
    for name in WITHHELD:
        table, _, column = name.partition(".")
        values = {row[column] for row in data[table] if column in row}
        assert values == {KEPT_SECRET}, name


def test_nobody_else_is_in_it(data: dict[str, Any], whole: Whole) -> None:
    """Of the friend whom she let in: that she did, not who it was."""
    let_in = [row for row in data["membership"] if row.get("settled_by_id") == whole.id and "account_id" not in row]
    assert len(let_in) == 1
    assert data["side_change_request"][0]["settled_by_id"] == SOMEBODY_ELSE
    text = json.dumps(data, ensure_ascii=False)
    assert "Ami Fidèle" not in text
    assert "Suivante Patiente" not in text
    assert set(HAND) <= set(data)


def test_it_comes_as_a_file_that_no_cache_keeps(zinaida: Visitor) -> None:
    answer = zinaida.submit(PATH, {"current": PASSWORD})
    assert answer.mimetype == "application/zip"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(("lang", "words"), [("fr", "Tout ce que le site"), ("ru", "Всё, что хранит о вас сайт")])
def test_the_explanation_is_in_the_readers_language(zinaida: Visitor, lang: str, words: str) -> None:
    _data, files = opened(zinaida.submit(f"/{lang}{PATH}", {"current": PASSWORD}))
    (readme,) = files.values()
    assert words in readme
    assert all(table in readme for table in OWN)


def test_it_is_journalled(zinaida: Visitor, whole: Whole, transaction: Any) -> None:
    from trianon.core.audit import entries_about

    zinaida.submit(PATH, {"current": PASSWORD})
    with transaction():
        assert [entry.event for entry in entries_about("account", whole.id)].count("DataDownloaded") == 1


def test_a_wrong_password_gives_nothing(zinaida: Visitor) -> None:
    answer = zinaida.submit(PATH, {"current": "not this one"})
    assert answer.status_code == 422
    assert "application/zip" not in answer.headers["Content-Type"]


def test_another_person_gets_their_own_and_a_visitor_none(whole: Whole, sign_in_as: Any, client: Visitor) -> None:
    """There is no address with a number in it that could be tried."""
    stranger = sign_in_as()
    answer = stranger.submit(PATH, {"current": PASSWORD})
    found, _files = opened(answer)
    text = json.dumps(found, ensure_ascii=False)
    assert EMAIL not in text
    assert NAME not in text
    assert found["account"][0]["id"] == stranger.id
    assert "/account/sign-in" in client.get(PATH).location
    assert client.post(PATH, data={"current": PASSWORD}).status_code in (302, 400)
