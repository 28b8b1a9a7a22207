"""The words a public record is found by, in both languages: its names, which count for more, and its texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from trianon.bilingual.text import Bilingual
from trianon.cooperations.models import CooperationVersion
from trianon.cooperations.vocabulary import Domain, Kind, Level
from trianon.core import near_words, search
from trianon.core.database import db

SUBJECT = "cooperation"

# What the record is, said in both languages whatever its own texts say.
KINDS: Mapping[Kind, str] = {
    Kind.TWINNING: "jumelage, побратимство",
    Kind.PARTNERSHIP: "partenariat, партнёрство",
    Kind.AGREEMENT: "accord de coopération, соглашение о сотрудничестве",
    Kind.MEMORANDUM: "mémorandum, protocole, меморандум, протокол",
    Kind.EXCHANGE: "échanges, обмены",
    Kind.PROJECT: "projet, проект",
}
DOMAINS: Mapping[Domain, str] = {
    Domain.AUTHORITIES: "collectivités territoriales, местные власти",
    Domain.UNIVERSITIES: "université, enseignement, recherche, science, университет, образование, наука",
    Domain.ECONOMY: "économie, entreprises, экономика, предприятия",
    Domain.CULTURE: "culture, art, patrimoine, культура, искусство, наследие",
    Domain.HEALTH: "santé, médecine, здоровье, медицина, здравоохранение",
    Domain.SPORT: "sport, loisirs, tourisme, спорт, досуг, туризм",
}
# « la ville de Lyon », «город Тверь», « région de Moscou »: the name of a place is looked for with what it is.
LEVELS: Mapping[Level, str] = {
    Level.COMMUNE: "ville, commune, город, коммуна",
    Level.EPCI: "intercommunalité, communauté de communes, объединение коммун",
    Level.DEPARTMENT: "département, департамент",
    Level.FRENCH_REGION: "région, регион",
    Level.TOWN: "ville, город",
    Level.CITY_DISTRICT: "arrondissement, район",
    Level.FEDERAL_CITY: "ville fédérale, город федерального значения",
    Level.OBLAST: "oblast, région, область, регион",
    Level.KRAI: "kraï, région, край, регион",
    Level.REPUBLIC: "république, région, республика, регион",
    Level.AUTONOMOUS_OKRUG: "district autonome, région, автономный округ, регион",
}


def index(cooperation_id: int, version: CooperationVersion, filters: Iterable[str]) -> None:
    """Make a record findable by this version, and by the words of its entry in the list."""
    search.index(SUBJECT, cooperation_id, *texts_of(version), names=names_of(version), filters=filters)


def index_new(records: Iterable[tuple[int, CooperationVersion, Iterable[str]]]) -> None:
    """Make many records findable that had no entry before."""
    heard: list[str] = []
    for cooperation_id, version, filters in records:
        names, texts = names_of(version), texts_of(version)
        db.session.add(search.document(SUBJECT, cooperation_id, texts, names, filters))
        heard += [*names, *texts]
    near_words.learn(SUBJECT, heard)


def names_of(version: CooperationVersion) -> list[str]:
    """Title, partners, their places and bodies."""
    pairs = [version.title]
    for partner in version.partners:
        pairs.append(partner.name)
        if partner.place is not None:
            pairs.append(partner.place.name)
        if partner.organisation is not None and partner.organisation.is_named:
            pairs.append(partner.organisation.name)
    return _both(pairs)


def texts_of(version: CooperationVersion) -> list[str]:
    """What the record says of itself, and what it is: kind, domains, regions, sub-themes, year."""
    pairs = [version.summary, version.actions, version.audience, version.means, version.results]
    pairs += [version.funding_sought, version.partners_sought]
    pairs += [partner.place.region for partner in version.partners if partner.place is not None]
    pairs += [sub_theme.title for sub_theme in version.sub_themes]
    texts = _both(pairs)
    levels = {partner.level or (partner.place.level if partner.place else None) for partner in version.partners}
    texts += [LEVELS[level] for level in sorted(level for level in levels if level)]
    texts += [DOMAINS[Domain(code)] for code in version.domains]
    if version.kind is not None:
        texts.append(KINDS[version.kind])
    if version.first_year:
        texts.append(str(version.first_year))
    return texts


def _both(pairs: Iterable[Bilingual | None]) -> list[str]:
    return [text for pair in pairs if pair is not None for text in (pair.fr, pair.ru) if text]
