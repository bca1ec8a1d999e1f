"""Cleaner of names of organisations."""

from __future__ import annotations

import re

from cdp.standardise.cleaner import Cleaned, Problem
from cdp.standardise.han import unify_han
from cdp.standardise.romanise import HAN, romanise
from cdp.standardise.text import is_placeholder, nfkc

_LEGAL_LINES = """
inc incorporated corp corporation co company companies ltd limited llc llp lp plc pllc pc pty gmbh mbh ag kg kgaa ohg ug
gbr ev sa sas sarl sasu eurl sl slu srl spa snc bv nv vof ab oy oyj as asa aps oü sro doo ooo oao zao kk gk yk sdn bhd
pte pt tbk cv ltda eireli sab cia kft zrt nyrt
"""
_LEGAL = frozenset(_LEGAL_LINES.split())
_ASIAN_LEGAL = re.compile(
    r"\((?:주|유|합|재|사|의|학|株|有|合|資|名|社|財|医|学)\)|주식회사|유한책임회사|유한회사|합자회사|합명회사|재단법인|사단법인|의료법인|학교법인|사회복지법인"
    r"|株式会社|有限会社|合同会社|合資会社|合名会社|一般社団法人|公益社団法人|一般財団法人|公益財団法人|社団法人|財団法人|医療法人|学校法人|社会福祉法人"
    r"|特定非営利活動法人|独立行政法人|宗教法人|有限责任公司|股份有限公司|有限公司"
)
_DOTTED = re.compile(r"(?<=\b\w)\.(?=\w\b)")
_WORD = re.compile(r"[^\W_]+")
_HAN = re.compile(f"[{HAN}]")
_RUN = re.compile(f"[{HAN}]+|[^{HAN}]+")
_LONGEST = 300


def clean_organisation(raw: str, _: str) -> Cleaned:
    """Clean the name of an organisation; outputs (value, key).

    Key: lower case a–z and digits without spaces, legal forms (Ltd, Inc, GmbH, ㈜, 주식회사, 株式会社 …) and a leading
    'the' left out, '&' as 'and', Hangul and kana romanised, Han characters kept with their variants unified. A name of
    nothing but legal forms keeps them in its key.
    """
    text = nfkc(raw)
    if is_placeholder(text):
        return Problem.PLACEHOLDER
    if len(text) > _LONGEST or _WORD.search(text) is None:
        return Problem.MALFORMED
    return text, organisation_key(text)


def organisation_key(name: str) -> str | None:
    """Return the comparable key of a name (as `nfkc` gives it); None when nothing in it is readable."""
    lowered = _DOTTED.sub("", name.lower().replace("&", " and ").replace("'", ""))
    words = _WORD.findall(_ASIAN_LEGAL.sub(" ", lowered)) or _WORD.findall(lowered)
    core = [word for word in words if word not in _LEGAL] or words
    core = core[1:] if core[0] == "the" and len(core) > 1 else core
    while len(core) > 1 and core[-1] == "and":
        core.pop()
    return "".join(map(_readable, core)) or None


def _readable(word: str) -> str:
    if word.isascii():
        return word
    return "".join(unify_han(run) if _HAN.match(run) else _romanised(run) for run in _RUN.findall(word))


def _romanised(run: str) -> str:
    parts = re.findall(r"\d+|\D+", run)
    return "".join(part if part.isdecimal() and part.isascii() else romanise(part) or "" for part in parts)
