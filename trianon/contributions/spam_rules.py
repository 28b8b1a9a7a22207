"""Against spam without a third party: what a new account may send in a day, what counts as the same text, as a link."""

from __future__ import annotations

import re
from datetime import timedelta

from trianon.contributions.rules import MOST_A_DAY, MOST_REPLIES_A_DAY

# As long as the address has been confirmed for less, an account is new.
NEW_FOR = timedelta(days=7)
MOST_A_DAY_WHEN_NEW, MOST_REPLIES_A_DAY_WHEN_NEW = 3, 8
# "Merci, c’est très juste" may be said more than once; counted in characters, the same for both scripts.
SHORTEST_REPEATED_REPLY = 40
# An address that is written out, or the form that makes one of words.
_LINK = re.compile(
    r"https?://|www\.|\]\(|\]\[|\]:|<[a-z]+:|\b[\w-]+(?:\.[\w-]+)*\.(?:com|fr|ru|рф|org|net|info|biz|top|xyz)\b", re.I
)


def texts_a_day(*, is_new: bool) -> int:
    """How many texts an account may send in 24 hours."""
    return MOST_A_DAY_WHEN_NEW if is_new else MOST_A_DAY


def replies_a_day(*, is_new: bool) -> int:
    """How many replies an account may send in 24 hours."""
    return MOST_REPLIES_A_DAY_WHEN_NEW if is_new else MOST_REPLIES_A_DAY


def has_link(text: str) -> bool:
    """Whether a reader could be led elsewhere; one too many is looked at in vain, one too few is not seen."""
    return _LINK.search(text) is not None
