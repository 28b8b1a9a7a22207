"""Invented contributions and declarations, judged by the invented committee through the real table of voices."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa

from trianon.accounts.models import Account
from trianon.bilingual.lang import Lang
from trianon.bilingual.text import Bilingual
from trianon.bilingual.translating import paragraphs
from trianon.contributions import services as contributions
from trianon.contributions.models import ContributionKind
from trianon.cooperations import services as cooperations
from trianon.cooperations.declaration import Declaration, DeclaredPartner
from trianon.cooperations.models import ActivityStatement, Cooperation, Place
from trianon.cooperations.places import place_of
from trianon.cooperations.publishing import put_in_directory
from trianon.cooperations.vocabulary import Activity, Domain, Kind, PartnerRole
from trianon.core.clock import at
from trianon.core.database import db
from trianon.core.sides import BOTH_SIDES, Side
from trianon.demo.judging import judge, judging_side
from trianon.demo.stage import Stage, days_ago, rows
from trianon.themes.models import SubTheme
from trianon.translations import services as desk
from trianon.translations.queries import work_of

# How long the invented committee takes, in days.
JUDGED_AFTER = 0.7


def load_contributions(stage: Stage) -> int:
    """Send each text, let a member of its author's side judge it, add the reviewed translation."""
    written = sorted(rows("contributions"), key=lambda row: -row["written_days_ago"])
    for place, row in enumerate(written):
        sent = row["written_days_ago"] + 1 - place / len(written)
        with at(days_ago(sent)):
            contribution = contributions.submit(
                stage.people[row["author"]],
                lang=Lang(row["lang"]),
                kind=ContributionKind(row["kind"]),
                title=row["title"],
                text=row["text"],
                sub_theme=_sub_theme(row["sub_theme"]),
                workshop=stage.workshops.get(row["workshop"]),
            )
            db.session.flush()
        stage.contributions[row["key"]] = contribution
        judge(
            stage, "contribution", contribution.id, [judging_side(contribution.side)], days=sent - JUDGED_AFTER, row=row
        )
        if words := row.get("translation"):
            with at(days_ago(max(sent - 2 * JUDGED_AFTER, 0))):
                _translate(contribution.id, words, stage)
    return len(written)


def load_cooperations(stage: Stage) -> int:
    """Send each declaration; both sides accept, or one asks for changes."""
    declared = rows("cooperations")
    for row in declared:
        by = stage.people[row["declared_by"]]
        _know_places(row)
        with at(days_ago(row["days_ago"])):
            cooperation = cooperations.submit(_declaration(stage, row, by), by=by)
            db.session.flush()
        judge(stage, "cooperation", cooperation.id, list(BOTH_SIDES), days=row["days_ago"] - JUDGED_AFTER, row=row)
        if row["state"] == "published":
            _state_other_side(cooperation, row, by.side)
        if "later" in row:
            _correct_later(stage, row, cooperation, by)
    return len(declared)


def _correct_later(stage: Stage, row: dict[str, Any], cooperation: Cooperation, by: Account) -> None:
    """A second version that was accepted too, so that the history of the record tells something."""
    later = row["later"]
    changed = row | {"details": row["details"] | later["details"], "other_title": later["other_title"]}
    with at(days_ago(later["days"])):
        cooperations.correct(
            cooperation,
            _declaration(stage, changed, by),
            by=by,
            shown_version=cooperation.version,
            speaks_for_side=False,
        )
        db.session.flush()
    judge(stage, "cooperation", cooperation.id, list(BOTH_SIDES), days=later["days"] - JUDGED_AFTER, row=row)


def _translate(contribution_id: int, words: dict[str, Any], stage: Stage) -> None:
    """Through the desk, by one person and another."""
    work = work_of("contribution", contribution_id)
    if work is None:
        raise LookupError(f"contribution {contribution_id} is not on the desk")
    typed = {"title": [words["title"]], "text": paragraphs(words["text"])}
    shown = work.source_digest
    desk.submit(work, typed, by=stage.people[words["translator"]], shown=shown)
    desk.accept(work, typed, by=stage.people[words["reviewer"]], shown=shown)


def _sub_theme(slug: str | None) -> SubTheme | None:
    return db.session.scalars(sa.select(SubTheme).filter_by(slug=slug)).one() if slug else None


def _declaration(stage: Stage, row: dict[str, Any], by: Account) -> Declaration:
    said = next((words for words in row["activity"] if words["side"] == by.side), row["activity"][0])
    organisation = stage.organisations.get(row["on_behalf_of"])
    return Declaration(
        lang=Lang(row["lang"]),
        title=row["title"],
        summary=row["summary"],
        partners=tuple(_partner(words, Lang(row["lang"])) for words in row["partners"]),
        domains=tuple(Domain(code) for code in row["domains"]),
        kind=Kind(row["kind"]) if row["kind"] else None,
        first_year=row["first_year"],
        activity=Activity(said["state"]),
        activity_as_of=date.fromisoformat(said["as_of"]) if said["as_of"] else None,
        on_behalf_of=organisation.id if organisation else None,
        other_title=row.get("other_title", ""),
        **_details(row.get("details", {})),
    )


def _details(told: dict[str, Any]) -> dict[str, Any]:
    """What the file tells besides, in the types of a declaration."""
    slugs = told.get("sub_themes", [])
    more = {
        "renewals": tuple(told.get("renewals", ())),
        "sub_themes": tuple(one.id for one in map(_sub_theme, slugs) if one),
    }
    return told | more


def _know_places(row: dict[str, Any]) -> None:
    """The invented declarations name real towns, which the directory knows in both languages."""
    for words in row["partners"]:
        name = Bilingual(words["place_fr"], words["place_ru"])
        if db.session.scalar(sa.select(Place.id).where(Place.name == name).limit(1)) is None:
            place_of(Side(words["side"]), None, name)
            db.session.flush()


def _partner(words: dict[str, str], lang: Lang) -> DeclaredPartner:
    return DeclaredPartner(
        side=Side(words["side"]),
        name=Bilingual(words["name_fr"], words["name_ru"]),
        place=words[f"place_{lang}"],
        role=PartnerRole(words["role"]),
    )


def _state_other_side(cooperation: Cooperation, row: dict[str, Any], own: Side) -> None:
    """What the other side says, where the file has it: both are shown, nobody chooses between them."""
    for words in row["activity"]:
        if words["side"] != own:
            moment = days_ago(row["days_ago"] / 2)
            cooperation.statements.append(
                ActivityStatement(
                    side=Side(words["side"]),
                    activity=Activity(words["state"]),
                    as_of=date.fromisoformat(words["as_of"]) if words["as_of"] else None,
                    recorded_at=moment,
                    accepted_at=moment,
                )
            )
    db.session.flush()
    put_in_directory(cooperation)
