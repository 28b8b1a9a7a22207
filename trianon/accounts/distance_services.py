"""Keeping somebody at a distance, and no longer. Nothing here commits, and the journal does not hear of it.

Who keeps whom at a distance is nobody's business: not the other's, not the committee's.
"""

from __future__ import annotations

import sqlalchemy as sa

from trianon.accounts.distance_models import Distance, DistanceKind
from trianon.accounts.models import Account
from trianon.core.clock import now
from trianon.core.database import db, lock
from trianon.core.errors import RuleViolation

# More is a quarrel with everybody, or a script.
MOST = 500


def keep_away(owner: Account, other_id: int, kind: DistanceKind) -> None:
    """Mute or block; whoever was muted may be blocked now, and the other way round."""
    if other_id == owner.id:
        raise RuleViolation("distance_from_oneself")
    lock(Account, owner.id)
    row = db.session.get(Distance, (owner.id, other_id))
    if row is not None:
        row.kind = kind
        return
    known = sa.select(sa.func.count()).select_from(Distance).where(Distance.owner_id == owner.id)
    if (db.session.scalar(known) or 0) >= MOST:
        raise RuleViolation("distance_from_too_many", most=MOST)
    db.session.add(Distance(owner_id=owner.id, other_id=other_id, kind=kind, since=now()))
    db.session.flush()


def let_near(owner: Account, other_id: int) -> None:
    """As before; nothing happens where there was no distance."""
    own = sa.delete(Distance).where(Distance.owner_id == owner.id, Distance.other_id == other_id)
    db.session.execute(own)
