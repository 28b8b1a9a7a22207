"""Which sub-themes an organisation is active in: chosen by its manager."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from trianon.accounts.models import Account
from trianon.accounts.organisation_models import Organisation
from trianon.core.audit import emit
from trianon.core.database import db, lock
from trianon.themes.models import SubTheme, Theme
from trianon.themes.organisation_events import OrganisationSubThemesChosen
from trianon.themes.organisation_models import OrganisationSubTheme


def sub_themes_of(organisation_id: int) -> list[SubTheme]:
    """Those of the current theme first, then of other years, each once."""
    chosen = sa.select(OrganisationSubTheme.sub_theme_id).filter_by(organisation_id=organisation_id)
    rows = sa.select(SubTheme).join(SubTheme.theme).where(SubTheme.id.in_(chosen))
    return list(db.session.scalars(rows.order_by(Theme.is_current.desc(), Theme.year.desc(), SubTheme.position)))


def choose(organisation: Organisation, numbers: Collection[int], *, by: Account) -> None:
    """These and no others; chosen again as they are, nothing happens."""
    lock(Organisation, organisation.id)
    wanted = sorted(set(numbers))
    if wanted == sorted(one.id for one in sub_themes_of(organisation.id)):
        return
    db.session.execute(sa.delete(OrganisationSubTheme).filter_by(organisation_id=organisation.id))
    db.session.add_all(OrganisationSubTheme(organisation_id=organisation.id, sub_theme_id=one) for one in wanted)
    emit(OrganisationSubThemesChosen(subject_id=organisation.id, by=by.id, sub_themes=tuple(wanted)))


def active_in(numbers: Collection[int]) -> sa.Select[int]:
    """The numbers of the organisations that are active in one of these sub-themes."""
    return sa.select(OrganisationSubTheme.organisation_id).where(OrganisationSubTheme.sub_theme_id.in_(list(numbers)))
