"""Drafts: unfinished texts, saved as one goes, that may begin before their account does.

A visitor keeps the secret key (in the session, and in an address to come back by); the row keeps its fingerprint alone.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from trianon import personal_terms
from trianon.accounts.models import Account, Draft, DraftKind
from trianon.bilingual.lang import Lang
from trianon.core.clock import now
from trianon.core.database import db
from trianon.core.timed import timed

LIFETIME = personal_terms.DRAFT.after
# A key has 32 characters; whatever is much longer is not looked up.
LONGEST_KEY = 100


@dataclass(frozen=True)
class DraftLink:
    """How a draft is shown to its author: its title so far (maybe empty) and the address to go on at."""

    title: str
    url: str


Opener = Callable[[Draft], DraftLink]
_openers: dict[DraftKind, Opener] = {}


def opens(kind: DraftKind) -> Callable[[Opener], Opener]:
    """Register the function that says where a draft of this kind goes on: `@drafts.opens(DraftKind.COOPERATION)`."""

    def register(opener: Opener) -> Opener:
        _openers[kind] = opener
        return opener

    return register


def link_to(draft: Draft) -> DraftLink | None:
    """Where this draft goes on; None while no feature opens its kind."""
    opener = _openers.get(draft.kind)
    return opener(draft) if opener else None


def start(
    kind: DraftKind, lang: Lang, account: Account | None = None, subject_id: int | None = None
) -> tuple[Draft, str]:
    """A new draft and its secret key, which nobody can ask for again."""
    key = secrets.token_urlsafe(24)
    draft = Draft(
        kind=kind,
        key_digest=_digest(key),
        account_id=account.id if account else None,
        subject_id=subject_id,
        lang=lang,
        data={},
        created_at=now(),
        saved_at=now(),
        expires_at=now() + LIFETIME,
    )
    db.session.add(draft)
    db.session.flush()
    return draft, key


def find(key: str | None) -> Draft | None:
    """The living draft of a key; None when the key is wrong or the draft has expired."""
    if not key or len(key) > LONGEST_KEY:
        return None
    row = sa.select(Draft).where(Draft.key_digest == _digest(key), Draft.expires_at > now())
    return db.session.scalars(row).one_or_none()


def find_own(account: Account, draft_id: int) -> Draft | None:
    """A living draft of this account by its number, for which no key is needed."""
    row = sa.select(Draft).where(Draft.id == draft_id, Draft.account_id == account.id, Draft.expires_at > now())
    return db.session.scalars(row).one_or_none()


def save(draft: Draft, data: dict[str, Any]) -> None:
    """Keep what was typed so far, and the draft itself for another month."""
    draft.data = dict(data)
    draft.saved_at = now()
    draft.expires_at = now() + LIFETIME
    db.session.flush()


def is_free_for(draft: Draft, account_id: int | None) -> bool:
    """Whether whoever brings the key may have the draft: its owner, or anybody while it has none.

    An account whose address nobody has confirmed does not take it away from the person who holds the key:
    else the draft would tell them whether an address that they typed at sign-up had an account before.
    """
    if draft.account_id in (None, account_id):
        return True
    owner = db.session.get(Account, draft.account_id)
    return owner is not None and not owner.is_confirmed


def adopt(key: str | None, account: Account) -> Draft | None:
    """Give the draft of a key to an account; None when there is none or it is somebody else's."""
    draft = find(key)
    if draft is None or not is_free_for(draft, account.id):
        return None
    draft.account_id = account.id
    return draft


def drafts_of(account: Account) -> list[Draft]:
    """The living drafts of an account, the last saved first."""
    rows = sa.select(Draft).where(Draft.account_id == account.id, Draft.expires_at > now())
    return list(db.session.scalars(rows.order_by(Draft.saved_at.desc(), Draft.id.desc()).limit(50)))


def discard(draft: Draft) -> None:
    """Throw a draft away: it was sent, or its author no longer wants it."""
    db.session.delete(draft)
    db.session.flush()


@timed("drafts.expired")
def remove_expired() -> int:
    """Remove what nobody came back for in a month."""
    removed = db.session.execute(sa.delete(Draft).where(Draft.expires_at <= now()))
    db.session.commit()
    return int(getattr(removed, "rowcount", 0))


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
