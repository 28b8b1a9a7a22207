"""The journal sealed: the worker gives each row a place in a chain of hashes, so that no past row changes unseen.

A row is plain when it is written: whoever registers waits for no chain. Within a minute the worker seals it: its place,
and a hash of the hash before and of all that the row says. A row that came late (its transaction ended after a later
number was sealed) gets the next place. Whoever can rewrite the whole database can also rewrite the chain: note the last
seal somewhere else now and then, and give it to `flask audit verify --known`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from trianon.core.audit import AuditEntry
from trianon.core.clock import now
from trianon.core.database import Base, db
from trianon.core.timed import timed

BEGINNING = "0" * 64
BATCH, MOST_BATCHES = 500, 40
# How far back a row may still come late: no transaction is open for so many rows of the journal.
LATE = 10_000


class Seal(Base):
    """One row's place in the chain. No foreign key: a row that is removed must leave its seal behind."""

    __tablename__ = "audit_seal"

    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    entry_id: Mapped[int] = mapped_column(unique=True)
    digest: Mapped[str] = mapped_column(sa.String(64))
    sealed_at: Mapped[datetime]


@dataclass(frozen=True)
class Fault:
    """Where the chain is broken, and how: changed, removed, seal_missing."""

    place: int
    entry_id: int
    kind: str


@dataclass(frozen=True)
class Finding:
    """What a look at the whole journal has found; the first fault only: after it, every hash differs."""

    sealed: int
    last: Seal | None
    unsealed: int
    fault: Fault | None
    knows: bool = True

    @property
    def is_whole(self) -> bool:
        """Whether every sealed row is as it was, and the noted seal stands where it stood."""
        return self.fault is None and self.knows


@timed("audit.seal")
def seal_waiting() -> int:
    """Seal what has been written since, in order and in batches. Returns how many rows."""
    sealed = 0
    for _batch in range(MOST_BATCHES):
        done = _seal_batch()
        sealed += done
        if done < BATCH:
            break
    return sealed


def verify(known: tuple[int, str] | None = None) -> Finding:
    """Compare every sealed row with its seal; `known` is a place and its hash that somebody has noted elsewhere."""
    digest, place, last, fault = BEGINNING, 0, None, None
    knows = known is None
    for seal, entry in _pairs():
        place += 1
        if seal.place != place:
            fault = Fault(place, seal.entry_id, "seal_missing")
        elif entry is None:
            fault = Fault(place, seal.entry_id, "removed")
        elif seal.digest != _digest(digest, entry):
            fault = Fault(place, seal.entry_id, "changed")
        if fault is not None:
            break
        digest, last = seal.digest, seal
        knows = knows or known == (seal.place, seal.digest)
    waiting = sa.select(sa.func.count()).select_from(AuditEntry)
    unsealed = waiting.where(~sa.exists().where(Seal.entry_id == AuditEntry.id))
    return Finding(place if fault is None else place - 1, last, db.session.scalar(unsealed) or 0, fault, knows)


def _seal_batch() -> int:
    last = db.session.scalars(sa.select(Seal).order_by(Seal.place.desc()).limit(1)).one_or_none()
    highest = db.session.scalar(sa.select(sa.func.max(Seal.entry_id))) or 0
    rows = sa.select(AuditEntry).where(
        AuditEntry.id > highest - LATE, ~sa.exists().where(Seal.entry_id == AuditEntry.id)
    )
    place, digest = (last.place, last.digest) if last is not None else (0, BEGINNING)
    count = 0
    for entry in db.session.scalars(rows.order_by(AuditEntry.id).limit(BATCH)):
        place, digest, count = place + 1, _digest(digest, entry), count + 1
        db.session.add(Seal(place=place, entry_id=entry.id, digest=digest, sealed_at=now()))
    try:
        db.session.commit()
    except IntegrityError:
        # Another worker was quicker; what is left is sealed a minute later.
        db.session.rollback()
        return 0
    return count


def _digest(before: str, entry: AuditEntry) -> str:
    """The hash of the hash before and of everything that the row says."""
    at = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    row = [entry.id, at, entry.event, entry.subject, entry.subject_id, entry.actor_id, entry.data]
    text = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{before}\n{text}".encode()).hexdigest()


def _pairs() -> Iterator[tuple[Seal, AuditEntry | None]]:
    """Every seal with its row, in the order of the chain, a batch at a time."""
    place = 0
    while True:
        rows = sa.select(Seal, AuditEntry).outerjoin(AuditEntry, AuditEntry.id == Seal.entry_id)
        # Read anew: a row that somebody changed meanwhile must not come from this session's memory.
        rows = (
            rows.where(Seal.place > place).order_by(Seal.place).limit(BATCH).execution_options(populate_existing=True)
        )
        found = db.session.execute(rows).all()
        yield from found
        if len(found) < BATCH:
            return
        place = found[-1][0].place
        db.session.expunge_all()
