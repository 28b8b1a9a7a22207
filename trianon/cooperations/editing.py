"""A record as answers of the declaring steps, so that it is corrected in the same forms."""

from __future__ import annotations

from flask_babel import force_locale
from flask_babel import gettext as _

from trianon.bilingual.lang import Lang
from trianon.bilingual.text import Bilingual
from trianon.cooperations import typed
from trianon.cooperations.models import Cooperation, CooperationVersion
from trianon.cooperations.typed import Pairs
from trianon.cooperations.words import year_words
from trianon.cooperations.years import years_of


def typed_from(cooperation: Cooperation, version: CooperationVersion) -> dict[str, Pairs]:
    """A version as answers of the steps, to be corrected."""
    lang = version.source_lang
    own = [statement for statement in cooperation.statements if statement.side is cooperation.declared_side]
    said = own[-1] if own else None
    main, *others = version.domains or [""]
    return {
        typed.TITLE: [
            ("title", version.title.get(lang)),
            ("summary", version.summary.get(lang)),
            ("lang", lang.value),
            ("confirmed_lang", lang.value),
            ("other_title", version.title.get(lang.other)),
            ("other_summary", version.summary.get(lang.other)),
        ],
        typed.PARTNERS: _typed_partners(version),
        typed.LINK: [
            ("kind", version.kind.value if version.kind else ""),
            ("main_domain", main),
            *(("domains", code) for code in others),
            ("first_year", _year(version.first_year, version.first_year_about)),
        ],
        typed.ACTIVITY: [
            ("activity", said.activity.value if said else ""),
            ("as_of", said.as_of.isoformat() if said and said.as_of else ""),
            ("source", (said.source or "") if said else ""),
        ],
        typed.SOURCES: [
            ("sources", "\n".join(version.sources)),
            ("links", "\n".join(version.links)),
            ("on_behalf_of", _voice(cooperation)),
        ],
        typed.MORE: [
            *((name, getattr(version, name).get(lang)) for name in typed.DETAILS),
            ("signed", f"{version.signed_on:%d.%m.%Y}" if version.signed_on else _signed_year(version)),
            ("term_year", _year(version.term_year, version.term_year_about)),
            ("renewals", ", ".join(_year(one.year, one.about) for one in years_of(version.renewals))),
            *(("sub_themes", str(one.id)) for one in version.sub_themes),
        ],
    }


def _voice(cooperation: Cooperation) -> str:
    """For whom it was declared, as the form names it."""
    own, member = cooperation.on_behalf_of_id, cooperation.for_member_id
    return f"{own}-{member}" if own and member else str(own or "")


def citizens() -> Bilingual:
    """What a group of citizens is called in public, in both languages: nobody's names."""
    return Bilingual(**{lang.value: _in(lang) for lang in Lang})


def _in(lang: Lang) -> str:
    with force_locale(lang.value):
        return _("Group of citizens")


def _typed_partners(version: CooperationVersion) -> Pairs:
    pairs: Pairs = []
    for place, partner in enumerate(version.partners):
        is_group = partner.name == citizens()
        town = partner.place.name.best(version.source_lang)[0] if partner.place else ""
        row = {
            "side": partner.side.value,
            "name": "" if is_group else partner.name.best(version.source_lang)[0],
            "place": town,
            "pick": str(partner.place_id or ""),
            "level": partner.level.value if partner.level else "",
            "role": partner.role.value,
        } | ({"citizens": "y"} if is_group else {})
        pairs += [(f"partners-{place}-{name}", value) for name, value in row.items()]
    return pairs


def _year(year: int | None, about: bool) -> str:
    """As somebody would type it."""
    return year_words(year, about)


def _signed_year(version: CooperationVersion) -> str:
    return year_words(version.signed_year, version.signed_year_about)
