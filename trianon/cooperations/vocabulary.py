"""The words a cooperation is described with: domains, kinds, activity, levels of places, roles of partners."""

from __future__ import annotations

from enum import StrEnum


class Domain(StrEnum):
    """The six domains of the inventory (minutes of 10 October 2017)."""

    AUTHORITIES = "collectivites"
    UNIVERSITIES = "universites"
    ECONOMY = "economie"
    CULTURE = "culture"
    HEALTH = "sante"
    SPORT = "sport"


class Kind(StrEnum):
    """The kind of link. Unknown is no kind: the column is empty then."""

    TWINNING = "jumelage"
    PARTNERSHIP = "partenariat"
    AGREEMENT = "accord"
    MEMORANDUM = "memorandum"
    EXCHANGE = "echange"
    PROJECT = "projet"


class Activity(StrEnum):
    """What a side says of the link at a date. A status is political: only these six words."""

    ACTIVE = "active"
    DORMANT = "dormant"
    SUSPENDED = "suspended"
    ENDED = "ended"
    PLANNED = "planned"
    UNKNOWN = "unknown"


class Agreement(StrEnum):
    """How the statements of the two sides stand to each other; figures and filters count these."""

    AGREE = "agree"
    DIFFER = "differ"
    ONE_SIDE = "one_side"
    NOBODY = "nobody"


class Level(StrEnum):
    """What kind of place a partner is or sits in."""

    COMMUNE = "commune"
    EPCI = "epci"
    DEPARTMENT = "departement"
    FRENCH_REGION = "region"
    TOWN = "ville"
    CITY_DISTRICT = "district"
    FEDERAL_CITY = "ville_federale"
    OBLAST = "oblast"
    KRAI = "krai"
    REPUBLIC = "republique"
    AUTONOMOUS_OKRUG = "district_autonome"


class PartnerRole(StrEnum):
    """What a partner does in the cooperation."""

    CARRIES = "carries"
    TAKES_PART = "takes_part"
    SUPPORTS = "supports"
