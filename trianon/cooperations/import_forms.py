"""Forms of imports: the file, what its columns are, how to go on."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from markupsafe import Markup
from wtforms import RadioField, SelectField
from wtforms.validators import DataRequired

from trianon.bilingual.text import by_script
from trianon.cooperations.import_models import ImportJob
from trianon.cooperations.sheet_columns import choices

SAMPLES_SHOWN = 3


class UploadForm(FlaskForm):
    """The one file of the site that somebody sends: read, and not kept."""

    file = FileField(
        _l("The sheet"),
        [FileRequired(_l("Choose a file."))],
        description=_l("CSV or XLSX, at most 10 MB. The file is read and not kept."),
    )


class StartForm(FlaskForm):
    """What becomes of the valid rows where others are refused."""

    choice = RadioField(
        _l("What shall be imported?"),
        [DataRequired(_l("Choose what to import."))],
        choices=[
            ("valid", _l("Only the valid rows; the refused ones come back as a file to be corrected")),
            ("all", _l("All or nothing: I correct the file first")),
        ],
    )


class PlainForm(FlaskForm):
    """A button, and the mark that it was pressed here."""


def columns_form(job: ImportJob, samples: list[list[str]]) -> FlaskForm:
    """One choice for each heading of the file, with some of its cells beside it."""
    offered = choices()
    fields: dict[str, Any] = {}
    for number, heading in enumerate(job.headings):
        seen = [text for cells in samples if number < len(cells) and (text := cells[number].strip())]
        fields[f"column_{number}"] = SelectField(
            by_script(heading) if heading else _l("Column %(number)s, without a heading", number=number + 1),
            choices=offered,
            default=job.columns[number],
            description=Markup(" · ").join(by_script(one[:60]) for one in seen[:SAMPLES_SHOWN]),
        )
    return type("ColumnsForm", (FlaskForm,), fields)()


def chosen_columns(form: Any, job: ImportJob) -> list[str]:
    """The code chosen for each heading, in the order of the file."""
    return [form[f"column_{number}"].data or "" for number in range(len(job.headings))]
