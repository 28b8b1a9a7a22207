"""What helps while declaring: the places that the letters typed so far may mean."""

from __future__ import annotations

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from trianon.bilingual.text import plain
from trianon.cooperations import places as gazetteer
from trianon.cooperations.choices import described
from trianon.cooperations.declaring_views import bp
from trianon.core.limits import limiter
from trianon.core.permissions import Permission, requires
from trianon.core.sides import Side


@bp.get("/places")
@requires(Permission.PUBLIC)
@limiter.limit("600 per minute")
def places() -> ResponseReturnValue:
    """Places for the words typed so far (`q`) in a country (`side`): number, name, name with its region."""
    wanted = request.args.get("side", "")
    side = Side(wanted) if wanted in {Side.FRANCE, Side.RUSSIA} else None
    found = gazetteer.offered(request.args.get("q", ""), side)
    shown = [{"id": place.id, "name": plain(place.name), "label": described(place)} for place in found]
    answer = jsonify(places=shown)
    # The same for everybody: a browser need not ask twice for the same letters.
    answer.headers["Cache-Control"] = "public, max-age=600"
    return answer
