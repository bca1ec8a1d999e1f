"""Korean provinces and cities, in Hangul and in Latin letters."""

from __future__ import annotations

import re

from cdp.standardise.hangul import romanise_hangul

_REGIONS = """
서울특별시 서울 서울시 seoul
부산광역시 부산 부산시 busan
대구광역시 대구 대구시 daegu
인천광역시 인천 인천시 incheon inchon
광주광역시 광주 gwangju
대전광역시 대전 대전시 daejeon taejon
울산광역시 울산 울산시 ulsan
세종특별자치시 세종 세종시 sejong
경기도 경기 gyeonggi kyonggi
강원특별자치도 강원도 강원 gangwon
충청북도 충북 chungcheongbuk chungbuk northchungcheong
충청남도 충남 chungcheongnam chungnam southchungcheong
전북특별자치도 전라북도 전북 jeollabuk jeonbuk northjeolla cheollabuk
전라남도 전남 jeollanam jeonnam southjeolla cheollanam
경상북도 경북 gyeongsangbuk gyeongbuk northgyeongsang kyongsangbuk
경상남도 경남 gyeongsangnam gyeongnam southgyeongsang kyongsangnam
제주특별자치도 제주도 제주 jeju cheju
"""
_LATIN_TAIL = re.compile(
    r"(?:metropolitancity|specialcity|specialselfgoverning(?:city|province)|selfgoverningprovince|province|city|do|si)$"
)
_UNITS = re.compile(r"(?<=[가-힣])(?:특별자치시|특별시|광역시|[시군구읍면])$")
_LATIN_UNITS = re.compile(r"(?<=[a-z])[- ]?(?:si|gun|gu|eup|myeon|city|county|district)$")
_NON_LETTERS = re.compile(r"[^a-z]+")
_ASSIMILATED = {"ngr": "ngn", "mr": "mn", "nr": "ll", "lr": "ll", "ln": "ll", "kr": "ngn", "pr": "mn", "kn": "ngn"}
_ASSIMILATED |= {"km": "ngm", "pn": "mn", "pm": "mm", "tn": "nn", "tm": "nm"}
_MEETING = re.compile("|".join(_ASSIMILATED))
_VOICED = {"ch": "j", "k": "g", "t": "d", "p": "b"}
_VOICING = re.compile("(?:ch|[ktp])(?=[aeiouyw])")


def spoken_form(letters: str) -> str:
    """Return romanised Korean as it sounds, so that spellings by syllable and by sound agree.

    'jongro' and 'Jongno' → jongno, 'sinrim' and 'Sillim' → sillim, 'Pusan' and 'Busan' → busan. Expects lower case.
    """
    met = _MEETING.sub(lambda match: _ASSIMILATED[match[0]], letters)
    return _VOICING.sub(lambda match: _VOICED[match[0]], met)


def _tables() -> tuple[dict[str, str], dict[str, str]]:
    by_name: dict[str, str] = {}
    keys: dict[str, str] = {}
    for line in _REGIONS.strip().splitlines():
        words = line.split()
        latin = [word for word in words if word.isascii()]
        keys[words[0]] = latin[0]
        for word in words:
            by_name[spoken_form(word) if word.isascii() else word] = words[0]
    return by_name, keys


_BY_NAME, _KEYS = _tables()
REGION_NAMES = tuple(sorted((name for name in _BY_NAME if not name.isascii()), key=len, reverse=True))
"""Hangul names of the provinces, longest first."""


def korean_region(name: str) -> tuple[str, str] | None:
    """Return (full Hangul name, key) of a province or metropolitan city in any of its forms; None when unknown.

    서울 = 서울시 = 서울특별시 = Seoul = Seoul-si → (서울특별시, seoul).
    """
    plain = "".join(name.split())
    full = _BY_NAME.get(plain)
    if full is None and plain.isascii():
        letters = _NON_LETTERS.sub("", plain.lower())
        full = _BY_NAME.get(spoken_form(letters)) or _BY_NAME.get(spoken_form(_LATIN_TAIL.sub("", letters)))
    return None if full is None else (full, _KEYS[full])


def korean_city_key(name: str) -> str | None:
    """Return the key of 시·군·구 in Hangul or Latin letters, the larger first, without these words.

    '성남시 분당구' and 'Bundang-gu, Seongnam-si' → seongnambundang; a province before it drops out.
    """
    words = name.split() if not name.isascii() else [part.strip() for part in reversed(name.split(","))]
    if len(words) > 1 and korean_region(words[0]) is not None and not words[0].endswith("구"):
        words = words[1:]
    return "".join(map(_word_key, words)) or None


def _word_key(word: str) -> str:
    region = korean_region(word)
    if region is not None:
        return region[1]
    if word.isascii():
        return spoken_form(_NON_LETTERS.sub("", _LATIN_UNITS.sub("", word.lower())))
    return spoken_form(_NON_LETTERS.sub("", romanise_hangul(_UNITS.sub("", word)).lower()))
