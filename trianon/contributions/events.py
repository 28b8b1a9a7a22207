"""What happens to contributions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from trianon.core.events import Event


@dataclass(frozen=True, kw_only=True)
class ContributionEvent(Event):
    """Base of the events about one contribution and one of its versions."""

    subject: ClassVar[str] = "contribution"
    version: int


@dataclass(frozen=True, kw_only=True)
class ContributionSubmitted(ContributionEvent):
    """Sent for examination, for the first time or again."""


@dataclass(frozen=True, kw_only=True)
class ContributionPublished(ContributionEvent):
    """This version is the public one now."""


@dataclass(frozen=True, kw_only=True)
class ContributionChangesAsked(ContributionEvent):
    """The committee asked its author for changes."""


@dataclass(frozen=True, kw_only=True)
class ContributionRefused(ContributionEvent):
    """The committee refused this version."""


@dataclass(frozen=True, kw_only=True)
class ContributionHeld(ContributionEvent):
    """Hidden by one side of the committee until it is reviewed."""


@dataclass(frozen=True, kw_only=True)
class ContributionRestored(ContributionEvent):
    """Shown again after a hold or an appeal."""


@dataclass(frozen=True, kw_only=True)
class ContributionRemoved(ContributionEvent):
    """Taken off the site by both sides."""


@dataclass(frozen=True, kw_only=True)
class ContributionWithdrawn(ContributionEvent):
    """Taken back by its author."""


@dataclass(frozen=True, kw_only=True)
class ContributionVersionTakenBack(ContributionEvent):
    """Its author took back the version that waited behind the public one, which stays."""


@dataclass(frozen=True, kw_only=True)
class ContributionTranslated(ContributionEvent):
    """A reviewed translation stands beside the public version, in this language."""

    lang: str


@dataclass(frozen=True, kw_only=True)
class ContributionCorrected(ContributionEvent):
    """A member of the committee mended slips in the public version, which was number `before`."""

    before: int
    side: str


@dataclass(frozen=True, kw_only=True)
class ContributionWordsRestored(ContributionEvent):
    """Its author took a light correction back; the public version was number `before`."""

    before: int


@dataclass(frozen=True, kw_only=True)
class ContributionWordsHidden(ContributionEvent):
    """Its author keeps the words of this earlier version out of the public history."""


@dataclass(frozen=True, kw_only=True)
class ContributionWordsShown(ContributionEvent):
    """Its author shows the words of this earlier version again."""


@dataclass(frozen=True, kw_only=True)
class CommentEvent(Event):
    """Base of the events about one reply to a contribution."""

    subject: ClassVar[str] = "comment"
    version: int
    contribution: int


@dataclass(frozen=True, kw_only=True)
class CommentSubmitted(CommentEvent):
    """Sent for examination, for the first time or again."""


@dataclass(frozen=True, kw_only=True)
class CommentPublished(CommentEvent):
    """Everybody reads this version below its text from now on; `is_new` unless an earlier one was public before."""

    is_new: bool = True


@dataclass(frozen=True, kw_only=True)
class CommentChangesAsked(CommentEvent):
    """The committee asked its author for changes."""


@dataclass(frozen=True, kw_only=True)
class CommentRefused(CommentEvent):
    """The committee refused it."""


@dataclass(frozen=True, kw_only=True)
class CommentHeld(CommentEvent):
    """Hidden by one side of the committee until it is reviewed."""


@dataclass(frozen=True, kw_only=True)
class CommentRestored(CommentEvent):
    """Shown again after a hold or an appeal."""


@dataclass(frozen=True, kw_only=True)
class CommentRemoved(CommentEvent):
    """Taken off the site by both sides."""


@dataclass(frozen=True, kw_only=True)
class CommentWithdrawn(CommentEvent):
    """Taken back by its author, or with the text that it answers (`by` is empty then)."""


@dataclass(frozen=True, kw_only=True)
class CommentVersionTakenBack(CommentEvent):
    """The version that waited behind the public one, which stays, was taken back by its author, or with the text that
    it answers (`by` is empty then)."""


@dataclass(frozen=True, kw_only=True)
class CommentWordsHidden(CommentEvent):
    """Its author keeps the words of this earlier version out of the public history."""


@dataclass(frozen=True, kw_only=True)
class CommentWordsShown(CommentEvent):
    """Its author shows the words of this earlier version again."""
