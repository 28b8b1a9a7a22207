"""What must be true of the database at any moment, whoever has done whatever before."""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

PUBLIC = "('published', 'archived')"
# Each statement finds rows that must not exist; the sentence says what they would mean.
NEVER = {
    "a published contribution without a version of its own": f"""
        SELECT c.id FROM contribution c LEFT JOIN contribution_version v
        ON v.id = c.public_version_id AND v.contribution_id = c.id
        WHERE c.state IN {PUBLIC} AND v.id IS NULL""",
    "a published cooperation without a version of its own": f"""
        SELECT c.id FROM cooperation c LEFT JOIN cooperation_version v
        ON v.id = c.public_version_id AND v.cooperation_id = c.id
        WHERE c.state IN {PUBLIC} AND v.id IS NULL""",
    "a contribution that does not have all its versions": """
        SELECT c.id FROM contribution c WHERE c.version <>
        (SELECT count(*) FROM contribution_version v WHERE v.contribution_id = c.id AND v.number <= c.version)""",
    "a declared cooperation that does not have all its versions": """
        SELECT c.id FROM cooperation c WHERE c.declared_by_id IS NOT NULL AND c.version <>
        (SELECT count(*) FROM cooperation_version v WHERE v.cooperation_id = c.id AND v.number <= c.version)""",
    "a version of a cooperation without partners": """
        SELECT v.id FROM cooperation_version v
        WHERE NOT EXISTS (SELECT 1 FROM partner p WHERE p.version_id = v.id)""",
    "a text in the search index that is not public": f"""
        SELECT d.id FROM search_document d WHERE
        (d.subject = 'contribution' AND d.subject_id NOT IN (SELECT id FROM contribution WHERE state IN {PUBLIC})) OR
        (d.subject = 'cooperation' AND d.subject_id NOT IN (SELECT id FROM cooperation WHERE state IN {PUBLIC})) OR
        (d.subject = 'workshop' AND d.subject_id NOT IN (SELECT id FROM workshop))""",
    "a record in the search index that a search of its subject misses": """
        SELECT id FROM search_document WHERE filters || ' ' NOT LIKE 'ᚠsubject' || subject || ' %'""",
    "a contribution in the search index that a search with its filters misses": """
        SELECT c.id FROM contribution c JOIN search_document d ON d.subject = 'contribution' AND d.subject_id = c.id
        WHERE d.filters <> 'ᚠsubjectcontribution' || coalesce(' ᚠsubtheme' || c.sub_theme_id, '') || ' ᚠkind' || c.kind
        || ' ᚠlang' || c.source_lang || ' ᚠside' || c.side || coalesce(' ᚠworkshop' || c.workshop_id, '')
        || coalesce(' ᚠcooperation' || c.cooperation_id, '')
        || CASE WHEN c.is_translated THEN ' ᚠtranslatedtrue' ELSE ' ᚠtranslatedfalse' END""",
    "a published contribution that cannot be found": """
        SELECT id FROM contribution WHERE state = 'published'
        AND id NOT IN (SELECT subject_id FROM search_document WHERE subject = 'contribution')""",
    "a published cooperation that cannot be found": """
        SELECT id FROM cooperation WHERE state = 'published'
        AND id NOT IN (SELECT subject_id FROM search_document WHERE subject = 'cooperation')""",
    "a published cooperation that is not listed": """
        SELECT id FROM cooperation WHERE state = 'published'
        AND id NOT IN (SELECT cooperation_id FROM directory_entry WHERE words <> '')""",
    "a listed cooperation that is not published": """
        SELECT cooperation_id FROM directory_entry WHERE words <> ''
        AND cooperation_id NOT IN (SELECT id FROM cooperation WHERE state = 'published')""",
    "a workshop that counts other seats than it has given": """
        SELECT w.id FROM workshop w WHERE w.taken <>
        (SELECT count(*) FROM registration r WHERE r.workshop_id = w.id AND r.state = 'confirmed')""",
    "a workshop that counts other people waiting than there are": """
        SELECT w.id FROM workshop w WHERE w.waiting <>
        (SELECT count(*) FROM registration r WHERE r.workshop_id = w.id AND r.state = 'waiting')""",
    "a workshop without its texts": """
        SELECT id FROM workshop WHERE id NOT IN (SELECT id FROM workshop_texts)""",
    "more seats given than there are": "SELECT id FROM workshop WHERE taken > capacity",
    "an open case about another version than the newest": """
        SELECT k.id FROM committee_case k WHERE k.state = 'open' AND (
        (k.subject = 'contribution' AND k.version <> (SELECT version FROM contribution WHERE id = k.subject_id)) OR
        (k.subject = 'cooperation' AND k.version <> (SELECT version FROM cooperation WHERE id = k.subject_id)) OR
        (k.subject = 'organisation' AND k.version <> (SELECT version FROM organisation WHERE id = k.subject_id)))""",
    "a text under review that no case is about": """
        SELECT id FROM contribution c WHERE (state = 'submitted' OR pending = 'submitted') AND NOT EXISTS
        (SELECT 1 FROM committee_case k WHERE k.subject = 'contribution' AND k.subject_id = c.id AND k.state = 'open')
        UNION ALL
        SELECT id FROM cooperation c WHERE (state = 'submitted' OR pending = 'submitted') AND NOT EXISTS
        (SELECT 1 FROM committee_case k
        WHERE k.subject = 'cooperation' AND k.subject_id = c.id AND k.state = 'open')""",
    "two living registrations of one person": """
        SELECT workshop_id FROM registration WHERE state IN ('confirmed', 'waiting')
        GROUP BY workshop_id, account_id HAVING count(*) > 1""",
    "an account with an address after its deletion": """
        SELECT id FROM account WHERE deleted_at IS NOT NULL AND email IS NOT NULL""",
}
NEVER["a reply that does not say what its public version says"] = """
    SELECT c.id FROM comment c JOIN comment_version v ON v.comment_id = c.id AND v.number = c.public_number
    WHERE c.state = 'published' AND v.words <> CASE c.source_lang WHEN 'fr' THEN c.text_fr ELSE c.text_ru END"""
NEVER["a reply with another number of versions than it counts"] = """
    SELECT id FROM comment c WHERE version < (SELECT max(number) FROM comment_version v WHERE v.comment_id = c.id)
    OR NOT EXISTS (SELECT 1 FROM comment_version v WHERE v.comment_id = c.id AND v.number = c.version)"""
NEVER["a number of replies that is not that of the public ones"] = """
    SELECT id FROM contribution c WHERE replies <> (SELECT count(*) FROM comment r
    WHERE r.contribution_id = c.id AND r.state = 'published')"""
COUNTED = ("contributions", "cooperations", "committee.open")


def faults(session: Any) -> list[str]:
    """Everything that is not as it must be, a line each."""
    return [*_never(session), *_stored_whole(session), *_counted_right(session)]


def _never(session: Any) -> Iterator[str]:
    for sentence, statement in NEVER.items():
        found = session.execute(sa.text(statement)).scalars().all()
        if found:
            yield f"{sentence}: {found[:5]}"


def _stored_whole(session: Any) -> Iterator[str]:
    """SQLite looks through its file for broken CHECKs and references; PostgreSQL refuses them at the door."""
    if session.get_bind().dialect.name != "sqlite":
        return
    yield from (f"integrity: {row[0]}" for row in session.execute(sa.text("PRAGMA integrity_check")) if row[0] != "ok")
    yield from (
        f"reference without a row: {tuple(row)}" for row in session.execute(sa.text("PRAGMA foreign_key_check"))
    )


def _counted_right(session: Any) -> Iterator[str]:
    kept = {
        (row.scope, row.key): row.value
        for row in session.execute(sa.text("SELECT scope, key, value FROM counter"))
        if row.scope.startswith(COUNTED) and row.value
    }
    counted = {key: value for key, value in recount(session).items() if value}
    for key in sorted(set(kept) | set(counted)):
        if kept.get(key, 0) != counted.get(key, 0):
            yield f"counter {key} says {kept.get(key, 0)}, there are {counted.get(key, 0)}"


def recount(session: Any) -> Tally[tuple[str, str]]:
    """Every figure of the lists, counted from the records by plain SQL."""
    found: Tally[tuple[str, str]] = Tally()
    public = "FROM contribution WHERE state = 'published'"
    for scope, column in {
        "contributions": "'all'",
        "contributions.sub_theme": "cast(sub_theme_id AS varchar(20))",
        "contributions.kind": "kind",
        "contributions.lang": "source_lang",
        "contributions.side": "side",
    }.items():
        _tally(session, found, scope, f"SELECT {column}, count(*) {public} GROUP BY 1")
    translated = f"SELECT source_lang, count(*) {public} AND is_translated GROUP BY 1"
    _tally(session, found, "contributions.translated", translated)
    public = "FROM cooperation WHERE state = 'published'"
    _tally(session, found, "cooperations", f"SELECT 'all', count(*) {public} GROUP BY 1")
    cases = "SELECT matter, count(*) FROM committee_case WHERE state = 'open' GROUP BY 1"
    _tally(session, found, "committee.open", cases)
    return found


def _tally(session: Any, found: Tally[tuple[str, str]], scope: str, statement: str) -> None:
    for key, number in session.execute(sa.text(statement)):
        if key is not None:
            found[scope, str(key)] += number
