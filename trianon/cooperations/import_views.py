"""Bringing in a sheet by page: the file, its columns, what is wrong with it, the choice, the work, the report."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from trianon.accounts.models import Account
from trianon.accounts.organisation_models import Organisation
from trianon.bilingual.urls import localised_blueprint
from trianon.cooperations import import_jobs, import_page, import_slices
from trianon.cooperations.import_forms import PlainForm, StartForm, UploadForm, chosen_columns, columns_form
from trianon.cooperations.import_models import ImportJob, ImportReader, ImportState, RowState
from trianon.cooperations.import_template import template_rows
from trianon.core.database import db, lock
from trianon.core.errors import RuleViolation, explain
from trianon.core.limits import limiter
from trianon.core.permissions import Permission, check, requires
from trianon.core.requests import takes_up_to
from trianon.core.sheet_downloads import sheet_download

bp = localised_blueprint("importing", __name__, "/imports")

# A sheet of this size is done while its sender waits; a larger one is the worker's.
SMALL = 50
AT_MOST = import_jobs.LARGEST_UPLOAD + 200_000


@bp.get("/template.<any(csv, xlsx):form>")
@requires(Permission.PUBLIC)
def template(form: str) -> ResponseReturnValue:
    """The sheet to fill in: codes, headings in the reader's language, one invented row."""
    return sheet_download(form, "dialogue-template", template_rows)


@bp.route("/organisations/<int:organisation_id>", methods=["GET", "POST"])
@requires(Permission.IMPORT_RECORDS)
@limiter.limit("60 per hour", methods=["POST"])
@takes_up_to(AT_MOST)
def for_organisation(organisation_id: int) -> ResponseReturnValue:
    """An organisation's own records: declared for it, and sent to the committee like any other."""
    organisation = db.session.get(Organisation, organisation_id)
    if organisation is None:
        abort(404)
    check(Permission.VIEW_ORGANISATION, organisation, 404)
    check(Permission.IMPORT_RECORDS, organisation)
    return _receive(organisation)


@bp.route("/directory", methods=["GET", "POST"])
@requires(Permission.IMPORT_FOR_DIRECTORY)
@limiter.limit("60 per hour", methods=["POST"])
@takes_up_to(AT_MOST)
def for_directory() -> ResponseReturnValue:
    """Records read in public sources, which nobody has declared."""
    return _receive(None)


@bp.get("/<int:job_id>")
@requires(Permission.IMPORT_RECORDS)
def show(job_id: int) -> ResponseReturnValue:
    """Where the import stands, and what can be done next."""
    return _page(_job_or_404(job_id))


@bp.post("/<int:job_id>/columns")
@requires(Permission.IMPORT_RECORDS)
def columns(job_id: int) -> ResponseReturnValue:
    """Say what the columns are; then every row is checked."""
    job = _locked(job_id)
    form = columns_form(job, import_page.samples(job))
    chosen = chosen_columns(form, job) if form.validate_on_submit() else []
    try:
        import_jobs.choose_columns(job, chosen)
    except RuleViolation as refusal:
        db.session.rollback()
        return _page(job, refusal=explain(refusal), form=form, mapping=True), 422
    return _go_on(job)


@bp.post("/<int:job_id>/start")
@requires(Permission.IMPORT_RECORDS)
def start(job_id: int) -> ResponseReturnValue:
    """Bring the rows in: all, or only the valid ones."""
    job = _locked(job_id)
    form = StartForm()
    has_faults = bool(import_page.figures(job)["refused"])
    if not form.validate_on_submit() and (has_faults or form.csrf_token.errors):
        return _page(job, start_form=form), 422
    try:
        import_jobs.start(job, only_valid=form.choice.data == "valid", by=current_user)
    except RuleViolation as refusal:
        db.session.rollback()
        return _page(job, refusal=explain(refusal)), 409
    return _go_on(job)


@bp.route("/<int:job_id>/undo", methods=["GET", "POST"])
@requires(Permission.IMPORT_RECORDS)
def undo(job_id: int) -> ResponseReturnValue:
    """Take the whole import back: what that means first, then the button."""
    job = _job_or_404(job_id) if request.method == "GET" else _locked(job_id)
    if request.method == "GET":
        numbers = import_page.figures(job)
        return render_template("importing/undo.html", job=job, numbers=numbers, form=PlainForm())
    try:
        import_jobs.undo(job, by=current_user)
    except RuleViolation as refusal:
        db.session.rollback()
        return _page(job, refusal=explain(refusal)), 409
    return _go_on(job)


@bp.post("/<int:job_id>/discard")
@requires(Permission.IMPORT_RECORDS)
def discard(job_id: int) -> ResponseReturnValue:
    """Throw away what was read and not brought in."""
    job = _locked(job_id)
    try:
        import_jobs.discard(job)
    except RuleViolation as refusal:
        db.session.rollback()
        return _page(job, refusal=explain(refusal)), 409
    db.session.commit()
    flash(_("What was read is thrown away. Nothing was imported."), "success")
    return redirect(url_for("accounts.space"), 303)


@bp.get("/<int:job_id>/report.<any(csv, xlsx):form>")
@requires(Permission.IMPORT_RECORDS)
def report(job_id: int, form: str) -> ResponseReturnValue:
    """The sheet with what became of each row, or the refused rows alone."""
    number, only_refused = _job_or_404(job_id).id, "refused" in request.args
    rows = lambda: import_page.report(db.session.get_one(ImportJob, number), only_refused=only_refused)  # noqa: E731
    return sheet_download(form, f"import-{number}", rows)


def _receive(organisation: Organisation | None) -> ResponseReturnValue:
    form = UploadForm()
    most = import_jobs.MOST_OWN_ROWS if organisation else import_jobs.MOST_ROWS
    if form.validate_on_submit():
        number, person = organisation.id if organisation else None, current_user.id
        # Reading takes its time: nobody else waits for the database meanwhile.
        db.session.rollback()
        try:
            sheet = import_jobs.read_sheet(form.file.data.stream, form.file.data.filename or "", most=most)
        except RuleViolation as refusal:
            form.file.errors = [explain(refusal)]
        else:
            own = db.session.get(Organisation, number) if number else None
            job = import_jobs.stage(sheet, by=db.session.get_one(Account, person), organisation=own)
            db.session.commit()
            return redirect(url_for(".show", job_id=job.id), 303)
        organisation = db.session.get(Organisation, number) if number else None
    page = render_template("importing/upload.html", form=form, organisation=organisation, most=most)
    return page, 422 if form.is_submitted() else 200


def _go_on(job: ImportJob) -> ResponseReturnValue:
    """A small sheet is done at once; the page of a large one shows how far the worker is."""
    number, is_small = job.id, job.rows <= SMALL
    db.session.commit()
    while is_small and import_slices.advance(number):
        pass
    return redirect(url_for(".show", job_id=number), 303)


def _page(job: ImportJob, *, refusal: str = "", form: Any = None, mapping: bool = False, start_form: Any = None) -> str:
    """The page of the state in which the import is."""
    numbers = import_page.figures(job)
    values: dict[str, Any] = {"job": job, "numbers": numbers, "refusal": refusal, "page": import_page}
    if mapping or job.state is ImportState.MAPPING or (job.state is ImportState.READY and "columns" in request.args):
        form = form or columns_form(job, import_page.samples(job))
        fixed = job.reader is not ImportReader.RECORDS
        return render_template("importing/columns.html", form=form, fixed=fixed, **values)
    if job.state in import_slices.WORKING:
        return render_template("importing/progress.html", done=import_page.done_of(job, numbers), **values)
    faults, warnings = import_page.faults(job), import_page.warnings(job)
    values |= {"faults": faults, "warnings": warnings, "repeated": import_page.repeated(job)}
    if job.state is ImportState.READY:
        return render_template("importing/ready.html", form=start_form or StartForm(), plain=PlainForm(), **values)
    states = (RowState.ACCEPTED,) if job.state is ImportState.DONE else (RowState.KEPT,)
    return render_template("importing/done.html", records=import_page.records(job, *states), **values)


def _job_or_404(job_id: int) -> ImportJob:
    job = db.session.get(ImportJob, job_id)
    if job is None:
        abort(404)
    check(Permission.IMPORT_RECORDS, job, 404)
    return job


def _locked(job_id: int) -> ImportJob:
    _job_or_404(job_id)
    found: ImportJob | None = lock(ImportJob, job_id)
    return found if found is not None else abort(404)
