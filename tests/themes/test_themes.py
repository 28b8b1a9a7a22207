"""The year's theme: loaded once, corrected without losing anything, found in its order."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from tests.cooperations.helpers import add_organisation
from trianon.bilingual.text import Bilingual
from trianon.themes import queries
from trianon.themes.loading import VOCABULARY, load_theme
from trianon.themes.models import SubTheme, Theme


@pytest.fixture
def load(app: Any) -> Any:
    """`load(path)` – the command."""
    return lambda *path: app.test_cli_runner().invoke(args=["themes", "load", *map(str, path)])


def told(path: Path, **changes: Any) -> Path:
    """A vocabulary that differs from the real one in its theme."""
    vocabulary = json.loads(VOCABULARY.read_text(encoding="utf-8"))
    vocabulary["theme"] |= changes
    path.write_text(json.dumps(vocabulary), encoding="utf-8")
    return path


@pytest.mark.both_engines
def test_loading_twice_changes_nothing(load: Any, transaction: Any) -> None:
    """Ten sub-themes in the order of the minutes, in both languages."""
    assert load().exit_code == 0
    with transaction() as session:
        before = session.execute(sa.select(*SubTheme.__table__.columns)).all()
    assert "sub-themes: 10" in load().output
    with transaction() as session:
        assert session.execute(sa.select(*SubTheme.__table__.columns)).all() == before
        theme = queries.current_theme()
        assert theme is not None
        assert (theme.year, theme.title) == (2018, Bilingual("La ville du futur", "Город будущего"))
        subs = queries.sub_themes()
        assert [sub.position for sub in subs] == list(range(1, 11))
        assert subs[0].title == Bilingual("La mobilité dans la ville du futur", "Мобильность в городе будущего")
        assert all(sub.title.fr and sub.title.ru for sub in subs)


def test_a_corrected_vocabulary_keeps_the_numbers(db_session: Any, tmp_path: Path) -> None:
    """Another order and other words: the same rows, so that texts that point to them stay."""
    first = {sub.slug: sub.id for sub in load_theme().sub_themes}
    db_session.flush()
    order = [
        {"slug": slug, "fr": slug.title(), "ru": "Слово", "intro": {"fr": "Un mot.", "ru": "Слово."}}
        for slug in reversed(first)
    ]
    load_theme(told(tmp_path / "v.json", sub_themes=order))
    db_session.expire_all()
    subs = queries.sub_themes()
    assert {sub.slug: sub.id for sub in subs} == first
    assert [sub.slug for sub in subs] == list(reversed(first))
    assert subs[0].intro.fr == "Un mot."
    bare = [{"slug": one["slug"], "fr": one["fr"], "ru": one["ru"]} for one in order]
    load_theme(told(tmp_path / "v.json", sub_themes=bare))
    db_session.expire_all()
    assert queries.sub_themes()[0].intro.fr == "Un mot."


def test_a_later_theme_does_not_become_current_by_itself(db_session: Any, tmp_path: Path) -> None:
    """Opening a year is a decision, not a file."""
    load_theme()
    load_theme(told(tmp_path / "v.json", slug="education", year=2019))
    db_session.flush()
    assert db_session.scalar(sa.select(sa.func.count()).select_from(Theme)) == 2
    current = queries.current_theme()
    assert current is not None
    assert current.year == 2018


def test_nothing_loaded_yet(db_session: Any) -> None:
    """No theme, no sub-theme, no fault."""
    assert queries.current_theme() is None
    assert queries.sub_themes() == []
    assert queries.sub_theme("mobilite") is None


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"theme": {}}', '{"theme": {"slug": "x", "year": 2018, "title": "x"}}']
)
def test_a_file_that_is_no_vocabulary(load: Any, tmp_path: Path, text: str) -> None:
    """A plain line, no traceback, nothing stored."""
    (tmp_path / "v.json").write_text(text)
    done = load(tmp_path / "v.json")
    assert done.exit_code == 1
    assert "is not a vocabulary" in done.output


def test_an_organisation_says_in_which_sub_themes_it_is_active(load: Any, sign_in_as: Any, transaction: Any) -> None:
    """Its manager chooses; its page shows them; the list is narrowed by them, and by nothing else an address says."""
    load()
    manager, stranger = sign_in_as(), sign_in_as()
    with transaction() as session:
        number = add_organisation(session, "Ville de Lyon", manager.id).id
        add_organisation(session, "Ville de Nice", stranger.id)
        wanted = session.scalars(sa.select(SubTheme).order_by(SubTheme.position)).first()
        theme = wanted.id
    page = f"/organisations/{number}/sub-themes"
    assert stranger.get(page).status_code == 403
    assert manager.submit(page, {"sub_themes": str(theme)}).status_code == 303
    assert f"?sub_theme={theme}" in manager.get(f"/organisations/{number}/").text
    found = manager.get(f"/organisations/?sub_theme={theme}").text
    assert "Ville de Lyon" in found
    assert "Ville de Nice" not in found
    for odd in ("x", "٣", "9" * 30, "-1"):
        assert "Ville de Nice" in manager.get(f"/organisations/?sub_theme={odd}").text, odd
