"""While declaring: the public records that are probably the same, shown once the title and the partners are known."""

from __future__ import annotations

from typing import Any

from trianon.accounts import drafts
from trianon.accounts.models import Draft
from trianon.cooperations import declaring, typed
from trianon.cooperations.choices import sides_in_order
from trianon.cooperations.duplicates import Alike, alike, likeable_draft


def records_like(draft: Draft, person: Any) -> list[Alike]:
    """What the titles and partners of the draft look like; nothing while they are wrong, or for a correction."""
    if draft.subject_id is not None:
        return []
    said = dict(declaring.answers_of(draft, typed.TITLE) or [])
    form = declaring.form_of(
        typed.PARTNERS,
        declaring.answers_of(draft, typed.PARTNERS) or [],
        person,
        sides_in_order(),
        meta={"csrf": False},
    )
    if not form.validate():
        return []
    titles = [said.get(name, "") for name in ("title", "other_title")]
    return alike(likeable_draft(titles, declaring.partners_of(form)))


def to_be_asked(draft: Draft, person: Any) -> bool:
    """Whether there are such records that the author has not called others yet."""
    known = set(draft.data.get("others", ()))
    return any(one.cooperation.id not in known for one in records_like(draft, person))


def note_others(draft: Draft, person: Any) -> None:
    """The author has looked: all of these are other cooperations."""
    known = {*draft.data.get("others", ()), *(one.cooperation.id for one in records_like(draft, person))}
    drafts.save(draft, draft.data | {"others": sorted(known)})
