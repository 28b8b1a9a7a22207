"""A record as it was sent: its fields with the language of each text, and what changed since the last version."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from trianon.accounts.claiming_models import OrganisationClaim
from trianon.accounts.organisation_forms import KINDS as ORGANISATION_KINDS
from trianon.accounts.organisation_models import Organisation
from trianon.accounts.people_words import name_of
from trianon.bilingual.compared import Difference, Field, Words, as_typed, compared, in_both, in_words
from trianon.bilingual.formats import day
from trianon.committee import measures
from trianon.committee.hiding import record_of
from trianon.committee.labels import decision_in_words
from trianon.committee.measure_models import Measure
from trianon.committee.measure_words import NAMES as MEASURES
from trianon.committee.measure_words import lasts_in_words
from trianon.committee.models import Appeal, Case, Removal
from trianon.committee.rules import Verdict
from trianon.committee.subjects import SUBJECTS
from trianon.contributions.comment_models import Comment, CommentVersion
from trianon.contributions.labels import KINDS as CONTRIBUTION_KINDS
from trianon.contributions.models import Contribution, ContributionVersion
from trianon.cooperations.claiming_models import RecordClaim
from trianon.cooperations.history import version_fields
from trianon.cooperations.models import ActivityStatement, Cooperation, CooperationVersion
from trianon.cooperations.words import (
    ACTIVITIES,
    SIDES,
)
from trianon.core.database import db
from trianon.workshops.hiding import real_text
from trianon.workshops.models import WorkshopTexts


def fields_of(subject: str, item: Any, number: int) -> list[Field]:
    """The fields of one version that hold something, in order; of the newest when there is no such version."""
    version = _version(item, number) or item
    return [field for field in _READERS[subject](item, version) if field.words]


def differences_of(subject: str, item: Any, number: int) -> list[Difference] | None:
    """What changed between this version and the one before it; None when there is none to compare with."""
    if subject not in _WITH_VERSIONS or _version(item, number - 1) is None:
        return None
    return compared(fields_of(subject, item, number - 1), fields_of(subject, item, number))


def _version(item: Any, number: int) -> Any | None:
    return next((version for version in getattr(item, "versions", ()) if version.number == number), None)


def _cooperation(item: Cooperation, version: CooperationVersion) -> list[Field]:
    own = [*_statements(item), Field(_("On behalf of"), in_both(item.on_behalf_of.name) if item.on_behalf_of else [])]
    member = Field(_("For its member"), in_both(item.for_member.name) if item.for_member else [])
    return [*version_fields(version), *own, member]


def _statements(item: Cooperation) -> list[Field]:
    """What the declaration says of the link's activity: it counts once the declaration is accepted."""
    waiting = sa.select(ActivityStatement).filter_by(cooperation_id=item.id, accepted_at=None)
    found: list[Field] = []
    for said in db.session.scalars(waiting.order_by(ActivityStatement.id)):
        words = [Words(str(SIDES[said.side] if said.side else _("A source"))), Words(str(ACTIVITIES[said.activity]))]
        if said.as_of:
            words.append(Words(day(said.as_of)))
        if said.source:
            words += as_typed(said.source)
        found.append(Field(_("Activity"), words))
    return found


def _contribution(item: Contribution, version: ContributionVersion) -> list[Field]:
    return [
        Field(_("Title"), in_both(version.title)),
        Field(_("Text"), in_both(version.text)),
        Field(_("Kind"), in_words(CONTRIBUTION_KINDS.get(version.kind))),
        Field(_("Sub-theme"), in_both(item.sub_theme.title) if item.sub_theme else []),
        Field(_("Workshop"), in_both(item.workshop.title) if item.workshop else []),
        Field(_("On behalf of"), in_both(item.on_behalf_of.name) if item.on_behalf_of else []),
    ]


def _comment(item: Comment, version: Comment | CommentVersion) -> list[Field]:
    answered = item.contribution.public_version or item.contribution.latest
    # What everybody reads comes with its translation.
    is_shown = isinstance(version, CommentVersion) and version.number == item.public_number == item.version
    return [
        Field(_("Reply to the text"), in_both(answered.title)),
        Field(_("Answers this reply"), in_both(item.answers.text) if item.answers else []),
        Field(_("Reply"), in_both(item.text if is_shown else version.text)),
    ]


def _organisation(item: Organisation, _version: object) -> list[Field]:
    resembled = db.session.get(Organisation, item.resembles_id) if item.resembles_id else None
    return [
        Field(_("Name"), in_both(item.name)),
        Field(_("Nearly the same name as"), in_both(resembled.name) if resembled else []),
        Field(_("Kind"), in_words(ORGANISATION_KINDS[item.kind] if item.kind else None)),
        Field(_("Country"), in_words(SIDES[item.side])),
        Field(_("Place"), in_both(item.place)),
        Field(_("Presentation"), in_both(item.summary)),
        Field(_("Website"), in_words(item.website)),
        Field(_("Sources"), as_typed(*item.sources)),
    ]


def _record_claim(item: RecordClaim, _version: object) -> list[Field]:
    """What the organisation says, then the record as the public reads it."""
    version = item.cooperation.public_version or item.cooperation.latest
    return [
        Field(_("Claimed for"), in_both(item.organisation.name)),
        Field(_("How this can be checked"), [Words(item.text, item.lang)]),
        *version_fields(version),
    ]


def _organisation_claim(item: OrganisationClaim, version: object) -> list[Field]:
    """What the person says, then the organisation; accepting verifies it, too."""
    return [
        Field(_("Claimed by"), as_typed(name_of(item.asked_by))),
        Field(_("How this can be checked"), [Words(item.text, item.lang)]),
        Field(_("What accepting does"), in_words(_("This person manages the organisation; it is verified by that."))),
        *_organisation(item.organisation, version),
    ]


def _workshop(item: WorkshopTexts, _version: object) -> list[Field]:
    """What the hosts wrote; it is read by everybody without a review."""
    names = {"title": _("Title"), "purpose": _("Purpose"), "programme": _("Programme"), "speakers": _("Speakers")}
    return [Field(label, in_both(real_text(item, name))) for name, label in names.items()]


def _removal(item: Removal, _version: object) -> list[Field]:
    """The text that the question is about, in the version that was public."""
    record = record_of(item)
    return [] if record is None else fields_of(item.subject, record, item.version)


def _measure(item: Measure, _version: object) -> list[Field]:
    """Whom it is about, which measure, for how long; and what was decided on them before."""
    former = [str(MEASURES[one.kind]) for one in measures.of_account(item.account_id) if one.id != item.id]
    return [
        Field(_("Participant"), as_typed(item.account.name)),
        Field(_("Country"), in_words(SIDES[item.account.side])),
        Field(_("Measure"), in_words(MEASURES[item.kind])),
        Field(_("For how long"), in_words(lasts_in_words(item) if item.days else "")),
        Field(_("Earlier measures"), in_words(", ".join(former))),
    ]


def _appeal(item: Appeal, _version: object) -> list[Field]:
    """What the author says against the decision, then the text that it is about."""
    contested = item.contested
    record = db.session.get(Removal, contested.subject_id) if contested.subject == "removal" else None
    record = record or SUBJECTS[contested.subject].load(contested.subject_id)
    return [
        Field(_("Appeal"), [Words(item.text, item.lang)]),
        Field(
            _("Contested decision"),
            [Words(f"{decision_in_words(contested.matter, Verdict.REFUSE)}, {_number(contested)}")],
        ),
        *fields_of(contested.subject, record, contested.version),
    ]


def _number(case: Case) -> str:
    return _("case no. %(number)s", number=case.id)


_READERS: dict[str, Callable[[Any, Any], list[Field]]] = {
    "cooperation": _cooperation,
    "contribution": _contribution,
    "comment": _comment,
    "organisation": _organisation,
    "record_claim": _record_claim,
    "organisation_claim": _organisation_claim,
    "workshop": _workshop,
    "removal": _removal,
    "appeal": _appeal,
    "measure": _measure,
}
# An organisation keeps no earlier versions: its members see it change, and it is one page of facts.
_WITH_VERSIONS = {"cooperation", "contribution", "comment"}
