"""The door: a page of one's own that leads into the room, for people with a seat, when it is time."""

from __future__ import annotations

from flask import Response, abort, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from trianon.core.clock import now
from trianon.core.database import db
from trianon.core.errors import RuleViolation, explain
from trianon.core.headers import HEADERS
from trianon.core.outside import Unavailable
from trianon.core.permissions import Permission as P
from trianon.core.permissions import can, requires
from trianon.workshops import bigbluebutton, presence, queries, rooms
from trianon.workshops.models import Workshop, WorkshopState
from trianon.workshops.room_rules import (
    OPENS_BEFORE_FOR_HOSTS,
    Door,
    check_door,
    door,
    is_secure_link,
    opens_at,
    telephone_of,
)
from trianon.workshops.views import WORKSHOP, bp, workshop_or_404


@bp.get(f"{WORKSHOP}/door", endpoint="door")
@requires(P.PARTICIPATE)
def door_page(workshop_id: int) -> ResponseReturnValue:
    """When it opens, and the button once it is open."""
    workshop, _is_host = _let_in(workshop_id)
    return _page(workshop)


@bp.post(f"{WORKSHOP}/door")
@requires(P.PARTICIPATE)
def enter(workshop_id: int) -> ResponseReturnValue:
    """Checked at each click, then into the room: its address stands in this answer and nowhere else."""
    workshop, is_host = _let_in(workshop_id)
    at = now()
    try:
        check_door(workshop, at, is_host=is_host)
        place = rooms.way_into(workshop, current_user, is_host=is_host, at=at)
    except RuleViolation as refusal:
        return _page(workshop, refusal=explain(refusal), status=409)
    except Unavailable as fault:
        current_app.logger.warning("workshop %s: the meeting service is unavailable: %s", workshop_id, fault)
        return _page(workshop_or_404(workshop_id), is_down=True, status=503)
    answer = redirect(place, 303)
    answer.headers["Cache-Control"], answer.headers["Referrer-Policy"] = "no-store", "no-referrer"
    return answer


@bp.post(f"{WORKSHOP}/presence-report")
@requires(P.PUBLIC)
def presence_report(workshop_id: int) -> ResponseReturnValue:
    """Who was there, signed by the service that held the meeting; read by a program, so in no language."""
    settings = current_app.config["SETTINGS"].meetings
    kind, _space, bearer = request.headers.get("Authorization", "").partition(" ")
    room = rooms.room_of(workshop_id)
    if kind.lower() != "bearer" or room is None or not settings.bbb_url:
        return Response(status=401)
    try:
        people = bigbluebutton.people_reported(settings, bearer, request.get_json(silent=True), room.room_key)
    except PermissionError:
        return Response(status=401)
    except LookupError:
        return Response(status=400)
    presence.report(workshop_id, people)
    db.session.commit()
    return Response(status=204)


def _let_in(workshop_id: int) -> tuple[Workshop, bool]:
    """The workshop, and whether the person holds it; whoever has no seat is not told whether there is a door."""
    workshop = workshop_or_404(workshop_id)
    if workshop.state is WorkshopState.CANCELLED:
        # Cancelled while people come: they are told so, with or without the seat that they had.
        abort(redirect(url_for(".show", workshop_id=workshop_id), 303))
    is_host = can(P.EDIT_WORKSHOP, workshop)
    if not is_host and queries.seat_of(current_user.id, workshop_id) is None:
        abort(404)
    return workshop, is_host


def _page(workshop: Workshop, *, refusal: str = "", is_down: bool = False, status: int = 200) -> ResponseReturnValue:
    room = rooms.room_of(workshop.id)
    is_host = can(P.EDIT_WORKSHOP, workshop)
    where = door(workshop, now(), OPENS_BEFORE_FOR_HOSTS) if is_host else door(workshop, now())
    audio = room.audio_link if room and room.audio_link and is_secure_link(room.audio_link) else ""
    page = render_template(
        "workshops/door.html",
        workshop=workshop,
        door=where,
        opens_at=opens_at(workshop),
        dial_in=room.dial_in if room and where is Door.OPEN else "",
        telephone=telephone_of(room.dial_in or "") if room else "",
        audio=audio if where is Door.OPEN else "",
        refusal=refusal,
        is_down=is_down,
        minutes=max(0, -(-int((opens_at(workshop) - now()).total_seconds()) // 60)),
    )
    answer = make_response(page, status)
    answer.headers["Content-Security-Policy"] = _policy()
    return answer


def _policy() -> str:
    """The button is sent here and answered with the way to the room: some browsers count that as the form's target.

    In clear only to a service on this very machine, which the settings allow.
    """
    services = current_app.config["SETTINGS"].meetings
    plain = " http:" if any(one.startswith("http:") for one in (services.jitsi_url, services.bbb_url)) else ""
    return HEADERS["Content-Security-Policy"].replace("form-action 'self'", f"form-action 'self' https:{plain}")
