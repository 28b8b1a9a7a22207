"""How the committee reads a claim – of a record, of an organisation – and which services carry out what it decides."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from trianon.accounts import claiming_services as organisation_claims
from trianon.accounts.claiming_models import OrganisationClaim
from trianon.accounts.models import Account
from trianon.accounts.organisation_models import Organisation
from trianon.bilingual.lang import Lang
from trianon.bilingual.text import Bilingual
from trianon.committee.rules import Matter, Verdict
from trianon.committee.subjects import SUBJECTS, Subject
from trianon.cooperations import claiming_services as record_claims
from trianon.cooperations.claiming_models import RecordClaim
from trianon.cooperations.models import Cooperation
from trianon.core.database import db, lock
from trianon.core.sides import Side


class _ClaimSubject(Subject):
    """The committee alone reads a claim; its readers' page is that of what is claimed."""

    def may_view(self, item: Any) -> bool:
        return bool(item.text)

    def lang(self, item: Any) -> Lang:
        return Lang(item.lang)

    def matter(self, item: Any) -> Matter:
        return Matter.CLAIM

    def side(self, item: Any) -> Side:
        return Side(item.organisation.side)

    def _writers(self, item: Any) -> list[Account | None]:
        return [item.asked_by]


class _RecordClaimSubject(_ClaimSubject):
    name = "record_claim"
    model = RecordClaim
    show, correct, number = "cooperations.show", "confirming.claim", "cooperation_id"

    def lock(self, item_id: int) -> RecordClaim | None:
        """The record first, as whoever claims it does."""
        found = db.session.get(RecordClaim, item_id)
        if found is not None:
            lock(Cooperation, found.cooperation_id)
        return super().lock(item_id)

    def title(self, item: RecordClaim) -> Bilingual:
        version = item.cooperation.public_version or item.cooperation.latest
        return version.title

    def carry_out(self, verdict: Verdict, item: RecordClaim, by: Account | None) -> None:
        {
            Verdict.ACCEPT: record_claims.accept,
            Verdict.ASK_CHANGES: record_claims.ask_changes,
            Verdict.REFUSE: record_claims.refuse,
        }[verdict](item, by=by)

    def _values(self, item_id: int) -> dict[str, Any]:
        return {self.number: db.session.get_one(RecordClaim, item_id).cooperation_id}

    def _is_own(self, person_id: int, mine: sa.Select[Any]) -> sa.ColumnElement[bool]:
        return sa.or_(RecordClaim.asked_by_id == person_id, RecordClaim.organisation_id.in_(mine))

    def _organisation_id(self, item: RecordClaim) -> int | None:
        return item.organisation_id


class _OrganisationClaimSubject(_ClaimSubject):
    name = "organisation_claim"
    model = OrganisationClaim
    show, correct, number = "organisations.show", "organisations.claim", "organisation_id"

    def lock(self, item_id: int) -> OrganisationClaim | None:
        """The organisation first, as whoever claims it does."""
        found = db.session.get(OrganisationClaim, item_id)
        if found is not None:
            lock(Organisation, found.organisation_id)
        return super().lock(item_id)

    def title(self, item: OrganisationClaim) -> Bilingual:
        return item.organisation.name

    def carry_out(self, verdict: Verdict, item: OrganisationClaim, by: Account | None) -> None:
        {
            Verdict.ACCEPT: organisation_claims.accept,
            Verdict.ASK_CHANGES: organisation_claims.ask_changes,
            Verdict.REFUSE: organisation_claims.refuse,
        }[verdict](item, by=by)

    def _values(self, item_id: int) -> dict[str, Any]:
        return {self.number: db.session.get_one(OrganisationClaim, item_id).organisation_id}

    def _is_own(self, person_id: int, mine: sa.Select[Any]) -> sa.ColumnElement[bool]:
        return OrganisationClaim.asked_by_id == person_id

    def _organisation_id(self, item: OrganisationClaim) -> int | None:
        return None


SUBJECTS[_RecordClaimSubject.name] = _RecordClaimSubject()
SUBJECTS[_OrganisationClaimSubject.name] = _OrganisationClaimSubject()
