"""What a hostile or careless hand could put into a field, in both scripts."""

from __future__ import annotations

from hypothesis import strategies as st

NASTY = (
    "",
    " ",
    "\x00",
    "a\x00b",
    "\ud800",
    "x\udfff\ud83d",
    "\u202eтёмный\u202c",
    "\u200b\u200d\ufeff",
    "Мэрия Лиона",
    "Mairie de Lyоn",
    "é" * 5_000,
    "щ" * 40_000,
    "👩\u200d👩\u200d👧" * 300,
    "a\u0301\u0302\u0303" * 2_000,
    "<script>alert(1)</script>",
    "\"'><img src=x onerror=alert(1)>",
    "{{ 7*7 }}{% raw %}",
    "%(name)s %s %d {0} {name}",
    "' OR 1=1 --",
    "1; DROP TABLE account",
    '"*" AND NEAR(a b)',
    "=HYPERLINK(1)",
    "line\r\nBcc: all@example.org",
    "\u2028\u2029\x85\x0b\x0c",
    "javascript:alert(1)",
    "http://[::1",
    "https://169.254.169.254/latest",
    "//evil.example",
    "../../etc/passwd",
    "-1",
    "0",
    "1",
    "1.5",
    "1e309",
    "nan",
    "٣",
    "²",
    "99999999999999999999999999",
    "2147483648",
    "2026-02-30",
    "0000-00-00",
    "9999-12-31",
    "2026-12-31T23:59",
    "25:61",
    "on",
    "true",
    "null",
    "[]",
    "[[[[[[",
    "fr",
    "ru",
    "[fr]",
    "france",
    "Europe/Paris",
    "YXwyMDI2LTAxLTAxVDAwOjAwOjAwKzAwOjAwfDE",
    "ivan@пример.рф",
    "a+b@example.org",
    "a@b\r\n.org",
)

WORDS = st.one_of(
    st.sampled_from(NASTY),
    st.text(max_size=40),
    st.text(alphabet="abcéèàœ «»’\u202f-", max_size=60),
    st.text(alphabet="абвгдёйщъыэюя «»—\u00a0", max_size=60),
    st.text(alphabet=st.characters(min_codepoint=0, max_codepoint=0x10FFFF), max_size=20),
    st.integers(min_value=-(2**70), max_value=2**70).map(str),
    st.dates().map(str),
    st.datetimes().map(lambda moment: moment.isoformat(timespec="minutes")),
)
# A name may come several times, or not at all.
VALUES = st.lists(WORDS, max_size=3)


def as_bytes(text: str) -> bytes:
    """As it would travel; half of a pair of surrogates too, which no honest program sends."""
    return text.encode("utf-8", "surrogatepass")
