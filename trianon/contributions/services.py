"""What is done with a contribution: submit, correct, withdraw; publish, ask for changes, refuse; add a translation.

Callers lock the row first where two people could act at once, and commit. States change through `core.publication`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy.orm.attributes import set_committed_value

from trianon.accounts.models import Account
from trianon.accounts.organisation_models import Organisation
from trianon.accounts.organisation_rules import may_act_for
from trianon.bilingual.checking import clean, clean_line
from trianon.bilingual.lang import Lang
from trianon.bilingual.text import Bilingual
from trianon.bilingual.translating import keep_reviewed
from trianon.contributions import publishing, spam
from trianon.contributions.events import (
    ContributionChangesAsked,
    ContributionEvent,
    ContributionPublished,
    ContributionRefused,
    ContributionSubmitted,
    ContributionTranslated,
    ContributionVersionTakenBack,
    ContributionWithdrawn,
)
from trianon.contributions.models import Contribution, ContributionKind, ContributionVersion
from trianon.contributions.rules import SAME_CLICK, check_pace, check_readers, check_words, may_be_corrected
from trianon.contributions.spam import Sent
from trianon.contributions.spam_rules import texts_a_day
from trianon.cooperations.models import Cooperation
from trianon.core.audit import emit
from trianon.core.clock import now
from trianon.core.database import db
from trianon.core.errors import RuleViolation, StaleForm
from trianon.core.publication import Action, State, advance
from trianon.core.rows import insert, put_record, together
from trianon.themes.models import SubTheme
from trianon.workshops.models import Workshop


@dataclass(frozen=True)
class Words:
    """What a version says."""

    lang: Lang
    kind: ContributionKind
    title: str
    text: str

    @cached_property
    def mark(self) -> str:
        """The fingerprint by which the same text sent again is noticed; a long text is folded for it but once."""
        return spam.fingerprint(self.text)


def submit(
    by: Account,
    *,
    lang: Lang,
    kind: ContributionKind,
    title: str,
    text: str,
    sub_theme: SubTheme | None = None,
    workshop: Workshop | None = None,
    cooperation: Cooperation | None = None,
    on_behalf_of: Organisation | None = None,
) -> Contribution:
    """Send a text for examination; the same text sent twice by one person is one record.

    Callers hold the author's row: two clicks at once must not make two records, nor pass the day's limit together.
    A text about a workshop belongs to the workshop's sub-theme. Raises RuleViolation.
    """
    words = _checked(lang, kind, title, text)
    if on_behalf_of is not None and not may_act_for(by, on_behalf_of):
        raise RuleViolation("not_your_organisation")
    before = spam.sent_before(by, words.mark)
    if (sent := _just_sent(before.lately, words)) is not None:
        return sent
    spam.refuse_double(before.same, by)
    topic = workshop.sub_theme if workshop else sub_theme
    contribution = Contribution(
        state=State.DRAFT,
        version=0,
        author_id=by.id,
        on_behalf_of_id=on_behalf_of.id if on_behalf_of else None,
        side=by.side,
        kind=kind,
        source_lang=lang,
        sub_theme_id=topic.id if topic else None,
        workshop_id=workshop.id if workshop else None,
        cooperation_id=cooperation.id if cooperation else None,
        created_at=now(),
        updated_at=now(),
        versions=[],
    )
    by.fix_side()
    _send(contribution, by, words, before.lately)
    return contribution


def correct(
    contribution: Contribution,
    *,
    by: Account,
    shown_version: int,
    lang: Lang,
    kind: ContributionKind,
    title: str,
    text: str,
) -> None:
    """Send a new version; StaleForm when the record has changed since `shown_version` was shown.

    What is public stays public in its accepted version until the new one is accepted.
    """
    words = _checked(lang, kind, title, text)
    if not may_be_corrected(contribution):
        raise RuleViolation("text_is_closed")
    if shown_version != contribution.version:
        if shown_version == contribution.version - 1 and _words_of(contribution) == words:
            # The second of two clicks: the one version that came since is this very text.
            return
        raise StaleForm
    _send(contribution, by, words, spam.sent_before(by, words.mark).lately)


def withdraw(contribution: Contribution, *, by: Account) -> None:
    """Take the text back; it leaves the list, the figures and the search at once."""
    advance(contribution, Action.WITHDRAW)
    contribution.pending = None
    contribution.updated_at = now()
    publishing.take_out_of_list(contribution)
    _tell(ContributionWithdrawn, contribution, by)


def take_version_back(contribution: Contribution, *, by: Account) -> None:
    """Take back the version that waits behind the public one, which stays as it is."""
    advance(contribution, Action.TAKE_BACK)
    contribution.updated_at = now()
    _tell(ContributionVersionTakenBack, contribution, by)


def publish(contribution: Contribution, *, by: Account | None) -> None:
    """Make the newest version the public one."""
    moment, newest = now(), contribution.latest
    advance(contribution, Action.PUBLISH)
    contribution.published_at = contribution.published_at or moment
    contribution.public_version = newest
    contribution.updated_at = moment
    publishing.put_in_list(contribution)
    _tell(ContributionPublished, contribution, by)


def ask_changes(contribution: Contribution, *, by: Account | None) -> None:
    """Give the newest version back to its author; an accepted version stays public."""
    advance(contribution, Action.ASK_CHANGES)
    contribution.updated_at = now()
    _tell(ContributionChangesAsked, contribution, by)


def refuse(contribution: Contribution, *, by: Account | None) -> None:
    """Refuse the newest version; an accepted version stays public."""
    advance(contribution, Action.REFUSE)
    contribution.updated_at = now()
    _tell(ContributionRefused, contribution, by)


def add_translation(
    contribution: Contribution, *, title: str, text: str, translator: Account, reviewer: Account
) -> None:
    """Put a translation, made by one person and reviewed by another, beside the public version."""
    check_readers(translator.id, reviewer.id)
    version = contribution.public_version
    if version is None or contribution.state is not State.PUBLISHED:
        raise RuleViolation("text_not_public")
    source, lang = version.source_lang, version.source_lang.other
    title, text = clean_line(title), clean(text)
    pairs = {"title": (version.title.get(source), title), "text": (version.text.get(source), text)}
    for field, (original, words) in pairs.items():
        keep_reviewed(
            publishing.SUBJECT,
            contribution.id,
            field,
            lang=lang,
            source=original,
            text=words,
            translator_id=translator.id,
            reviewer_id=reviewer.id,
        )
    version.title = version.title.replace(lang, title)
    version.text = version.text.replace(lang, text)
    publishing.put_in_list(contribution)
    emit(
        ContributionTranslated(
            subject_id=contribution.id, by=reviewer.id, version=contribution.version, lang=lang.value
        )
    )


def take_translation_off(contribution: Contribution) -> None:
    """Take the translation off the public version: its author objects to it."""
    version = contribution.public_version
    if version is None or contribution.state is not State.PUBLISHED:
        raise RuleViolation("text_not_public")
    lang = version.source_lang.other
    version.title, version.text = version.title.replace(lang, ""), version.text.replace(lang, "")
    publishing.put_in_list(contribution)


def _checked(lang: Lang, kind: ContributionKind, title: str, text: str) -> Words:
    """What was typed, cleaned, and neither too short nor too long."""
    words = Words(lang, kind, clean_line(title), clean(text))
    check_words(words.title, words.text)
    return words


def _words_of(contribution: Contribution) -> Words:
    newest = contribution.latest
    lang = newest.source_lang
    return Words(lang, newest.kind, newest.title.get(lang), newest.text.get(lang))


def _send(contribution: Contribution, by: Account, words: Words, lately: Sequence[Sent]) -> None:
    """One more version of the text, on its way to the committee; `lately`: what the author has sent."""
    moment = now()
    check_pace(len(lately), texts_a_day(is_new=spam.is_new(by)))
    advance(contribution, Action.SUBMIT)
    contribution.version += 1
    if contribution.state is not State.PUBLISHED:
        # While an accepted version is public, the mirrored columns are its own.
        contribution.kind, contribution.source_lang = words.kind, words.lang
    contribution.submitted_at = contribution.updated_at = moment
    if contribution.version == 1:
        insert(contribution)
    version = ContributionVersion(
        contribution_id=contribution.id,
        number=contribution.version,
        recorded_at=moment,
        recorded_by_id=by.id,
        true_from=moment,
        kind=words.kind,
        source_lang=words.lang,
        title=Bilingual.only(words.lang, words.title),
        text=Bilingual.only(words.lang, words.text),
        fingerprint=words.mark,
    )
    earlier = contribution.versions
    with together():
        put_record(version)
        # Whoever hears of it reads its words here; later they are read from the table.
        set_committed_value(contribution, "versions", [*earlier, version])
        _tell(ContributionSubmitted, contribution, by)
    db.session.expire(contribution, ["versions"])


def _tell(event: type[ContributionEvent], contribution: Contribution, by: Account | None) -> None:
    emit(event(subject_id=contribution.id, by=by.id if by else None, version=contribution.version))


def _just_sent(lately: Sequence[Sent], words: Words) -> Contribution | None:
    """The record that the first of two clicks has just made of this very text."""
    since = now() - SAME_CLICK
    for sent in lately:
        if sent.recorded_at > since and sent.fingerprint == words.mark:
            item = db.session.get_one(Contribution, sent.contribution_id)
            if item.state is State.SUBMITTED and _words_of(item) == words:
                return item
    return None
