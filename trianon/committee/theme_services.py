"""Next year's theme: propose, complete, give one's voice, confirm for a side, open; and calling a session on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from trianon.accounts.models import Account
from trianon.accounts.organisation_models import Organisation
from trianon.bilingual.lang import Lang
from trianon.bilingual.text import Bilingual
from trianon.committee import moving
from trianon.committee import theme_queries as queries
from trianon.committee.theme_events import (
    SessionCalled,
    ThemeChosen,
    ThemeCompleted,
    ThemeConfirmed,
    ThemeOpened,
    ThemeProposed,
    ThemeSupported,
)
from trianon.committee.theme_models import CommitteeSession, ThemeProposal, ThemeState, ThemeVoice
from trianon.committee.theme_rules import check_confirmation, check_sub_themes, years_open
from trianon.core.audit import emit
from trianon.core.clock import now
from trianon.core.database import db, lock
from trianon.core.errors import RuleViolation
from trianon.core.sides import BOTH_SIDES, COMMITTEE, Role, Side
from trianon.core.text import words as words_of
from trianon.mail.outbox import post
from trianon.notifications.services import notify
from trianon.themes.models import SubTheme, Theme


@dataclass(frozen=True)
class Idea:
    """What somebody proposes; one language is enough."""

    year: int
    title: Bilingual
    why: Bilingual
    lang: Lang


def propose(idea: Idea, *, by: Account, on_behalf_of: Organisation | None = None) -> ThemeProposal:
    """Propose a theme: a member of the Committee, or the manager of a verified organisation in its name."""
    if on_behalf_of is None and not by.sits:
        raise RuleViolation("theme_by_members")
    if idea.year not in years_open(now().year):
        raise RuleViolation("theme_year")
    if any(one.state is ThemeState.CHOSEN for one in queries.proposals([idea.year])):
        raise RuleViolation("theme_is_chosen")
    proposal = ThemeProposal(
        year=idea.year,
        title=idea.title,
        why=idea.why,
        source_lang=idea.lang,
        side=on_behalf_of.side if on_behalf_of else by.side,
        proposed_by_id=by.id,
        on_behalf_of_id=on_behalf_of.id if on_behalf_of else None,
        proposed_at=now(),
    )
    db.session.add(proposal)
    db.session.flush()
    emit(ThemeProposed(subject_id=proposal.id, by=by.id, year=proposal.year))
    return proposal


def complete(proposal: ThemeProposal, lang: Lang, title: str, why: str, *, by: Account) -> None:
    """Add the language that is missing; what its author wrote stays as it is."""
    lock(ThemeProposal, proposal.id)
    if lang is proposal.source_lang or proposal.state is not ThemeState.PROPOSED:
        raise RuleViolation("settled")
    proposal.title = _with(proposal.title, lang, title)
    proposal.why = _with(proposal.why, lang, why)
    emit(ThemeCompleted(subject_id=proposal.id, by=by.id, year=proposal.year))


def support(proposal: ThemeProposal, *, by: Account) -> None:
    """Give one's voice of the year, or move it here."""
    lock(Account, by.id)
    if not by.sits or by.side not in BOTH_SIDES:
        raise RuleViolation("voice_does_not_count")
    lock(ThemeProposal, proposal.id)
    if proposal.state is not ThemeState.PROPOSED:
        raise RuleViolation("theme_is_chosen")
    voice = queries.own_voice(by, proposal.year)
    if voice is None:
        voice = ThemeVoice(year=proposal.year, member_id=by.id)
        db.session.add(voice)
    voice.proposal_id, voice.side, voice.given_at = proposal.id, by.side, now()
    db.session.flush()
    emit(ThemeSupported(subject_id=proposal.id, by=by.id, year=proposal.year, side=by.side))


def confirm(proposal: ThemeProposal, *, by: Account) -> None:
    """Confirm the choice for one's side; with the other side's word the theme is chosen."""
    rivals = queries.lock_year(proposal.year)
    if any(one.state is not ThemeState.PROPOSED for one in rivals):
        raise RuleViolation("theme_is_chosen")
    check_confirmation(
        proposal.id,
        queries.tally(rivals),
        by.side,
        by.roles,
        session_began=queries.session_began(proposal.year, now()),
        is_whole=proposal.is_whole,
    )
    for one in rivals:
        # One word a side: it moves with whoever gives it.
        _set_word(one, by.side, now() if one.id == proposal.id else None)
    emit(ThemeConfirmed(subject_id=proposal.id, by=by.id, year=proposal.year, side=by.side))
    if proposal.confirmed_france_at is None or proposal.confirmed_russia_at is None:
        return
    for one in rivals:
        one.state = ThemeState.CHOSEN if one.id == proposal.id else ThemeState.NOT_CHOSEN
    proposal.chosen_at = now()
    db.session.flush()
    emit(ThemeChosen(subject_id=proposal.id, by=by.id, year=proposal.year))
    for number in {one.proposed_by_id for one in rivals}:
        notify(number, "committee.theme_chosen", proposal=proposal.id)


def open_theme(proposal: ThemeProposal, french: list[str], russian: list[str], *, by: Account) -> Theme:
    """Make it the theme of the Dialogue, with its sub-themes. The one before is closed, and stays readable."""
    if Role.SECRETARY_GENERAL not in by.roles:
        raise RuleViolation("not_yours")
    check_sub_themes(french, russian)
    queries.lock_year(proposal.year)
    if proposal.state is not ThemeState.CHOSEN or proposal.theme_id is not None:
        raise RuleViolation("settled")
    if db.session.scalar(sa.select(Theme.id).filter_by(year=proposal.year)) is not None:
        raise RuleViolation("theme_is_there")
    db.session.execute(sa.update(Theme).where(Theme.is_current).values(is_current=False))
    db.session.flush()
    theme = Theme(year=proposal.year, slug=f"{_slug(proposal.title.fr)}-{proposal.year}", title=proposal.title)
    theme.is_current = True
    for position, (in_french, in_russian) in enumerate(zip(french, russian, strict=True), start=1):
        title = Bilingual(in_french, in_russian)
        theme.sub_themes.append(
            SubTheme(position=position, slug=f"{_slug(in_french)}-{position}", title=title, intro=Bilingual("", ""))
        )
    db.session.add(theme)
    db.session.flush()
    proposal.theme_id = theme.id
    emit(ThemeOpened(subject_id=proposal.id, by=by.id, year=proposal.year, theme_id=theme.id))
    return theme


def call_session(
    starts_at: datetime, place: Bilingual, agenda: Bilingual, theme_year: int | None, *, by: Account
) -> CommitteeSession:
    """Call a closed session: every member is told, on the site and by mail."""
    if Role.SECRETARY_GENERAL not in by.roles:
        raise RuleViolation("not_yours")
    if starts_at <= now():
        raise RuleViolation("session_in_the_past")
    made = CommitteeSession(
        starts_at=starts_at, place=place, agenda=agenda, theme_year=theme_year, called_by_id=by.id, called_at=now()
    )
    db.session.add(made)
    db.session.flush()
    emit(SessionCalled(subject_id=made.id, by=by.id))
    for person in moving.holders(BOTH_SIDES, *COMMITTEE):
        notify(person.id, "committee.session_called", session=made.id)
        post("committee.session_called", person, session=made.id)
    return made


def _with(words: Bilingual, lang: Lang, text: str) -> Bilingual:
    return Bilingual(*(text if one is lang else words.get(one) for one in Lang))


def _set_word(proposal: ThemeProposal, side: Side, at: datetime | None) -> None:
    if side is Side.FRANCE:
        proposal.confirmed_france_at = at
    else:
        proposal.confirmed_russia_at = at


def _slug(title: str) -> str:
    return "-".join(word for word in words_of(title) if word.isascii())[:40].strip("-") or "theme"
