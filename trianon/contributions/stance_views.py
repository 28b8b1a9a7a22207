"""Pages of common ground: one's own answer to a proposal, where both sides agree and differ, the data file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Response, abort, get_template_attribute, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup

from trianon.bilingual.text import Bilingual, reader_lang
from trianon.contributions import stance_queries, stance_services
from trianon.contributions.blueprint import bp
from trianon.contributions.common_ground_rules import (
    FEWEST,
    Answer,
    Ground,
    coarse,
    coarse_rate,
    may_show,
    takes_stances,
)
from trianon.contributions.labels import ANSWERS, GROUND_SENTENCES
from trianon.contributions.lines import kept
from trianon.contributions.models import Contribution
from trianon.contributions.person_views import distance_to
from trianon.contributions.stance_models import Stance, StanceTally
from trianon.core.deeds import do_and_say
from trianon.core.paging import Page
from trianon.core.permissions import Permission, check, requires
from trianon.core.sheet_writing import csv_of
from trianon.core.sides import Side

# What stands beside each other on the page.
HALVES = (Ground.COMMON, Ground.DIFFER)
COLUMNS = ["number", "title_fr", "title_ru", *(f"{what}_{side}" for side in Side for what in ("answers", "agree_rate"))]


@dataclass(frozen=True)
class Panel:
    """What the page of a proposal shows about answers; `tally` is None while its reader may not see it."""

    own: Stance | None
    is_author: bool
    tally: StanceTally | None
    answers: dict[Answer, Any]
    fewest: int = FEWEST

    @property
    def sentence(self) -> Any:
        """The result in words."""
        return GROUND_SENTENCES[self.tally.ground] if self.tally else ""


def panel_of(item: Contribution) -> Panel | None:
    """The answers to this text as its reader may see them; None where the text takes none."""
    if not takes_stances(item):
        return None
    person = current_user.id if current_user.is_authenticated else None
    own = stance_queries.own_stance(item.id, person)
    tally = stance_queries.tally_of(item.id) if own else None
    shown = tally if tally is not None and may_show(own is not None, tally.ground) else None
    return Panel(own, item.author_id == person, shown, ANSWERS)


bp.add_app_template_global(panel_of, "stances_on")


@bp.post("/<int:contribution_id>/stance")
@requires(Permission.PARTICIPATE)
def stance(contribution_id: int) -> ResponseReturnValue:
    """Say what one thinks of a proposal, change it, or take it back (an empty answer)."""
    item, tally = stance_services.locked(contribution_id) if contribution_id < 2**31 else (None, None)
    if item is None:
        abort(404)
    check(Permission.VIEW_CONTRIBUTION, item, 404)
    word = request.form.get("answer", "")
    if word and word not in set(Answer):
        abort(400)
    do_and_say(
        lambda: stance_services.take_stance(item, by=current_user, answer=Answer(word) if word else None, tally=tally),
        _("Your choice is saved. Nobody else sees it.") if word else _("Your choice is taken back."),
        refused="warning",
    )
    return redirect(url_for(".show", contribution_id=contribution_id, _anchor="stance"), 303)


@bp.get("/common-ground")
@requires(Permission.PUBLIC)
def common_ground() -> ResponseReturnValue:
    """What both sides agree on and, beside it with equal care, where they differ."""
    pages = {ground: stance_queries.standing(ground, request.args.get(ground)) for ground in HALVES}
    return render_template(
        "contributions/common_ground.html",
        halves=[_half(pages, ground) for ground in pages],
        fewest=FEWEST,
    )


def _half(pages: Mapping[Ground, Page], ground: Ground) -> Markup:
    """Kept under all that it shows, as the lines of the list are; its links leave the other half where it is."""
    lang, page = reader_lang().value, pages[ground]
    # On its first page a half needs no place in the address.
    elsewhere = {one.value: request.args[one] for one in HALVES if one is not ground and pages[one].before}
    far = frozenset(row.contribution_id for row in page.items if distance_to(row.contribution.author_id))

    def made() -> Markup:
        half = get_template_attribute("contributions/_half.html", "half_of")
        # A macro's output, escaped where it had to be.
        markup: Markup = half(ground.value, page, lang, elsewhere, far)
        return markup

    told = tuple((row.contribution_id, _title(row), *(row.counts(side) for side in Side)) for row in page.items)
    return kept(("half", lang, ground, page.before, page.after, *elsewhere.items(), far, told), made)


def _title(tally: StanceTally) -> Bilingual:
    version = tally.contribution.public_version
    return version.title if version else Bilingual("", "")


@bp.get("/common-ground.csv")
@requires(Permission.PUBLIC)
def common_ground_file() -> ResponseReturnValue:
    """The figures as data: coarser than the page, and only where enough people of each side have answered."""
    answer = Response(b"".join(csv_of(_lines())), mimetype="text/csv")
    answer.headers["Content-Disposition"] = "attachment; filename=common-ground.csv"
    return answer


def _lines() -> Iterator[list[Any]]:
    yield COLUMNS
    for tally in stance_queries.told():
        title = _title(tally)
        line: list[Any] = [tally.contribution_id, title.fr, title.ru]
        for side in Side:
            counts = tally.counts(side)
            enough = counts.total >= FEWEST
            line += [coarse(counts.total) if enough else "", coarse_rate(counts.rate) if enough else ""]
        yield line
