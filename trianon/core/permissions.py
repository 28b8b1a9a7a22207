"""Who may do what: deny by default. The table itself is `trianon/permission_map.py`, one page for everybody."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from flask import Flask, abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

Predicate = Callable[[Any, Any], bool]
View = TypeVar("View", bound=Callable[..., Any])


class Permission(StrEnum):
    """Every right there is. A row of the map says who has it, about which record."""

    PUBLIC = "public"
    ACCOUNT = "account"
    PARTICIPATE = "participate"
    EDIT_COOPERATION = "edit_cooperation"
    CORRECT_COOPERATION = "correct_cooperation"
    TRANSLATE_COOPERATION = "translate_cooperation"
    VIEW_COOPERATION = "view_cooperation"
    CONFIRM_COOPERATION = "confirm_cooperation"
    STATE_ACTIVITY = "state_activity"
    IMPORT_RECORDS = "import_records"
    IMPORT_FOR_DIRECTORY = "import_for_directory"
    EDIT_CONTRIBUTION = "edit_contribution"
    VIEW_CONTRIBUTION = "view_contribution"
    EDIT_COMMENT = "edit_comment"
    VIEW_COMMENT = "view_comment"
    CREATE_WORKSHOP = "create_workshop"
    EDIT_WORKSHOP = "edit_workshop"
    VIEW_WORKSHOP = "view_workshop"
    EDIT_AGENDA = "edit_agenda"
    VIEW_ORGANISATION = "view_organisation"
    MANAGE_ORGANISATION = "manage_organisation"
    PROPOSE_MERGE = "propose_merge"
    TRANSLATE = "translate"
    MODERATE = "moderate"
    VOTE = "vote"
    DECIDE_ON_PEOPLE = "decide_on_people"
    APPOINT = "appoint"
    CHANGE_POLICY = "change_policy"
    READ_MAILBOX = "read_mailbox"


def requires(permission: Permission) -> Callable[[View], View]:
    """Mark a view with the right that it needs; a view without a mark is refused to everybody."""

    def mark(view: View) -> View:
        view.permission = permission  # type: ignore[attr-defined]
        return view

    return mark


def can(permission: Permission | str, item: Any = None) -> bool:
    """Whether the person of this request may do this, to this record."""
    predicate: Predicate = current_app.extensions["permissions"][Permission(permission)]
    return bool(predicate(current_user, item))


def check(permission: Permission, item: Any, status: int = 403) -> None:
    """Stop the request unless the person may do this to this record; 404 where its very existence is private."""
    if not can(permission, item):
        abort(status)


def init_permissions(
    app: Flask, table: Mapping[Permission, Predicate], *, sign_in: str, unconfirmed: str, factor: str
) -> None:
    """Enforce the marks before each view. Endpoints: where visitors sign in, where an address waits to be confirmed,
    where somebody whose role needs a second factor gets one."""
    missing = [permission for permission in Permission if permission not in table]
    if missing:
        raise LookupError(f"the permission map has no row for {missing}")
    app.extensions["permissions"] = dict(table)
    app.jinja_env.globals["can"] = can

    @app.before_request
    def enforce() -> ResponseReturnValue | None:
        if request.endpoint is None or request.endpoint == "static":
            return None
        permission = getattr(app.view_functions[request.endpoint], "permission", None)
        if permission is None:
            abort(403)
        # Rights about a record are checked by the view once it has found it; here: may this person come in at all?
        if permission is Permission.PUBLIC or can(permission):
            return None
        if current_user.is_authenticated and not current_user.is_confirmed:
            return redirect(url_for(unconfirmed))
        if current_user.is_authenticated and current_user.owes_second_factor:
            return redirect(url_for(factor))
        if current_user.is_authenticated:
            abort(403)
        return redirect(url_for(sign_in, next=request.full_path.rstrip("?") if request.method == "GET" else None))
