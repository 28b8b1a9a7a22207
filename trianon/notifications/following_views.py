"""What I follow: the button on other pages, the list, the rhythm of mails and the link that ends them."""

from __future__ import annotations

from flask import abort, flash, get_template_attribute, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup

from trianon.bilingual.urls import localised_blueprint
from trianon.core.database import db
from trianon.core.deeds import do_and_say
from trianon.core.permissions import Permission, can, requires
from trianon.notifications import following_queries as queries
from trianon.notifications import following_services as services
from trianon.notifications import topics, unsubscribing
from trianon.notifications.following_forms import RhythmForm
from trianon.notifications.following_rules import Rhythm
from trianon.notifications.topics import Topic

bp = localised_blueprint("following", __name__, "/account/following")


@bp.app_template_global("follow_button")
def follow_button(subject: str, number: int) -> Markup:
    """Follow, or no longer: a form that needs no script. Visitors see nothing, so that a page is the same for all."""
    if not can(Permission.PARTICIPATE):
        return Markup()
    return button(
        queries.is_followed(current_user, subject, number),
        url_for("following.begin", subject=subject, number=number),
        url_for("following.end", subject=subject, number=number),
    )


def button(is_followed: bool, begin: str, end: str) -> Markup:
    """The one of the two buttons that there is something to do with."""
    made: Markup = get_template_attribute("notifications/_follow.html", "button")(is_followed, begin, end)
    return made


@bp.route("/", methods=["GET", "POST"])
@requires(Permission.PARTICIPATE)
def index() -> ResponseReturnValue:
    """Everything that one follows, and how often mails come."""
    chosen = queries.rhythm_of(current_user)
    form = RhythmForm(rhythm=chosen.value if chosen else services.FIRST_RHYTHM.value)
    if form.validate_on_submit():
        services.choose_rhythm(current_user, Rhythm(form.rhythm.data))
        db.session.commit()
        flash(_("Your choice is saved."), "success")
        return redirect(url_for(".index"), 303)
    page = queries.followed_by(current_user, request.args.get("page"))
    known = topics.find_all([(row.subject, row.subject_id) for row in page.items])
    lines = [(row, topics.kinds()[row.subject].label, known.get((row.subject, row.subject_id))) for row in page.items]
    shown = render_template("notifications/following.html", page=page, lines=lines, form=form)
    return shown, 422 if form.is_submitted() else 200


@bp.post("/<subject>/<int:number>")
@requires(Permission.PARTICIPATE)
def begin(subject: str, number: int) -> ResponseReturnValue:
    """Follow it."""
    found = topics.find(subject, number) or abort(404)
    return follow_and_return(subject, number, found)


def follow_and_return(subject: str, number: int, found: Topic) -> ResponseReturnValue:
    """Follow it, and go back to its page."""
    done = do_and_say(
        lambda: services.follow(current_user, subject, number),
        _("You follow this from now on: news comes to your notifications."),
        refused="warning",
    )
    return redirect(found.url if done else url_for("following.index"), 303)


@bp.post("/<subject>/<int:number>/end")
@requires(Permission.PARTICIPATE)
def end(subject: str, number: int) -> ResponseReturnValue:
    """Follow it no longer; also what is not public any more."""
    if subject not in topics.kinds() or number >= 2**31:
        abort(404)
    services.unfollow(current_user, subject, number)
    db.session.commit()
    flash(_("You no longer follow this."), "success")
    found = topics.find(subject, number)
    return redirect(url_for(".index") if found is None or "list" in request.form else found.url, 303)


@bp.route("/mails/<key>", methods=["GET", "POST"])
@requires(Permission.PUBLIC)
def no_mails(key: str) -> ResponseReturnValue:
    """No more mails about what somebody follows. Mail programs may press the button themselves (RFC 8058)."""
    account = unsubscribing.owner_of(key) or abort(404)
    if request.method == "POST":
        services.choose_rhythm(account, Rhythm.NEVER)
        db.session.commit()
        if "List-Unsubscribe" in request.form:
            return "", 204
        return redirect(url_for(".no_mails", key=key), 303)
    is_over = queries.rhythm_of(account) in {None, Rhythm.NEVER}
    return render_template("notifications/no_mails.html", is_over=is_over, key=key)
