"""The places that the rows of a batch name, looked up in one reading of the list: a query a name would be slow."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from trianon.bilingual.lang import likely_lang
from trianon.bilingual.text import Bilingual
from trianon.cooperations.import_rows import CooperationRow, PartnerRow
from trianon.cooperations.models import Place
from trianon.cooperations.places import Identity, folded_names, named, new_place
from trianon.core.database import db
from trianon.core.sides import Side
from trianon.core.text import words_key


class Places:
    """The places of some rows; new ones are made where the list has none, and added to the session."""

    def __init__(self, rows: Iterable[CooperationRow]) -> None:
        partners = [partner for row in rows for partner in row.partners if partner.is_place or partner.place]
        self._by_identity: dict[Identity, int] = {}
        self._by_spelling: dict[str, list[tuple[bool, int, int, Side]]] = {}
        if partners:
            self._read()
        wanted = {self._wish(partner): partner for partner in partners}
        found = {wish: self._known(partner) for wish, partner in wanted.items()}
        numbers = [number for number in found.values() if isinstance(number, int)]
        places = {place.id: place for place in db.session.scalars(sa.select(Place).where(Place.id.in_(numbers)))}
        self._places = {wish: places.get(number or 0) or _made(wish, wanted[wish]) for wish, number in found.items()}
        db.session.add_all(self._places.values())

    def of(self, partner: PartnerRow) -> Place | None:
        """Where a partner is."""
        return self._places[self._wish(partner)] if partner.is_place or partner.place else None

    def _read(self) -> None:
        table = Place.__table__.c
        columns = (table.id, table.side, table.level, table.folded, table.spellings, table.is_disputed)
        for row in db.session.execute(sa.select(*columns, table.population)):
            self._by_identity[row.side, row.level, row.folded] = row.id
            for spelling in set(row.spellings.split("|")) - {""}:
                # A disputed place comes first: two people are asked rather than one too few. Then the largest.
                rank = (not row.is_disputed, -(row.population or 0), row.id, row.side)
                self._by_spelling.setdefault(spelling, []).append(rank)

    @staticmethod
    def _wish(partner: PartnerRow) -> Identity:
        name = partner.name if partner.is_place else _name(partner.place)
        return partner.side, partner.level if partner.is_place else None, folded_names(name)

    def _known(self, partner: PartnerRow) -> int | None:
        wish = self._wish(partner)
        if wish in self._by_identity:
            return self._by_identity[wish]
        if "(" in partner.place:
            return next((place.id for place in named(partner.place, partner.side)), None)
        levels = {number: level for (_side, level, _folded), number in self._by_identity.items()} if wish[1] else {}
        spelt = {rank for name in wish[2].split("|") if name for rank in self._by_spelling.get(words_key(name), [])}
        for is_plain, _size, number, side in sorted(spelt):
            if (side is partner.side or not is_plain) and (wish[1] is None or levels.get(number) in {wish[1], None}):
                return number
        return None


def _name(typed: str) -> Bilingual:
    return Bilingual.only(likely_lang(typed), typed)


def _made(wish: Identity, partner: PartnerRow) -> Place:
    return new_place(wish, partner.name if partner.is_place else _name(partner.place))
