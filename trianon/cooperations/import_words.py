"""Why a file or a row was refused, in words that say what to do; what the states of rows are called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from trianon.cooperations.import_models import RowState
from trianon.core.errors import explain_with

ROW_STATES: Mapping[RowState, Any] = {
    RowState.WAITING: lazy_pgettext("row", "not checked yet"),
    RowState.VALID: lazy_pgettext("row", "valid"),
    RowState.REFUSED: lazy_pgettext("row", "refused"),
    RowState.REPEATED: lazy_pgettext("row", "repeated"),
    RowState.ACCEPTED: lazy_pgettext("row", "imported"),
    RowState.UNDONE: lazy_pgettext("row", "taken back"),
    RowState.KEPT: lazy_pgettext("row", "kept"),
}

explain_with(
    {
        # The file as a whole.
        "no_file": _l("There is no such file."),
        "directory": _l("This is a directory: give the name of a file in it."),
        "not_a_file": _l("This is not an ordinary file."),
        "unreadable": _l("The file cannot be read: %(reason)s."),
        "empty_file": _l("The file is empty."),
        "no_rows": _l("The file has no row below its header."),
        "large_file": _l("The file is larger than %(most)s MB: split it and import the parts."),
        "not_csv": _l("This is neither a CSV file nor an XLSX workbook: save it from the spreadsheet as one of them."),
        "broken_workbook": _l(
            "The workbook is broken: open it, save it again as XLSX or as “CSV UTF-8”, and try again."
        ),
        "locked_workbook": _l(
            "This is an old workbook (.xls) or one behind a password: save it as XLSX without a password."
        ),
        "bomb": _l(
            "Unpacked, the workbook would be larger than %(most)s MB, or its parts are: nothing of it was read."
        ),
        "no_headings": _l("The first line must name the columns."),
        "too_many_rows": _l("The file has more than %(most)s rows: split it and import the parts."),
        "too_many_columns": _l("The file has more than %(most)s columns: keep those that say something."),
        "encoding": _l(
            "The file is not in UTF-8 (first fault on line %(line)s); it looks like %(guess)s. "
            "Save it again as “CSV UTF-8”: read as it is, names would be garbled."
        ),
        "separator": _l("The cells are separated by “%(mark)s”: save the file again with commas."),
        "no_header": _l("The first line must name the columns: %(expected)s."),
        "columns_missing": _l("Columns are missing: %(columns)s."),
        "columns_twice": _l("Columns stand there twice: %(columns)s."),
        # One row.
        "number_of_cells": _l("%(expected)s cells were expected and %(found)s found."),
        "beyond_headings": _l("The row has cells to the right of the last heading: give their column a heading."),
        "long_line": _l("The line is longer than %(most)s characters."),
        "open_quote": _l("A quotation mark is not closed, or a cell is far too long (read up to line %(last)s)."),
        "quotes": _l("A quotation mark stands in the middle of a cell: double it and put the cell in quotation marks."),
        "formula": _l(
            "The column %(column)s begins with =, +, - or @, which a spreadsheet would run as a formula: "
            "take this sign away."
        ),
        "control_characters": _l("The column %(column)s holds invisible control characters: type the cell anew."),
        "garbled": _l(
            "The column %(column)s is garbled: its letters were lost in an earlier conversion. Take them from the "
            "original."
        ),
        "too_long": _l("The column %(column)s is longer than %(most)s characters."),
        "email_address": _l(
            "The column %(column)s holds an e-mail address: personal data has no place in these files."
        ),
        "no_name": _l("The column %(column)s has no letter in it."),
        "name_missing": _l("The name is missing: fill in one of the columns %(columns)s."),
        "names_in_two_languages": _l(
            "The partners have no language in common: give both names in French or in Russian."
        ),
        "unknown_code": _l("“%(found)s” is not known in the column %(column)s; known are: %(allowed)s."),
        "year": _l("“%(year)s” is not a year from %(first)s to %(last)s."),
        # A row of our own sheet: everything that is wrong with it at once.
        "title_missing": _l("The title is missing: give it in French, in Russian or in both."),
        "side_missing": _l("No partner is named in the column %(column)s: a cooperation needs one of each side."),
        "domain_missing": _l("The domain is missing: one of the six of the column %(column)s is needed."),
        "unknown_word": _l("“%(found)s” is not known in the column %(column)s; known are: %(allowed)s."),
        "no_day": _l("“%(found)s” in the column %(column)s is not a day that has come: write it as 2024-05-31."),
        "activity_missing": _l("There is a date, but no state in the column %(column)s: fill it in."),
        "no_address": _l("“%(found)s” in the column %(column)s is no address: it must begin with http:// or https://."),
        "too_many_values": _l("The column %(column)s holds more than %(most)s values: keep the main ones."),
        "ends_before_it_begins": _l(
            "The year in the column %(column)s is before the first year: one of them is wrong."
        ),
        "lists_differ": _l(
            "The partners are %(first)s in French and %(second)s in Russian: give as many names in the column "
            "%(column)s, in the same order, separated by semicolons."
        ),
        "places_differ": _l(
            "There are %(first)s partners and %(second)s towns: give one town for all in the column %(column)s, "
            "or one for each partner in the same order."
        ),
        # Not faults: what somebody should look at.
        "mixed_letters": _l("A word mixes Latin and Cyrillic letters that look alike: check the names."),
        "probably_known": _l("Probably known already: “%(title)s”, record %(number)s. Compare them before you import."),
        "disputed_place": _l("This record names a disputed place: it waits for both secretaries general."),
        # An import as a whole.
        "too_much_text": _l("The sheet holds too much text: split it and import the parts."),
        "import_has_begun": _l("This import has begun or is over: its columns and rows cannot be changed any more."),
        "import_has_faults": _l("Some rows are refused: correct the file, or choose to import only the valid rows."),
        "import_cannot_be_undone": _l("There is nothing to take back in this import."),
        "nothing_to_import": _l(
            "No row can be imported: see what is wrong with them, correct the file, send it again."
        ),
        "columns_unknown": _l("The columns do not belong to this file: choose them anew."),
        "column_twice": _l("Chosen twice: %(columns)s. Each column can be chosen once."),
        "columns_needed": _l(
            "Say which columns hold the title, the French partners and the Russian partners: "
            "no record goes without them."
        ),
        "no_partner": _l("No partner is named on either side."),
        "several_bodies": _l("Partners are named on one side only, and they are several: give each a row of its own."),
        "collective_body": _l(
            "“%(name)s” stands for several bodies: it is no organisation, and the other side is empty."
        ),
    }
)
