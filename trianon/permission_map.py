"""One page says who may do what. `item` is None when the question is only whether to let the person in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from trianon.accounts.merging_rules import may_propose_merge
from trianon.accounts.organisation_rules import may_manage_organisation, may_view_organisation
from trianon.contributions.rules import (
    may_edit_comment,
    may_edit_contribution,
    may_view_comment,
    may_view_contribution,
)
from trianon.cooperations.access import (
    IMPORTERS,
    may_confirm,
    may_correct_cooperation,
    may_edit_cooperation,
    may_import,
    may_state_activity,
    may_translate_cooperation,
    may_view_cooperation,
)
from trianon.core.permissions import Permission as P
from trianon.core.permissions import Predicate
from trianon.core.sides import BOTH_SIDES, Role
from trianon.workshops.room_rules import may_edit_agenda
from trianon.workshops.rules import may_edit_workshop, may_view_workshop


def everybody(_person: Any, _item: Any) -> bool:
    """Visitors included."""
    return True


def has_account(person: Any, _item: Any) -> bool:
    """Signed in, maybe with an address still to confirm."""
    return bool(person.is_authenticated)


def has_confirmed_account(person: Any, _item: Any) -> bool:
    """Signed in, with a confirmed address."""
    return bool(person.is_authenticated and person.is_confirmed)


def sits_in_committee(person: Any, _item: Any) -> bool:
    """Member, co-president or secretary general of one of the two sides, address confirmed."""
    return has_confirmed_account(person, None) and person.sits and person.side in BOTH_SIDES


def holds(*roles: Role) -> Predicate:
    """Holds one of these roles now."""
    return lambda person, _item: has_confirmed_account(person, None) and bool(person.roles & set(roles))


def about(predicate: Callable[[Any, Any], bool], entry: Predicate = has_confirmed_account) -> Predicate:
    """`entry` decides who may come in, `predicate` about the record."""
    return lambda person, item: entry(person, item) and (item is None or predicate(person, item))


PERMISSIONS: dict[P, Predicate] = {
    P.PUBLIC: everybody,
    P.ACCOUNT: has_account,
    P.PARTICIPATE: has_confirmed_account,
    P.VIEW_COOPERATION: about(may_view_cooperation, everybody),
    P.EDIT_COOPERATION: about(may_edit_cooperation),
    P.CORRECT_COOPERATION: about(may_correct_cooperation),
    P.TRANSLATE_COOPERATION: about(may_translate_cooperation),
    P.CONFIRM_COOPERATION: about(may_confirm),
    P.STATE_ACTIVITY: about(may_state_activity),
    P.IMPORT_RECORDS: about(may_import),
    P.IMPORT_FOR_DIRECTORY: holds(*IMPORTERS),
    P.VIEW_CONTRIBUTION: about(may_view_contribution, everybody),
    P.EDIT_CONTRIBUTION: about(may_edit_contribution),
    P.VIEW_COMMENT: about(may_view_comment, everybody),
    P.EDIT_COMMENT: about(may_edit_comment),
    P.VIEW_WORKSHOP: about(may_view_workshop, everybody),
    P.CREATE_WORKSHOP: holds(Role.HOST, Role.SECRETARY_GENERAL),
    P.EDIT_WORKSHOP: about(may_edit_workshop, holds(Role.HOST, Role.SECRETARY_GENERAL)),
    P.EDIT_AGENDA: about(may_edit_agenda, holds(Role.HOST, Role.SECRETARY_GENERAL)),
    P.VIEW_ORGANISATION: about(may_view_organisation, everybody),
    P.MANAGE_ORGANISATION: about(may_manage_organisation),
    P.PROPOSE_MERGE: about(may_propose_merge),
    P.TRANSLATE: holds(Role.TRANSLATOR),
    P.MODERATE: sits_in_committee,
    P.VOTE: sits_in_committee,
    P.DECIDE_ON_PEOPLE: holds(Role.SECRETARY_GENERAL),
    P.APPOINT: holds(Role.SECRETARY_GENERAL, Role.CO_PRESIDENT),
    P.CHANGE_POLICY: holds(Role.SECRETARY_GENERAL),
    P.READ_MAILBOX: everybody,
}
