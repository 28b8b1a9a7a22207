"""Pages of contributions: the list, a text, one's own texts, taking one back."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from trianon.accounts import drafts
from trianon.accounts.models import Account
from trianon.accounts.space import Item, Section, section
from trianon.bilingual.text import reader_lang
from trianon.contributions import lines, listing, queries, services
from trianon.contributions.blueprint import bp
from trianon.contributions.common_ground_rules import FEWEST
from trianon.contributions.drafting import drafts_of
from trianon.contributions.history import correction_of
from trianon.contributions.keeping import device, kept_on_device
from trianon.contributions.labels import COUNTRIES, KINDS
from trianon.contributions.models import Contribution
from trianon.contributions.person_queries import person
from trianon.contributions.person_views import distance_to
from trianon.contributions.publishing import SCOPES
from trianon.contributions.rules import may_be_corrected, may_be_lightly_corrected, may_be_withdrawn
from trianon.core.counters import counts
from trianon.core.database import db, lock
from trianon.core.errors import RuleViolation
from trianon.core.permissions import Permission, can, check, requires
from trianon.core.prose import prose
from trianon.core.publication import PUBLIC, may_be_taken_back

bp.add_app_template_global(queries.of_workshop, "contributions_of_workshop")
bp.add_app_template_global(queries.of_cooperation, "contributions_of_cooperation")


@bp.context_processor
def words() -> dict[str, object]:
    """The words for codes and for what a device keeps, on every page of this feature."""
    return {"KINDS": KINDS, "COUNTRIES": COUNTRIES, "kept_on_device": kept_on_device, "device": device}


@bp.get("/")
@requires(Permission.PUBLIC)
def index() -> ResponseReturnValue:
    """What people write, newest first."""
    themes = queries.sub_themes()
    filters = listing.read(request.args, themes)
    figures = counts(*SCOPES)
    known, most = listing.count_known(filters, figures), queries.most_counted(filters)
    page = lines.listed(filters, request.args.get("page"))
    return render_template(
        "contributions/index.html",
        page=page,
        lines=lines.shown(page.items, themes, distance_to),
        filters=filters,
        address=listing.in_address(filters),
        panel=listing.panel(filters, themes, figures),
        total=queries.count_up_to(filters, most) if known is None else known,
        most=most,
        fewest=FEWEST,
    )


@bp.get("/<int:contribution_id>")
@requires(Permission.VIEW_CONTRIBUTION)
def show(contribution_id: int) -> ResponseReturnValue:
    """A text, in the reader's language when it was translated; its author also sees where it stands."""
    item = _contribution_or_404(contribution_id)
    check(Permission.VIEW_CONTRIBUTION, item, 404)
    is_public = item.state in PUBLIC
    version = (item.public_version if is_public else None) or item.latest
    is_author = can(Permission.EDIT_CONTRIBUTION, item)
    wanted = version.source_lang if "original" in request.args else reader_lang()
    text, text_lang = version.text.best(wanted)
    return render_template(
        "contributions/show.html",
        item=item,
        version=version,
        is_public=is_public,
        is_author=is_author,
        title=version.title.best(text_lang)[0],
        text=prose(text, links=is_public),
        text_lang=text_lang,
        credit=queries.credit_of(item) if is_public else None,
        newer=item.latest if is_author and item.pending else None,
        correction=_correction_for_author(item) if is_author and is_public else None,
        may_mend=is_public and not is_author and may_be_lightly_corrected(item),
        may_correct=is_author and may_be_corrected(item),
        may_take_back=is_author and may_be_taken_back(item),
        may_withdraw=is_author and may_be_withdrawn(item),
    )


@bp.get("/mine")
@requires(Permission.ACCOUNT)
def mine() -> ResponseReturnValue:
    """One's own texts and where each of them stands."""
    page = queries.own(current_user, request.args.get("page"))
    unfinished = [(draft, drafts.link_to(draft)) for draft in drafts_of(current_user)]
    # What others see of them, as soon as others see anything.
    is_seen = person(current_user.id) is not None
    return render_template("contributions/mine.html", page=page, drafts=unfinished, is_seen=is_seen)


@bp.post("/<int:contribution_id>/withdraw", defaults={"what": ""})
@bp.post("/<int:contribution_id>/withdraw/<any('new-version'):what>")
@requires(Permission.EDIT_CONTRIBUTION)
def withdraw(contribution_id: int, what: str) -> ResponseReturnValue:
    """Take one's own text back, or only the version that waits behind the public one."""
    item = lock(Contribution, contribution_id) if contribution_id < 2**31 else None
    if item is None:
        abort(404)
    check(Permission.EDIT_CONTRIBUTION, item, 403 if item.state in PUBLIC else 404)
    take_back, said = (
        (services.take_version_back, _("Your new version is withdrawn. The accepted one stays public."))
        if what
        else (services.withdraw, _("Your text is withdrawn. Nobody else sees it any more."))
    )
    try:
        take_back(item, by=current_user)
    except RuleViolation:
        # Pressed twice, or decided meanwhile: the page says how it stands now.
        db.session.rollback()
        flash(_("This text cannot be withdrawn now."), "warning")
    else:
        db.session.commit()
        flash(said, "success")
    return redirect(url_for(".show", contribution_id=contribution_id), 303)


@section(30)
def own_section(account: Account) -> Section:
    """The author's newest texts, on their own page."""
    items = [
        Item(
            label=item.current.title,
            url=url_for("contributions.show", contribution_id=item.id),
            state=(item.pending or item.state, "contribution"),
        )
        for item in queries.latest_own(account)
    ]
    return Section(
        title=_("My contributions"),
        items=items,
        empty_text=_("You have not written anything yet."),
        more=(_("All my contributions"), url_for("contributions.mine"))
        if items
        else (_("Write a contribution"), url_for("contributions.write")),
    )


def _correction_for_author(item: Contribution) -> dict[str, object] | None:
    """Which slips a member has mended, and who, while the author may take that back."""
    found = correction_of(item) if may_be_lightly_corrected(item) else None
    if found is None:
        return None
    version, differences = found
    member = db.session.get(Account, version.recorded_by_id) if version.recorded_by_id else None
    return {"version": version, "differences": differences, "member": member}


def _contribution_or_404(contribution_id: int) -> Contribution:
    return queries.contribution(contribution_id) or abort(404)
