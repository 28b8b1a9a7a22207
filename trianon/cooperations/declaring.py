"""A declaration in the making: the draft's steps as forms, and a complete draft as a Declaration."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from werkzeug.datastructures import MultiDict

from trianon.accounts import drafts
from trianon.accounts.models import Draft
from trianon.bilingual.lang import Lang, likely_lang
from trianon.bilingual.text import Bilingual
from trianon.cooperations import forms, typed
from trianon.cooperations.choices import sub_themes
from trianon.cooperations.declaration import Declaration, DeclaredPartner
from trianon.cooperations.editing import citizens
from trianon.cooperations.events import CooperationSubmitted
from trianon.cooperations.fields import lines_of
from trianon.cooperations.models import CooperationVersion
from trianon.cooperations.partner_forms import PartnersForm
from trianon.cooperations.representing import organisations_of
from trianon.cooperations.typed import STEPS, Pairs
from trianon.cooperations.vocabulary import Activity, Domain, Kind, Level, PartnerRole
from trianon.core.audit import AuditEntry
from trianon.core.database import db
from trianon.core.sides import Side

FORMS: dict[str, type[forms.StepForm]] = {
    typed.TITLE: forms.TitleForm,
    typed.PARTNERS: PartnersForm,
    typed.LINK: forms.LinkForm,
    typed.ACTIVITY: forms.ActivityForm,
    typed.SOURCES: forms.SourcesForm,
    typed.MORE: forms.MoreForm,
}


def answers_of(draft: Draft, step: str) -> Pairs | None:
    """What was typed in a step so far; None for a step that nobody has seen yet."""
    kept = draft.data.get("steps", {}).get(step)
    return None if kept is None else [(name, value) for name, value in kept]


def remember(draft: Draft, step: str, pairs: Pairs) -> None:
    """Keep a step's answers, right or wrong, and the draft's revision from which on they stand so."""
    steps = draft.data.get("steps", {}) | {step: [list(pair) for pair in pairs]}
    since = draft.data.get("since", {}) | {step: draft.revision + 1}
    drafts.save(draft, draft.data | {"steps": steps, "since": since})


def has_changed_since(draft: Draft, step: str, revision: int) -> bool:
    """Whether a step was saved after a page showed the draft in this revision."""
    return bool(draft.data.get("since", {}).get(step, 0) > revision)


def form_of(step: str, pairs: Pairs | None, person: Any, first_sides: list[Side], **more: Any) -> forms.StepForm:
    """The form of a step, filled with what was typed; None shows it as it is the first time."""
    if step == typed.SOURCES:
        more.setdefault("organisations", organisations_of(person))
    if step == typed.MORE:
        more["sub_themes"] = sub_themes(value for name, value in pairs or [] if name == "sub_themes")
    if step == typed.PARTNERS and not pairs:
        pairs = [(f"partners-{place}-side", side.value) for place, side in enumerate(first_sides[:2])]
    return FORMS[step](formdata=None if pairs is None else MultiDict(pairs), **more)


def eased(draft: Draft, step: str) -> dict[str, Any]:
    """What the form of a correction does not ask: whoever knows the year of a record without a summary adds the year
    alone, and for whom a public record was declared stays as it is."""
    if step == typed.TITLE and draft.data.get("has_no_summary"):
        return {"needs_summary": False}
    return {"organisations": []} if step == typed.SOURCES and draft.data.get("has_its_voice") else {}


def forms_of(draft: Draft, person: Any, first_sides: list[Side]) -> dict[str, forms.StepForm]:
    """Every step as it stands, validated; a step that nobody has seen yet is validated as an empty one."""
    made = {}
    for step in STEPS:
        more = eased(draft, step)
        form = form_of(step, answers_of(draft, step) or [], person, first_sides, meta={"csrf": False}, **more)
        form.validate()
        made[step] = form
    return made


def first_to_do(draft: Draft) -> str | None:
    """The first step that nobody has seen yet; None when all were."""
    return next((step for step in STEPS if answers_of(draft, step) is None), None)


def first_in_need(draft: Draft, person: Any, first_sides: list[Side]) -> str | None:
    """The first step that nobody has seen yet, or that was left with a fault or without what it asks for."""
    steps = forms_of(draft, person, first_sides)
    return next((step for step in STEPS if answers_of(draft, step) is None or steps[step].errors), None)


def with_likely_lang(pairs: Pairs) -> Pairs:
    """The language that the script suggests, where the author chose none."""
    values = dict(pairs)
    text = f"{values.get('title', '')} {values.get('summary', '')}"
    if values.get("lang") or not any(c.isalpha() for c in text):
        return pairs
    return [pair for pair in pairs if pair[0] != "lang"] + [("lang", likely_lang(text).value)]


def declaration_of(steps: dict[str, Any]) -> Declaration:
    """The declaration that the valid forms of all steps make."""
    title, link, activity = (steps[step] for step in (typed.TITLE, typed.LINK, typed.ACTIVITY))
    sources, details = steps[typed.SOURCES], steps[typed.MORE]
    signed = details.signed.known
    voice = sources.on_behalf_of.data if "on_behalf_of" in sources else ""
    main = Domain(link.main_domain.data)
    return Declaration(
        lang=Lang(title.lang.data),
        title=title.title.data,
        summary=title.summary.data,
        partners=partners_of(steps[typed.PARTNERS]),
        domains=(main, *(Domain(code) for code in link.domains.data if code != main.value)),
        kind=Kind(link.kind.data) if link.kind.data else None,
        first_year=link.first_year.data,
        first_year_about=link.first_year.about,
        other_title=title.other_title.data or "",
        other_summary=title.other_summary.data or "",
        signed_on=details.signed.day,
        signed_year=signed.year if signed else None,
        signed_year_about=bool(signed and signed.about),
        term_year=details.term_year.data,
        term_year_about=details.term_year.about,
        renewals=tuple(year.code for year in details.renewals.known),
        sub_themes=tuple(int(number) for number in details.sub_themes.data or []),
        activity=Activity(activity.activity.data),
        activity_as_of=activity.as_of.data,
        activity_source=activity.source.data or "",
        sources=tuple(lines_of(sources.sources.data)),
        links=tuple(lines_of(sources.links.data)),
        on_behalf_of=int(voice.partition("-")[0]) if voice else None,
        for_member=int(voice.partition("-")[2]) if "-" in voice else None,
        **{name: details[name].data or "" for name in typed.DETAILS},
    )


def partners_of(form: Any) -> tuple[DeclaredPartner, ...]:
    """The partners of a valid form."""
    return tuple(_partner(entry.form) for entry in form.partners)


def is_about_disputed_place(partners: Any) -> bool:
    """Whether one of the places is among those that both secretaries general decide on."""
    return any(entry.form.found is not None and entry.form.found.is_disputed for entry in partners.partners)


def sent_from(draft_id: int, person: Any) -> int | None:
    """The record that this person's draft has become already: a second click is led to it."""
    mine = sa.select(CooperationVersion.cooperation_id).where(CooperationVersion.recorded_by_id == person.id)
    rows = sa.select(AuditEntry).where(
        AuditEntry.subject == CooperationSubmitted.subject,
        AuditEntry.subject_id.in_(mine.order_by(CooperationVersion.id.desc()).limit(20)),
        AuditEntry.event == CooperationSubmitted.__name__,
        AuditEntry.actor_id == person.id,
    )
    for entry in db.session.scalars(rows.order_by(AuditEntry.id.desc())):
        if entry.data.get("draft") == draft_id:
            return entry.subject_id
    return None


def _partner(form: Any) -> DeclaredPartner:
    name = form["name"].data
    return DeclaredPartner(
        side=Side(form.side.data),
        name=citizens() if form.citizens.data else Bilingual.only(likely_lang(name), name),
        place=form.place.data or "",
        place_id=form.found.id if form.found else None,
        point=form.point,
        level=Level(form.level.data) if form.level.data else None,
        role=PartnerRole(form.role.data),
    )
