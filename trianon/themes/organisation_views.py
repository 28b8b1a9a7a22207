"""The sub-themes of an organisation: its manager chooses, its page shows them, the list is narrowed by them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_wtf import FlaskForm
from wtforms import SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from trianon.accounts.organisation_filters import FILTERS, Filter
from trianon.accounts.organisation_views import bp, organisation_or_404
from trianon.bilingual.text import plain
from trianon.core.database import db
from trianon.core.permissions import Permission, check, requires
from trianon.themes import organisation_services as services
from trianon.themes import queries

bp.add_app_template_global(services.sub_themes_of, "sub_themes_of_organisation")


class SubThemesForm(FlaskForm):
    """Any number of the sub-themes of the year, and of those of other years that were chosen before."""

    sub_themes = SelectMultipleField(
        _l("Sub-themes"), coerce=int, option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False)
    )


@bp.route("/<int:organisation_id>/sub-themes", methods=["GET", "POST"])
@requires(Permission.MANAGE_ORGANISATION)
def sub_themes(organisation_id: int) -> ResponseReturnValue:
    """In which sub-themes it is active."""
    organisation = organisation_or_404(organisation_id)
    check(Permission.MANAGE_ORGANISATION, organisation)
    chosen = services.sub_themes_of(organisation.id)
    form = SubThemesForm(sub_themes=[one.id for one in chosen])
    offered = dict.fromkeys([*queries.sub_themes(), *chosen])
    form.sub_themes.choices = [(one.id, plain(one.title)) for one in offered]
    if form.validate_on_submit():
        services.choose(organisation, form.sub_themes.data or [], by=current_user)
        db.session.commit()
        flash(_("Your changes are saved."), "success")
        return redirect(url_for(".show", organisation_id=organisation.id), 303)
    page = render_template("organisations/sub_themes.html", form=form, organisation=organisation)
    return page, 422 if form.is_submitted() else 200


def _group(values: Sequence[str]) -> dict[str, Any] | None:
    known = queries.sub_themes()
    if not known:
        return None
    chosen = set(values)
    options = [{"value": "", "label": _("All sub-themes"), "checked": not _numbers(values)}]
    options += [{"value": str(one.id), "label": plain(one.title), "checked": str(one.id) in chosen} for one in known]
    return {"name": "sub_theme", "label": _("Sub-theme"), "kind": "select", "options": options}


def _among(values: Sequence[str]) -> sa.Select[Any] | None:
    numbers = _numbers(values)
    return services.active_in(numbers) if numbers else None


def _numbers(values: Sequence[str]) -> list[int]:
    return [int(value) for value in values if value.isascii() and value.isdigit() and len(value) < 10]


FILTERS.append(Filter("sub_theme", _group, _among))
