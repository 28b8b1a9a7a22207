"""The words for kinds and countries, and the sentences of refusals."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from trianon.contributions.common_ground_rules import Answer, Ground
from trianon.contributions.models import ContributionKind
from trianon.core.errors import explain_with
from trianon.core.sides import Side

KINDS = {
    ContributionKind.EXPERIENCE: lazy_pgettext("kind of contribution", "Experience"),
    ContributionKind.QUESTION: lazy_pgettext("kind of contribution", "Question"),
    ContributionKind.PROPOSAL: lazy_pgettext("kind of contribution", "Proposal"),
    ContributionKind.OPINION: lazy_pgettext("kind of contribution", "Opinion"),
}

KIND_HINTS = {
    ContributionKind.EXPERIENCE: _l("What you have done, seen or lived through."),
    ContributionKind.QUESTION: _l("What you would like to ask the people of the other country."),
    ContributionKind.PROPOSAL: _l("What could be done, and by whom."),
    ContributionKind.OPINION: _l("What you think, and why."),
}

COUNTRIES = {
    Side.FRANCE: lazy_pgettext("country of a person", "France"),
    Side.RUSSIA: lazy_pgettext("country of a person", "Russia"),
    Side.OTHER: lazy_pgettext("country of a person", "Other country"),
}

ANSWERS = {
    Answer.AGREE: lazy_pgettext("answer to a proposal", "Agree"),
    Answer.DISAGREE: lazy_pgettext("answer to a proposal", "Disagree"),
    Answer.UNSURE: lazy_pgettext("answer to a proposal", "Unsure"),
}

GROUND_SENTENCES = {
    Ground.COMMON: _l("Most of those who answered agree, in each of the two countries."),
    Ground.DIFFER: _l("Most of those who answered agree in one country, and not in the other."),
    Ground.NEITHER: _l("Most of those who answered do not agree, in either country."),
}

explain_with(
    {
        "title_needed": _l("Give your text a title."),
        "title_too_long": _l("The title is too long: at most %(most)s characters."),
        "text_too_short": _l("Write at least %(least)s characters."),
        "text_too_long": _l("The text is too long: at most %(most)s characters."),
        "too_many_today": _l(
            "You have sent %(most)s texts in 24 hours, the most that is possible. "
            "Save this one as a draft and send it tomorrow."
        ),
        "reply_too_short": _l("Write your reply."),
        "reply_too_long": _l("The reply is too long: at most %(most)s characters."),
        "too_many_replies_today": _l(
            "You have sent %(most)s replies in 24 hours, the most that is possible. Go on tomorrow."
        ),
        "no_replies_here": _l("Only a published text can be replied to."),
        "same_text_twice": _l(
            "You have sent this very text already. You find it among your contributions, and can correct it there."
        ),
        "text_is_there": _l(
            "This very text is public already. Find it in the list and reply to it, or write in your own words."
        ),
        "same_reply_twice": _l(
            "You have sent this very reply already. Say to this person what you would say to nobody else."
        ),
        "too_quick": _l("The form came back very fast. Please press the button once more: nothing is lost."),
        "reply_not_wanted": _l("The person whom you would answer does not want replies of yours."),
        "distance_from_oneself": _l("These are your own texts."),
        "distance_from_too_many": _l("You keep %(most)s people at a distance, the most that is possible."),
        "reply_is_gone": _l("The reply that you answer is no longer public: reply to the text itself."),
        "version_not_in_history": _l("This version does not stand in the public history."),
        "version_is_public": _l("This version is the public one: change or withdraw your text instead."),
        "reply_is_closed": _l("This reply can no longer be changed."),
        "text_is_closed": _l("This text was withdrawn or removed: it can no longer be changed."),
        "no_light_correction": _l("Only a published text without a newer version can be mended so."),
        "author_keeps_words": _l("The author has taken a correction back: these words stay as they are."),
        "nothing_changed": _l("You have changed nothing."),
        "not_light": _l(
            "This goes further than typing, spelling or a link: numbers, negations and what the text says are the "
            "author’s alone. Mend the slips and nothing else."
        ),
        "no_correction_here": _l("There is no correction to take back any more."),
        "no_stances_here": _l("Only an accepted proposal can be answered this way."),
        "own_proposal": _l("Your own proposal is answered by others."),
        "address_not_confirmed": _l("Confirm your e-mail address first."),
        "text_not_public": _l("Only a published text can be translated."),
        "reviewer_is_translator": _l("A translation is reviewed by somebody other than its translator."),
    }
)
