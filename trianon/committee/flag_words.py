"""The words about readers' reports: what is reported, what became of it, what was refused."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from trianon.committee.flag_rules import FlagOutcome
from trianon.core.errors import explain_with

OF_THIS = {
    "contribution": _l("Report this contribution"),
    "comment": _l("Report this reply"),
    "cooperation": _l("Report this cooperation"),
    "organisation": _l("Report this organisation"),
    "workshop": _l("Report the texts of this workshop"),
}
KINDS = {
    "contribution": _l("Contribution"),
    "comment": _l("Reply"),
    "cooperation": _l("Cooperation"),
    "organisation": _l("Organisation"),
    "workshop": _l("Online workshop"),
}
# What the reader is told, in the subject of the mail and on the site.
HEADLINES = {
    FlagOutcome.KEPT: _l("Your report: the text stays on the site"),
    FlagOutcome.REMOVED: _l("Your report: the text is removed from the site"),
    FlagOutcome.GONE: _l("Your report: its author has changed or withdrawn the text"),
}
MEANINGS = {
    FlagOutcome.KEPT: _l(
        "The Coordination Committee has examined the text that you reported. It stays on the site, where everybody can "
        "read it."
    ),
    FlagOutcome.REMOVED: _l(
        "The Coordination Committee has examined the text that you reported. Both sides have decided to remove it: "
        "nobody but its author and the Committee can read it any more."
    ),
    FlagOutcome.GONE: _l(
        "The version that you reported is no longer public: its author has changed or withdrawn it before a decision. "
        "A newer version was examined before it was published; if something is wrong with it, report it again."
    ),
}
# Nobody reviews the texts of a workshop before they are public, and it takes place whatever is decided about them.
MEANINGS_OF_WORKSHOPS = {
    FlagOutcome.REMOVED: _l(
        "The Coordination Committee has examined the texts of the workshop that you reported. Both sides have decided "
        "to remove them; the workshop itself stays in the programme."
    ),
    FlagOutcome.GONE: _l(
        "Its hosts have changed the texts of the workshop that you reported before there was a decision. If something "
        "is still wrong with them, report them again."
    ),
}
OUTCOMES = {
    FlagOutcome.KEPT: _l("it stays on the site"),
    FlagOutcome.REMOVED: _l("removed from the site"),
    FlagOutcome.GONE: _l("changed or withdrawn by its author"),
}

explain_with(
    {
        "flag_needs_words": _l("Write what is wrong with this text."),
        "flag_too_long": _l("Your text is too long: at most %(most)s characters."),
        "own_report": _l("This text is yours or your organisation’s: you can correct or withdraw it yourself."),
        "category_for_others": _l("Without an account you can report only what is against the law."),
        "already_examined": _l(
            "The Committee has examined this version for this very reason already, and its answer stands. You may "
            "report it for another reason."
        ),
        "notice_link_wrong": _l("This link is not one of ours, or it has ended. You may report the text again."),
        "notice_link_expired": _l("This link is not one of ours, or it has ended. You may report the text again."),
    }
)


def meaning_of(subject: str, outcome: FlagOutcome) -> str:
    """What became of it, in whole sentences."""
    own = MEANINGS_OF_WORKSHOPS if subject == "workshop" else {}
    return str(own.get(outcome, MEANINGS[outcome]))
