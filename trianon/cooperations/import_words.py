"""Why a file or a row was refused, in words that say what to do."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from trianon.core.errors import explain_with

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
        "not_csv": _l("This is not a CSV file: save it from the spreadsheet as “CSV UTF-8” and try again."),
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
        "long_line": _l("The line is longer than %(most)s characters."),
        "open_quote": _l("A quotation mark is not closed, or a cell is far too long (read up to line %(last)s)."),
        "quotes": _l("A quotation mark stands in the middle of a cell: double it and put the cell in quotation marks."),
        "formula": _l("The column %(column)s begins with =, +, - or @, which a spreadsheet would run as a formula."),
        "control_characters": _l("The column %(column)s holds invisible control characters."),
        "garbled": _l("The column %(column)s is garbled: its letters were lost in an earlier conversion."),
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
        "no_partner": _l("No partner is named on either side."),
        "several_bodies": _l("Partners are named on one side only, and they are several: give each a row of its own."),
        "collective_body": _l(
            "“%(name)s” stands for several bodies: it is no organisation, and the other side is empty."
        ),
    }
)
