"""Names of one language in the letters of the other: French towns in Russian, Russian towns in French.

The rules are those of everyday practice (« Nijni Novgorod », «Сен-Мало»), read from left to right: the first that fits
wins. They serve where no established name is known, and to compare names typed in different scripts; whoever writes a
name itself is always followed instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_AFTER_VOWEL = "(?<=[аоуыэюяеё])"
_INTO_FRENCH = (
    *(("-на-дону", "-sur-le-don"), ("-на-", "-sur-")),
    (r"ий\b", "i"),
    (r"ый\b", "y"),
    (r"ин\b", "ine"),
    (r"ын\b", "yne"),
    # Between vowels a single s would be read as a z.
    ("(?<=[аоуыиеёэюя])с(?=[аоуыиеёэюяй])", "ss"),
    ("г(?=[еиыёюя])", "gu"),
    ("(?<=[жчшщц])ё", "o"),
    ("ё", "io"),
    (_AFTER_VOWEL + "[йи]", "ï"),
    (_AFTER_VOWEL + "е", "ïe"),
    (_AFTER_VOWEL + "ю", "ïou"),
    (_AFTER_VOWEL + "я", "ïa"),
    (r"[ьъ]е|\bе", "ie"),
    ("(?<=и)я", "a"),
    ("я", "ia"),
    ("ю", "iou"),
    ("[йи]", "i"),
    *(("а", "a"), ("б", "b"), ("в", "v"), ("г", "g"), ("д", "d"), ("[еэ]", "e"), ("ж", "j"), ("з", "z")),
    *(("к", "k"), ("л", "l"), ("м", "m"), ("н", "n"), ("о", "o"), ("п", "p"), ("р", "r"), ("с", "s"), ("т", "t")),
    *(("у", "ou"), ("ф", "f"), ("х", "kh"), ("ц", "ts"), ("ч", "tch"), ("ш", "ch"), ("щ", "chtch"), ("ы", "y")),
    ("[ьъ]", ""),
)

_V = "aàâäeéèêëiîïoôöuùûüyœæ"
_END = r"(?![^\W\d_])"
# Whole words first, then groups of letters, then letters.
_INTO_RUSSIAN = (
    (rf"\bsaint(?=[- ][{_V}h])", "сент"),
    (r"\b(?:saint|st)(?=[- ])", "сен"),
    (r"\b(?:sainte|saintes|ste)" + _END, "сент"),
    *((r"\bet\b", "э"), (r"\bl[eè][sz]\b", "ле"), (r"\bdes\b", "де"), (r"\ble\b", "ле"), (r"\bde\b", "де")),
    *((r"\baix\b", "экс"), (r"\bpierre\b", "пьер"), (r"\bmont(?![aeéiouyr])", "мон"), (r"\bpont(?![aeéiouy])", "пон")),
    *(("bourg", "бур"), (r"\bchamp(?=s?\b)", "шан"), (r"\blille\b", "лилль"), (f"villers?{_END}", "виллер")),
    *(("viller", "виллер"), ("villa", "вилла")),
    ("villi", "вилли"),
    ("ville", "виль"),
    (rf"[ao]uill?e?s?{_END}|ouill", "уй"),
    (rf"aill?e?s?{_END}|aill", "ай"),
    (rf"(?:eu|ue|œu)ill?e?s?{_END}|(?:eu|ue|œu)ill", "ёй"),
    (rf"eill?e?s?{_END}|eill", "ей"),
    (rf"illes?{_END}|ill(?=[{_V}])", "ий"),
    (rf"ll?es?{_END}", "ль"),
    *(("sch", "ш"), ("tch", "ч"), ("ch(?=[lnr])", "к"), ("ch", "ш"), ("ph", "ф"), ("th", "т"), ("rh", "р")),
    *(("cqu?|qu|q|ck", "к"), ("gni|gny", "ньи"), ("gn(?:an|en|am)" + "(?![aeiouyéèênm])", "ньян"), ("gna", "нья")),
    *(("gneu[xr]?", "ньё"), ("gn[eéèê](?=[a-zéèê])|gné", "нье"), (rf"gnes?{_END}|gn", "нь"), ("gu(?=[eéèêiy])", "г")),
    *(("ge(?=[aoâô])", "ж"), ("g(?=[eéèêiyë])", "ж"), ("sc(?=[eéèêiy])", "с"), ("c(?=[eéèêiyœ])|ç", "с")),
    *((f"eaux?{_END}|eau", "о"), (f"aul?[xtd]s?{_END}", "о"), ("au", "о"), ("aen", "ан"), ("aou", "у")),
    *(("oin(?![aeiouyéèên])", "уэн"), (f"oi[sxtde]?s?{_END}|o[iîy]", "уа"), ("o[uùû]", "у")),
    *((r"\b(?:eu|œu)", "э"), ("(?:e[uû]|œu?)", "ё")),
    (r"\ba[iî](?![nmly])", "э"),
    (rf"(?:ai|ei)[nm]s?[tgx]?(?![{_V}nm])", "ен"),
    (rf"\b(?:in|im|yn)(?![{_V}nm])", "эн"),
    (rf"i[eé]n(?![{_V}n])s?{_END}|ien(?![{_V}n])", "ьен"),
    (r"[ae]m(?=[bp])", "ам"),
    *(("om(?=[bp])", "ом"), ("[iy]m(?=[bp])", "ем")),
    (rf"[ae][nm](?![{_V}nmh])", "ан"),
    (rf"[iy][nm](?![{_V}nmh])", "ен"),
    (rf"u[nm](?![{_V}nmh])", "ен"),
    (rf"(?<=[{_V}])[iïy](?=[{_V}])", "й"),
    (rf"a[iîy][sxtde]?s?{_END}|a[iî]|e[iy]s?{_END}|ei|a[yë]", "е"),
    (rf"iers?{_END}", "ье"),
    (rf"(?<=[^\W{_V}])[iy](?=[eéèêa])", "ь"),
    (rf"[eé]es?{_END}", "е"),
    (rf"(?<=\w\w)(?:er|ez)s?{_END}", "е"),
    (r"\b[eéèê]", "э"),
    # Silent at the end of a word.
    (rf"(?<=[^\W{_V}])es?{_END}|(?<=[iuyé])es?{_END}", ""),
    (rf"(?<=[{_V}nrl])(?:[dtp]s?|[sxz]){_END}", ""),
    (rf"(?<=[rn])[dtgcp]s?{_END}", ""),
    (rf"(?<=[{_V}])s(?=[{_V}])", "з"),
    (rf"l(?![{_V}l’'])", "ль"),
    *(("h", ""), ("x", "кс"), ("[aàâä]", "а"), ("b", "б"), ("c", "к"), ("d", "д"), ("[eéèêëæ]", "е"), ("f", "ф")),
    *(("g", "г"), ("[iîïyÿ]", "и"), ("j", "ж"), ("k", "к"), ("l", "л"), ("m", "м"), ("n", "н"), ("[oôö]", "о")),
    *(("p", "п"), ("r", "р"), ("s", "с"), ("t", "т"), ("[uùûü]", "ю"), ("[vw]", "в"), ("z", "з"), ("['’]", "’")),
)
_SMALL = {"sur", "le", "сюр", "су", "ле", "де", "ла", "дю", "ан", "о", "д", "л", "э"}
Rules = list[tuple[re.Pattern[str], str]]


def _ready(rules: Iterable[tuple[str, str]]) -> Rules:
    return [(re.compile(pattern), letters) for pattern, letters in rules]


_FRENCH, _RUSSIAN = _ready(_INTO_FRENCH), _ready(_INTO_RUSSIAN)


def into_french(name: str) -> str:
    """A Russian name in French letters: «Нижний Новгород» → "Nijni Novgorod"."""
    return _with_capitals(_read(name.lower(), _FRENCH))


def into_russian(name: str) -> str:
    """A French name in Russian letters: "Saint-Malo" → «Сен-Мало»."""
    return _with_capitals(_read(name.lower(), _RUSSIAN))


def _read(text: str, rules: Rules) -> str:
    said, position = "", 0
    while position < len(text):
        for pattern, letters in rules:
            found = pattern.match(text, position)
            if found:
                said, position = said + letters, found.end()
                break
        else:
            said, position = said + text[position], position + 1
    return said


def _with_capitals(text: str) -> str:
    """A capital on each word of a name but the small ones inside it: Rostov-sur-le-Don, Сен-Клу-сюр-Луар."""

    def capital(word: re.Match[str]) -> str:
        return word[0] if word[0] in _SMALL and word.start() else word[0][:1].upper() + word[0][1:]

    return re.sub(r"[^\W\d_]+", capital, text)
