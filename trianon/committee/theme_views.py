"""Pages on the way to a year's theme: proposals, voices, sessions, the choice, and the opening."""

from __future__ import annotations

from collections.abc import Callable

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from wtforms import Form

from trianon.accounts.models import Account
from trianon.accounts.space import Section, section
from trianon.bilingual.text import reader_lang
from trianon.committee import theme_queries as queries
from trianon.committee import theme_services as services
from trianon.committee.labels import SIDES, in_order
from trianon.committee.theme_forms import CompletionForm, OpeningForm, SessionForm, ThemeForm
from trianon.committee.theme_models import ThemeProposal, ThemeState
from trianon.committee.theme_rules import leading, years_open
from trianon.committee.theme_words import STATES
from trianon.committee.views import bp
from trianon.core.clock import now
from trianon.core.database import db
from trianon.core.deeds import do_and_say
from trianon.core.errors import RuleViolation, explain
from trianon.core.permissions import Permission, requires
from trianon.core.sides import BOTH_SIDES

LARGEST = 2**31 - 1


@bp.get("/themes/chosen")
@requires(Permission.PUBLIC)
def chosen_themes() -> ResponseReturnValue:
    """What both sides have chosen: the decision is public, who gave which voice is not."""
    return render_template("committee/chosen_themes.html", proposals=queries.chosen(), sides=SIDES)


@bp.get("/themes")
@requires(Permission.MODERATE)
def themes() -> ResponseReturnValue:
    """What was proposed for the years to come, with the voices of each side; closed."""
    found = queries.proposals(years_open(now().year))
    by_year = {year: [one for one in found if one.year == year] for year in years_open(now().year)}
    return render_template(
        "committee/themes.html",
        by_year=by_year,
        tally=queries.tally(found),
        leads={
            year: {side: leading(queries.tally(rows), side) for side in BOTH_SIDES} for year, rows in by_year.items()
        },
        own={voice.proposal_id for year in by_year if (voice := queries.own_voice(current_user, year))},
        sides=in_order(BOTH_SIDES),
        words=SIDES,
        states=STATES,
        lang=reader_lang(),
    )


@bp.route("/themes/propose", methods=["GET", "POST"])
@requires(Permission.PARTICIPATE)
def propose_theme() -> ResponseReturnValue:
    """Propose the theme of a year: members of the Committee, and managers of verified organisations."""
    organisations = queries.organisations_of(current_user)
    if not current_user.sits and not organisations:
        abort(403)
    form = ThemeForm()
    form.offer(current_user, organisations)

    def propose() -> None:
        services.propose(form.idea(reader_lang()), by=current_user, on_behalf_of=form.organisation)

    if form.validate_on_submit() and _tried(form, propose):
        flash(_("Your proposal is with the Committee."), "success")
        return redirect(url_for(".themes" if current_user.sits else "accounts.space"), 303)
    return render_template("committee/propose_theme.html", form=form), 422 if form.is_submitted() else 200


@bp.route("/themes/<int:proposal_id>/complete", methods=["GET", "POST"])
@requires(Permission.MODERATE)
def complete_theme(proposal_id: int) -> ResponseReturnValue:
    """Add the language that is missing."""
    found = _found(proposal_id)
    lang = found.source_lang.other
    form = CompletionForm(title=found.title.get(lang), why=found.why.get(lang))
    title, why = form.title.data or "", form.why.data or ""
    if form.validate_on_submit() and _tried(form, lambda: services.complete(found, lang, title, why, by=current_user)):
        flash(_("The translation is saved."), "success")
        return redirect(url_for(".themes"), 303)
    page = render_template("committee/complete_theme.html", form=form, found=found, target=lang)
    return page, 422 if form.is_submitted() else 200


@bp.post("/themes/<int:proposal_id>/support")
@requires(Permission.VOTE)
def support_theme(proposal_id: int) -> ResponseReturnValue:
    """Give one's voice of the year, or move it here."""
    found = _found(proposal_id)
    return _done(lambda: services.support(found, by=current_user), _("Your voice is recorded."))


@bp.post("/themes/<int:proposal_id>/confirm")
@requires(Permission.APPOINT)
def confirm_theme(proposal_id: int) -> ResponseReturnValue:
    """Confirm the choice for one's side."""
    found = _found(proposal_id)
    return _done(lambda: services.confirm(found, by=current_user), _("Your side has confirmed this theme."))


@bp.route("/themes/<int:proposal_id>/open", methods=["GET", "POST"])
@requires(Permission.CHANGE_POLICY)
def open_theme(proposal_id: int) -> ResponseReturnValue:
    """Make a chosen theme that of the Dialogue, with its sub-themes."""
    found = _found(proposal_id)
    if found.state is not ThemeState.CHOSEN or found.theme_id is not None:
        abort(404)
    form = OpeningForm()

    def open_it() -> None:
        services.open_theme(found, form.lines("french"), form.lines("russian"), by=current_user)

    if form.validate_on_submit() and _tried(form, open_it):
        flash(_("The theme is open. The one before stays readable."), "success")
        return redirect(url_for(".chosen_themes"), 303)
    return render_template("committee/open_theme.html", form=form, found=found), 422 if form.is_submitted() else 200


@bp.get("/sessions")
@requires(Permission.MODERATE)
def sessions() -> ResponseReturnValue:
    """The closed sessions with their agendas."""
    return render_template("committee/sessions.html", found=queries.sessions(), now=now())


@bp.route("/sessions/call", methods=["GET", "POST"])
@requires(Permission.CHANGE_POLICY)
def call_session() -> ResponseReturnValue:
    """Call a session: every member is told."""
    form = SessionForm()
    form.offer()

    def call() -> None:
        services.call_session(form.moment, form.words("place"), form.words("agenda"), form.chosen_year, by=current_user)

    if form.validate_on_submit() and _tried(form, call):
        flash(_("The members of both sides are told."), "success")
        return redirect(url_for(".sessions"), 303)
    return render_template("committee/call_session.html", form=form), 422 if form.is_submitted() else 200


@section(6)
def themes_to_choose(account: Account) -> Section | None:
    """The way to proposals and sessions, for whoever sits; to a proposal, for whoever may make one."""
    if account.sits and account.side in BOTH_SIDES:
        more = (_("Proposals and voices"), url_for("committee.themes"))
        return Section(_("Theme of next year"), [], _("The Committee chooses it: propose one, give your voice."), more)
    if queries.organisations_of(account):
        more = (_("Propose a theme"), url_for("committee.propose_theme"))
        return Section(_("Theme of next year"), [], _("Your organisation may propose one to the Committee."), more)
    return None


def _found(proposal_id: int) -> ThemeProposal:
    return (queries.proposal_by_id(proposal_id) if proposal_id <= LARGEST else None) or abort(404)


def _tried(form: Form, deed: Callable[[], None]) -> bool:
    try:
        deed()
    except RuleViolation as refusal:
        db.session.rollback()
        form.form_errors.append(explain(refusal))
        return False
    db.session.commit()
    return True


def _done(deed: Callable[[], None], words: str) -> ResponseReturnValue:
    do_and_say(deed, words)
    return redirect(url_for(".themes"), 303)
