"""What people see and hear of their imports: a section of their own page, one line and one mail at the end."""

from __future__ import annotations

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_pgettext

from trianon.accounts.models import Account
from trianon.accounts.space import Item, Section, section
from trianon.cooperations.access import IMPORTERS
from trianon.cooperations.import_events import ImportDone
from trianon.cooperations.import_models import ImportJob, ImportState
from trianon.core.database import db
from trianon.core.events import on
from trianon.mail.message import Button, MailMessage, mail
from trianon.mail.outbox import post
from trianon.notifications.sentences import Sentence, sentence
from trianon.notifications.services import notify

MOST_LISTED = 10
STATES = {
    ImportState.MAPPING: lazy_pgettext("import", "columns to be chosen"),
    ImportState.CHECKING: lazy_pgettext("import", "rows are being checked"),
    ImportState.READY: lazy_pgettext("import", "checked, not imported yet"),
    ImportState.IMPORTING: lazy_pgettext("import", "under way"),
    ImportState.DONE: lazy_pgettext("import", "done"),
    ImportState.UNDOING: lazy_pgettext("import", "being taken back"),
    ImportState.UNDONE: lazy_pgettext("import", "taken back"),
}


@section(25)
def my_imports(account: Account) -> Section | None:
    """The last sheets one has brought, for whoever has brought one or may for the directory."""
    rows = sa.select(ImportJob).where(ImportJob.account_id == account.id)
    jobs = db.session.scalars(rows.order_by(ImportJob.id.desc()).limit(MOST_LISTED)).all()
    may = bool(account.roles & set(IMPORTERS))
    if not jobs and not may:
        return None
    items = [Item(job.file_name or _("A sheet"), _address(job.id), str(STATES[job.state])) for job in jobs]
    more = (_("Import records read in public sources"), url_for("importing.for_directory")) if may else None
    return Section(_("My imports"), items, _("You have not imported a sheet yet."), more)


@on(ImportDone)
def tell_who_imported(event: ImportDone) -> None:
    """One word for the whole sheet, whatever its size."""
    account = db.session.get(Account, event.by) if event.by else None
    if account is None or not account.is_active:
        return
    post("imports.done", account, once=f"imports.done:{event.subject_id}", job=event.subject_id)
    notify(account.id, "imports.done", job=event.subject_id)


@sentence("imports.done")
def done(job: int) -> Sentence | None:
    """A sheet has come in."""
    found = db.session.get(ImportJob, job)
    if found is None:
        return None
    return Sentence(_("Your import is done: “%(name)s”.", name=found.file_name), _address(job))


@mail("imports.done")
def done_mail(job: int) -> MailMessage | None:
    """How the import ended, and where the report is."""
    found = db.session.get(ImportJob, job)
    if found is None or found.state not in {ImportState.DONE, ImportState.UNDOING, ImportState.UNDONE}:
        return None
    paragraphs = [_("The rows of your sheet have been imported. The report says what became of each of them.")]
    if found.organisation_id:
        paragraphs.append(_("The records declared for your organisation are now under review by the Committee."))
    return MailMessage(
        subject=_("Your import is done"),
        paragraphs=paragraphs,
        facts=[(_("The sheet"), found.file_name or _("A sheet"))],
        button=Button(_("See the report"), url_for("importing.show", job_id=job, _external=True)),
    )


def _address(job: int) -> str:
    return url_for("importing.show", job_id=job)
