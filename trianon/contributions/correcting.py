"""Light corrections: a member of the committee mends a slip in a public text; its author is told and may undo it.

A correction decides nothing: the text was accepted, and says the same. What was there stays among the versions. Callers
lock the contribution first, and commit.
"""

from __future__ import annotations

from trianon.accounts.models import Account
from trianon.bilingual.checking import clean, clean_line
from trianon.bilingual.text import Bilingual
from trianon.bilingual.translating import follow
from trianon.contributions import publishing
from trianon.contributions.correcting_rules import check_light
from trianon.contributions.events import ContributionCorrected, ContributionWordsRestored
from trianon.contributions.models import Contribution, ContributionVersion, Origin
from trianon.contributions.rules import check_words, may_be_lightly_corrected
from trianon.core.audit import emit
from trianon.core.clock import now
from trianon.core.database import db
from trianon.core.errors import RuleViolation, StaleForm


def correct_lightly(contribution: Contribution, *, by: Account, shown_version: int, title: str, text: str) -> None:
    """Make a version without the slips the public one. StaleForm when the text has changed since `shown_version`.

    RuleViolation: no_light_correction, author_keeps_words, nothing_changed, not_light, those of the words' lengths.
    """
    title, text = clean_line(title), clean(text)
    check_words(title, text)
    base = _public(contribution)
    if shown_version != contribution.version:
        if base.recorded_by_id == by.id and (title, text) == _words(base):
            # The second of two clicks.
            return
        raise StaleForm
    if base.origin is Origin.RESTORED:
        raise RuleViolation("author_keeps_words")
    check_light("\n".join(_words(base)), f"{title}\n{text}")
    _put(contribution, base, by, Origin.CORRECTED, (title, text))
    emit(
        ContributionCorrected(
            subject_id=contribution.id, by=by.id, version=contribution.version, before=base.number, side=by.side
        )
    )


def restore_words(contribution: Contribution, *, by: Account, shown_version: int) -> None:
    """The author takes a correction back: what was accepted is public again, as it was. Raises RuleViolation."""
    base = _public(contribution)
    if shown_version != contribution.version or base.origin is not Origin.CORRECTED:
        raise RuleViolation("no_correction_here")
    accepted = next(version for version in contribution.versions if version.number == base.accepted)
    _put(contribution, base, by, Origin.RESTORED, _words(accepted))
    emit(
        ContributionWordsRestored(
            subject_id=contribution.id, by=by.id, version=contribution.version, before=base.number
        )
    )


def _public(contribution: Contribution) -> ContributionVersion:
    version = contribution.public_version
    if version is None or not may_be_lightly_corrected(contribution):
        raise RuleViolation("no_light_correction")
    return version


def _words(version: ContributionVersion) -> tuple[str, str]:
    return version.title.get(version.source_lang), version.text.get(version.source_lang)


def _put(
    contribution: Contribution, base: ContributionVersion, by: Account, origin: Origin, said: tuple[str, str]
) -> None:
    """One more version, public at once. A translation says the same as before and stays beside it."""
    lang, moment = base.source_lang, now()
    words: dict[str, Bilingual] = {"title": base.title.replace(lang, said[0]), "text": base.text.replace(lang, said[1])}
    contribution.version += 1
    version = ContributionVersion(
        number=contribution.version,
        recorded_at=moment,
        recorded_by_id=by.id,
        true_from=base.true_from,
        kind=base.kind,
        source_lang=lang,
        fingerprint=base.fingerprint,
        origin=origin,
        words_of=base.accepted,
        **words,
    )
    contribution.versions.append(version)
    for field, changed in words.items():
        old: Bilingual = getattr(base, field)
        follow(publishing.SUBJECT, contribution.id, field, lang.other, before=old.get(lang), after=changed.get(lang))
    db.session.flush()
    contribution.public_version = version
    contribution.updated_at = moment
    publishing.put_in_list(contribution)
