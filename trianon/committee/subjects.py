"""What can be moderated, listed by hand: how the committee reads a record, and which services carry out a decision."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import Any, ClassVar

import sqlalchemy as sa
from flask import url_for

from trianon.accounts import organisation_services
from trianon.accounts.models import Account
from trianon.accounts.organisation_models import Membership, MembershipRole, MembershipState, Organisation
from trianon.bilingual.lang import Lang
from trianon.bilingual.text import Bilingual
from trianon.committee.disputed import names_disputed_place
from trianon.committee.rules import Matter, Verdict
from trianon.contributions import services as contribution_services
from trianon.contributions.models import Contribution, ContributionVersion, Origin
from trianon.cooperations import services as cooperation_services
from trianon.cooperations.models import Cooperation, CooperationVersion
from trianon.cooperations.representing import standing_for
from trianon.core.database import db, lock
from trianon.core.permissions import can
from trianon.core.sides import Side


class Subject(ABC):
    """One kind of record. Everything below gets the record itself (`item`) and never changes it, save `carry_out`."""

    name: ClassVar[str]
    model: ClassVar[type[Any]]
    # The endpoints for readers and for the author, and the name of the number in both.
    show: ClassVar[str]
    correct: ClassVar[str]
    number: ClassVar[str]

    def load(self, item_id: int) -> Any | None:
        """The record, or None."""
        return db.session.get(self.model, item_id)

    def lock(self, item_id: int) -> Any | None:
        """The record, locked and read anew."""
        return lock(self.model, item_id)

    def url(self, item_id: int, *, external: bool = False) -> str:
        """Where everybody reads it once it is public."""
        return url_for(self.show, _external=external, **self._values(item_id))

    def correct_url(self, item_id: int, *, external: bool = False) -> str:
        """Where its author corrects it."""
        return url_for(self.correct, _external=external, **self._values(item_id))

    def is_current(self, item: Any, version: int) -> bool:
        """Whether what was shown is still what is to be decided on."""
        return bool(item.version == version)

    def may_view(self, item: Any) -> bool:
        """Whether the person of this request may read it."""
        return can(f"view_{self.name}", item)

    def took_part(self, person: Account, item: Any) -> bool:
        """Whether the person decided on what is contested here."""
        return False

    def own(self, person: Account, item: Any) -> bool:
        """Whether it is the person's own text or that of an organisation they act for (rule 5)."""
        return item.id in self.own_ids(person, [item.id])

    def own_ids(self, person: Account, item_ids: Iterable[int]) -> set[int]:
        """Which of these records are the person's own, in one statement."""
        mine = sa.select(Membership.organisation_id).where(
            Membership.account_id == person.id, Membership.state == MembershipState.ACCEPTED
        )
        rows = sa.select(self.model.id).where(self.model.id.in_(list(item_ids)), self._is_own(person.id, mine))
        return set(db.session.scalars(rows))

    def authors(self, item: Any) -> list[Account]:
        """The accounts that are told about the verdict; the organisation's managers when its author has left."""
        people = {person.id: person for person in self._writers(item) if person is not None and person.email}
        if not people and (organisation_id := self._organisation_id(item)) is not None:
            people = {person.id: person for person in managers_of(organisation_id)}
        return list(people.values())

    def title(self, item: Any) -> Bilingual:
        """The title of the newest version."""
        title: Bilingual = item.latest.title
        return title

    def lang(self, item: Any) -> Lang:
        """The language it is written in."""
        return Lang(item.latest.source_lang)

    def sub_theme_id(self, item: Any) -> int | None:
        """The sub-theme it belongs to, if any."""
        return None

    def _values(self, item_id: int) -> dict[str, Any]:
        return {self.number: item_id}

    @abstractmethod
    def matter(self, item: Any) -> Matter:
        """Which row of the table of voices it falls under."""

    @abstractmethod
    def side(self, item: Any) -> Side:
        """The side of its author or organisation."""

    @abstractmethod
    def carry_out(self, verdict: Verdict, item: Any, by: Account | None) -> None:
        """Publish it, give it back for changes or refuse it."""

    @abstractmethod
    def _is_own(self, person_id: int, mine: sa.Select[Any]) -> sa.ColumnElement[bool]: ...

    @abstractmethod
    def _writers(self, item: Any) -> list[Account | None]: ...

    @abstractmethod
    def _organisation_id(self, item: Any) -> int | None: ...


class _CooperationSubject(Subject):
    name = "cooperation"
    model = Cooperation
    show, correct, number = "cooperations.show", "declaring.correct", "cooperation_id"

    def matter(self, item: Cooperation) -> Matter:
        version = item.latest
        texts = [version.title, *(partner.name for partner in version.partners)]
        texts += [partner.place.name for partner in version.partners if partner.place is not None]
        is_listed = any(partner.place is not None and partner.place.is_disputed for partner in version.partners)
        return Matter.DISPUTED_PLACE if is_listed or names_disputed_place(texts) else Matter.COOPERATION

    def side(self, item: Cooperation) -> Side:
        return item.declared_side or Side.OTHER

    def carry_out(self, verdict: Verdict, item: Cooperation, by: Account | None) -> None:
        {
            Verdict.ACCEPT: cooperation_services.publish,
            Verdict.ASK_CHANGES: cooperation_services.ask_changes,
            Verdict.REFUSE: cooperation_services.refuse,
        }[verdict](item, by=by)

    def _is_own(self, person_id: int, mine: sa.Select[Any]) -> sa.ColumnElement[bool]:
        recorded = sa.select(CooperationVersion.id).where(
            CooperationVersion.cooperation_id == Cooperation.id,
            CooperationVersion.number == Cooperation.version,
            CooperationVersion.recorded_by_id == person_id,
        )
        bodies = sa.or_(Cooperation.on_behalf_of_id.in_(mine), Cooperation.for_member_id.in_(mine))
        return sa.or_(Cooperation.declared_by_id == person_id, bodies, recorded.exists())

    def _writers(self, item: Cooperation) -> list[Account | None]:
        return [*standing_for(item), _account(item.latest.recorded_by_id)]

    def _organisation_id(self, item: Cooperation) -> int | None:
        return item.on_behalf_of_id


class _ContributionSubject(Subject):
    name = "contribution"
    model = Contribution
    show, correct, number = "contributions.show", "contributions.edit", "contribution_id"

    def matter(self, item: Contribution) -> Matter:
        return Matter.CONTRIBUTION

    def side(self, item: Contribution) -> Side:
        return item.side

    def sub_theme_id(self, item: Contribution) -> int | None:
        return item.sub_theme_id

    def carry_out(self, verdict: Verdict, item: Contribution, by: Account | None) -> None:
        {
            Verdict.ACCEPT: contribution_services.publish,
            Verdict.ASK_CHANGES: contribution_services.ask_changes,
            Verdict.REFUSE: contribution_services.refuse,
        }[verdict](item, by=by)

    def _is_own(self, person_id: int, mine: sa.Select[Any]) -> sa.ColumnElement[bool]:
        recorded = sa.select(ContributionVersion.id).where(
            ContributionVersion.contribution_id == Contribution.id,
            ContributionVersion.number == Contribution.version,
            ContributionVersion.recorded_by_id == person_id,
            # Whoever has mended a slip has not written the text.
            ContributionVersion.origin == Origin.SENT,
        )
        return sa.or_(Contribution.author_id == person_id, Contribution.on_behalf_of_id.in_(mine), recorded.exists())

    def _writers(self, item: Contribution) -> list[Account | None]:
        return [item.author]

    def _organisation_id(self, item: Contribution) -> int | None:
        return item.on_behalf_of_id


class _OrganisationSubject(Subject):
    name = "organisation"
    model = Organisation
    show, correct, number = "organisations.show", "organisations.edit", "organisation_id"

    def matter(self, item: Organisation) -> Matter:
        return Matter.ORGANISATION

    def title(self, item: Organisation) -> Bilingual:
        return item.name

    def lang(self, item: Organisation) -> Lang:
        return item.source_lang

    def side(self, item: Organisation) -> Side:
        return item.side

    def carry_out(self, verdict: Verdict, item: Organisation, by: Account | None) -> None:
        {
            Verdict.ACCEPT: organisation_services.publish,
            Verdict.ASK_CHANGES: organisation_services.ask_changes,
            Verdict.REFUSE: organisation_services.refuse,
        }[verdict](item, by=by)

    def _is_own(self, person_id: int, mine: sa.Select[Any]) -> sa.ColumnElement[bool]:
        return sa.or_(Organisation.proposed_by_id == person_id, Organisation.id.in_(mine))

    def _writers(self, item: Organisation) -> list[Account | None]:
        return [_account(item.proposed_by_id), *managers_of(item.id)]

    def _organisation_id(self, item: Organisation) -> int | None:
        return item.id


SUBJECTS: dict[str, Subject] = {
    subject.name: subject for subject in (_CooperationSubject(), _ContributionSubject(), _OrganisationSubject())
}


def managers_of(organisation_id: int) -> list[Account]:
    """The people who manage an organisation now."""
    rows = sa.select(Account).join(Membership, Membership.account_id == Account.id)
    rows = rows.where(
        Membership.organisation_id == organisation_id,
        Membership.state == MembershipState.ACCEPTED,
        Membership.role == MembershipRole.MANAGER,
        Account.email.is_not(None),
    )
    return list(db.session.scalars(rows.order_by(Account.id)))


def _account(account_id: int | None) -> Account | None:
    return db.session.get(Account, account_id) if account_id is not None else None
