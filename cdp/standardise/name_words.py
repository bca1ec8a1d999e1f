"""Words around names: titles, honorifics, suffixes and particles; and how a name is written properly."""

from __future__ import annotations

import re

from cdp.standardise.text import nfkc

_TITLES = """
mr mrs ms miss mx mister madam madame mme mlle monsieur herr frau signor signora señor señora srta sra dr doctor prof
professor sir dame lord lady rev reverend hon shri smt
"""
_RANKS = """
major maj colonel col general gen admiral adm captain capt lieutenant lt sergeant sgt corporal brigadier commander
sheikh baron baroness count countess earl duke duchess viscount prince princess rabbi imam
"""
_SUFFIXES = """
jr sr junior senior jnr snr ii iii iv vi vii viii 2nd 3rd 4th esq phd dphil md mbbs dds dmd jd llm llb mba cpa rn rph
bsc msc obe mbe cbe frcs dipl bcom btech mtech
"""
_PARTICLES = """
van von der den de del della degli di da dos das do du ten ter te zu zur zum bin ibn bint al el st saint san santa la le
lo y e af av op 't mac mc fitz ben abu abd
"""
_LOWER_PARTICLES = """
van von der den de del della degli di da dos das do du ten ter zu zur zum bin ibn bint y e af av op 't
"""
_TITLES_OR_RANKS = frozenset((_TITLES + _RANKS).split())
TITLES = frozenset(_TITLES.split())
"""Words before a name that are no part of it and never names themselves; lower case, without dots."""
SUFFIXES = frozenset(_SUFFIXES.split())
"""Words after a name that are no part of it: generations, degrees, orders."""
PARTICLES = frozenset(_PARTICLES.split())
"""Words that begin a family name of several words: van der Berg, de la Cruz, bin Laden, St John."""
_LOWER = frozenset(_LOWER_PARTICLES.split())

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\"[^\"]*\"|“[^“”]*”|「[^「」]*」|【[^【】]*】|<[^<>]*>")
_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ`´′", "'"))
_GLUED_TITLE = re.compile(r"^(mr|mrs|ms|dr|prof|rev)\.(?=\w)", re.IGNORECASE)
_ASIAN_HONORIFIC = re.compile(
    r"(?<=\S)(?:\s*(?:様|さま|サマ|先生|여사님?|선생님?|고객님|회원님)|\s+(?:씨|님|군|양|氏|殿|君|さん|サン|くん|ちゃん)"
    r"|(?<=\S\S)(?:씨|님|さん|殿|ちゃん))$"
)
_ODD = re.compile(r"[^A-Za-z ]")
_INITIAL = re.compile(r"\w\.$")
_HONORIFIC_ENDS = frozenset("様まマ生님씨군양氏殿君んン")
_MARKS = re.compile('[][()<>"’‘ʼ`´′“”「」【】.0-9]')
_PEERAGE = re.compile(r"(?<=\w),?\s+\d+(?:st|nd|rd|th)\s+(?:baron|earl|duke|viscount|marquess|lord|count)\w*\b.*", re.I)
_MC = re.compile(r"^mc(?=[a-z]{3})")


def bare_name(text: str) -> str:
    """Return a name (as `nfkc` gives it) without brackets, titles, honorifics and suffixes; '' when nothing is left.

    'Dr. John Smith, Jr.' → 'John Smith'; '김민수 님' → '김민수'; 'Robert (Bob)' → 'Robert'. Apostrophes become plain.
    """
    stripped = _stripped(text)
    while stripped and stripped != text:
        text, stripped = stripped, _stripped(stripped)
    return stripped


def _stripped(text: str) -> str:
    if _ODD.search(text):
        text = _without_marks(text)
    words = text.split(" ")
    while len(words) > 1 and _word(words[0]) in _TITLES_OR_RANKS:
        del words[0]
    if _word(words[0]) in TITLES:
        return ""
    while len(words) > 1 and _word(words[-1]) in SUFFIXES:
        del words[-1]
    return " ".join(words).strip(" ,;・·-_'.") + ("." if words and _INITIAL.search(words[-1]) else "")


def _without_marks(text: str) -> str:
    if text[-1] in _HONORIFIC_ENDS:
        text = _ASIAN_HONORIFIC.sub("", text)
    if not _MARKS.search(text):
        return text
    text = text.translate(_APOSTROPHES)
    text = _BRACKETS.sub(" ", text).strip() or text
    text = _PEERAGE.sub("", text)
    return " ".join(_GLUED_TITLE.sub(r"\1 ", text).split())


def _word(text: str) -> str:
    return text.lower() if text.isalpha() else text.replace(".", "").strip(",").lower()


def proper_case(name: str, family: bool) -> str:
    """Return a name as it is properly written, when it came in capitals or small letters only; else as it came.

    MCDONALD → McDonald, o'brien → O'Brien, anne-marie → Anne-Marie; particles of a family name stay small (van der
    Berg), its last word never does.
    """
    if not (name.isupper() or name.islower()):
        return name
    words = nfkc(name.lower()).split(" ")
    last = len(words) - 1
    cased = " ".join(
        word if nth < last and (family or nth) and _is_small(word, words[nth - 1]) else _capitalised(word)
        for nth, word in enumerate(words)
    )
    return nfkc(cased)


def _is_small(word: str, before: str) -> bool:
    return word in _LOWER or (before == "de" and word in ("la", "las", "los"))


def _capitalised(word: str) -> str:
    parts = re.split(r"([-'])", word)
    cased = [_mc(part) for part in parts]
    if len(parts) > 2 and parts[-2] == "'" and len(parts[-1]) == 1:
        cased[-1] = parts[-1]
    return "".join(cased)


def _mc(part: str) -> str:
    return "Mc" + part[2:].capitalize() if _MC.match(part) else part.capitalize()
