"""The filters of the register of decisions as the page shows them."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from trianon.committee.filters import Option, group
from trianon.committee.labels import DECISIONS, MATTERS, SIDES, in_order
from trianon.committee.register import Wanted
from trianon.core.sides import BOTH_SIDES, Side


def panel(wanted: Wanted) -> list[dict[str, Any]]:
    """Kind, decision and side, each with “all” first."""
    kinds: list[Option] = [(matter.value, str(words), None) for matter, words in MATTERS.items()]
    verdicts: list[Option] = [(verdict.value, str(words), None) for verdict, words in DECISIONS.items()]
    sides: list[Option] = [(side.value, str(SIDES[side]), None) for side in (*in_order(BOTH_SIDES), Side.OTHER)]
    return [
        group("kind", _("Kind of case"), _("All kinds of cases"), kinds, wanted.matter),
        group("decision", _("Decision"), _("All decisions"), verdicts, wanted.verdict),
        group("side", _("Side of the author"), _("All sides"), sides, wanted.side),
    ]
