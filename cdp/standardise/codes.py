"""Cleaners of codes, classes and plain values: gender, country, identifier, hash, category, number, boolean, kind."""

from __future__ import annotations

import base64
import hashlib
import re

from cdp.standardise.cleaner import Cleaned, Cleaner, Problem
from cdp.standardise.countries import country_code
from cdp.standardise.organisations import clean_organisation
from cdp.standardise.quantities import clean_number
from cdp.standardise.text import is_placeholder, nfkc


def _table(lines: dict[str, str]) -> dict[str, str]:
    """Spelling → code, from code → spellings parted by '|'."""
    return {spelling.strip(): code for code, line in lines.items() for spelling in line.split("|")}


_GENDERS = _table(
    {
        "F": "f|female|fem|femme|femenino|feminino|w|woman|women|girl|lady|weiblich|frau|mrs|ms|miss|mme|2|여|여자|여성"
        "|女|女性|女子|おんな|女の人",
        "M": "m|male|masc|masculine|masculino|man|men|boy|gentleman|männlich|herr|mr|homme|1|남|남자|남성|男|男性|男子"
        "|おとこ|男の人",
        "X": "x|other|others|diverse|divers|d|nonbinary|non-binary|non binary|nb|enby|agender|genderqueer|genderfluid"
        "|gender fluid|intersex|transgender|third gender|기타|논바이너리|その他|ノンバイナリー|其他",
    }
)
_REFUSALS = """
0|9|u|n|unspecified|not specified|prefer not to say|prefer not to answer|prefer not to disclose|declined|not disclosed
decline to state|rather not say|선택 안함|선택안함|응답안함|답하지 않음|回答しない|無回答|未回答|答えたくない
"""
_NO_GENDERS = frozenset(word for line in _REFUSALS.split("\n") for word in line.split("|"))


def clean_gender(raw: str, _: str) -> Cleaned:
    """Clean a gender; outputs (value,): F, M or X (any other).

    Words and letters of English, Korean, Japanese and some of German, French and Spanish; ISO 5218 numbers: 1 male,
    2 female, 0 and 9 PLACEHOLDER, as refusals are.
    """
    text = nfkc(raw).lower().rstrip(".")
    found = _GENDERS.get(text)
    if found is not None:
        return (found,)
    return Problem.PLACEHOLDER if text in _NO_GENDERS or is_placeholder(text) else Problem.MALFORMED


def clean_country(raw: str, _: str) -> Cleaned:
    """Clean a country; outputs (value,): ISO 3166 alpha-2, from a code or a name in English, Korean or Japanese.

    'NA' in capitals is the code of Namibia; 'na' and 'n/a' are PLACEHOLDER.
    """
    text = nfkc(raw)
    found = country_code(text)
    if found is not None:
        return (found,)
    return Problem.PLACEHOLDER if is_placeholder(text) else Problem.MALFORMED


_PLAIN_ID = re.compile("[A-Z]+[0-9]+[A-Z][A-Z0-9]*|[A-Z]{2,}[0-9]{2,}")
_FLOAT_ID = re.compile(r"[0-9]+\.0+")
_SCIENTIFIC = re.compile(r"\d[.,]\d+E\+?\d+|\dE\+\d+")
_LONGEST_ID = 256
_NO_ID_LINES = """
id noid userid user visitor customer deviceid anonymousid anonymoususer distinctid uuid guid email true false void
notauthenticated notidentified unidentified noreply optout nonenone nannan nullnull error inf infinity objectobject
"""
_NO_IDS = frozenset(_NO_ID_LINES.upper().split())
"""What programs write where a user has no id, in letters only: field names, truth values, states of a log-in."""


def clean_identifier(raw: str, _: str) -> Cleaned:
    """Clean an identifier; outputs (value,): letters and digits only, upper case.

    '17850.0', a number that went through a float, is 17850; '8.21E+11' has lost its digits and is MALFORMED. Numbers of
    up to four digits are serial numbers, so 111 is real; 0, -1, 000, 11111, 123456 and 'distinct_id' are PLACEHOLDER.
    """
    if len(raw) <= _LONGEST_ID and _PLAIN_ID.fullmatch(raw):
        return Problem.PLACEHOLDER if is_placeholder(raw) else (raw,)
    text = nfkc(raw).upper()
    if _SCIENTIFIC.fullmatch(text) or len(text) > _LONGEST_ID:
        return Problem.MALFORMED
    text = text.partition(".")[0] if _FLOAT_ID.fullmatch(text) else text
    bare = "".join(filter(str.isalnum, text))
    serial = len(bare) < 5 and bare.isdecimal() and bare.strip("0") != ""
    nothing = text == "-1" or bare in _NO_IDS or (not serial and (is_placeholder(text) or is_placeholder(bare)))
    return Problem.PLACEHOLDER if nothing else (bare,)


def clean_account(raw: str, _: str) -> Cleaned:
    """Clean the name or number of an account; outputs (value,): as written, for systems tell case and signs apart.

    Blanks are trimmed, and floats and placeholders treated, as in `clean_identifier`.
    """
    found = clean_identifier(raw, "")
    text = nfkc(raw)
    if isinstance(found, Problem):
        return found
    return (text.partition(".")[0] if _FLOAT_ID.fullmatch(text.upper()) else text,)


_HEX = re.compile("[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}")
_BASE64 = re.compile("[A-Za-z0-9+/_-]{22}(?:==)?|[A-Za-z0-9+/_-]{27}=?|[A-Za-z0-9+/_-]{43}=?")
_URL_SAFE = str.maketrans("-_", "+/")
_NOTHINGS = ("", " ", "null", "none", "nil", "nan", "undefined", "unknown", "n/a", "na", "-", "0", "test", "false")
_HASHES_OF_NOTHING = frozenset(
    digest(form.encode()).hexdigest()
    for word in _NOTHINGS
    for form in (word, word.upper(), word.capitalize())
    for digest in (hashlib.sha256, hashlib.sha1, hashlib.md5)
)


def clean_hash(raw: str, _: str) -> Cleaned:
    """Clean a hash by SHA-256, SHA-1 or MD5; outputs (value,): 64, 40 or 32 hexadecimal digits, lower case.

    It may be written in base64 too.
    The hash of the empty text (e3b0c442…), of 'null' and the like is PLACEHOLDER, as is one digit over and over.
    """
    written = nfkc(raw).strip()
    if _BASE64.fullmatch(written):
        plain = written.translate(_URL_SAFE).rstrip("=")
        written = base64.b64decode(plain + "=" * (-len(plain) % 4)).hex()
    text = written.lower().removeprefix("sha256:").removeprefix("0x").strip()
    if _HEX.fullmatch(text):
        return Problem.PLACEHOLDER if text in _HASHES_OF_NOTHING or len(set(text)) == 1 else (text,)
    return Problem.PLACEHOLDER if is_placeholder(text) else Problem.MALFORMED


def clean_category(raw: str, _: str) -> Cleaned:
    """Clean a word out of few; outputs (value,): the text as it is written, in one Unicode form."""
    text = nfkc(raw)
    return Problem.PLACEHOLDER if is_placeholder(text, "category") else (text,)


_BOOLEANS = _table(
    {
        "true": "true|t|yes|y|1|1.0|on|ok|o|○|〇|◯|✓|✔|☑|si|sí|oui|ja|agree|agreed|accept|accepted|allow|allowed"
        "|consent|consented|granted|active|enabled|opt-in|opt in|optin|opted in|opted-in|subscribed|checked"
        "|예|네|넵|응|동의|동의함|수락|승인|허용|수신|수신동의|참|있음|はい|ハイ|同意|同意する|同意します|承諾|許可|有|有り|あり|希望する|受け取る|可|是",
        "false": "false|f|no|n|0|0.0|off|x|×|✕|✗|✘|☒|non|nein|disagree|disagreed|decline|declined|reject|rejected|deny"
        "|denied|refused|withdrawn|revoked|inactive|disabled|opt-out|opt out|optout|opted out|opted-out|unsubscribed"
        "|unchecked|아니오|아니요|아니|거부|미동의|동의안함|동의하지않음|거절|철회|불허|수신거부|거짓|없음|いいえ|イイエ|拒否|同意しない|同意しません"
        "|不同意|辞退|不可|無|無し|なし|希望しない|受け取らない|否",
    }
)


def clean_boolean(raw: str, _: str) -> Cleaned:
    """Clean a yes or no; outputs (value,): 'true' or 'false'. ○ is yes and × no, as on Japanese and Korean forms."""
    text = nfkc(raw).lower().rstrip(".!。")
    found = _BOOLEANS.get(text) or _BOOLEANS.get(text.replace(" ", ""))
    if found is not None:
        return (found,)
    return Problem.PLACEHOLDER if is_placeholder(text) else Problem.MALFORMED


_KINDS = _table(
    {
        "person": "person|individual|private|private person|personal|consumer|human|natural person|customer"
        "|people|p|i|b2c|개인|개인고객|일반|자연인|個人|個人客|自然人|一般",
        "organisation": "organisation|organization|org|company|corporation|corporate|business|firm|enterprise"
        "|institution|legal entity|legal person|merchant|vendor|c|o|b|b2b|법인|법인고객|기업|회사|단체|사업자|法人|企業"
        "|会社|団体|組織|公司",
    }
)


def clean_entity_kind(raw: str, _: str) -> Cleaned:
    """Clean the kind of an entity; outputs (value,): 'person' or 'organisation'."""
    text = nfkc(raw).lower()
    found = _KINDS.get(text)
    if found is not None:
        return (found,)
    return Problem.PLACEHOLDER if is_placeholder(text) else Problem.MALFORMED


GENDER = Cleaner(("value",), clean_gender)
COUNTRY = Cleaner(("value",), clean_country)
IDENTIFIER = Cleaner(("value",), clean_identifier)
ACCOUNT = Cleaner(("value",), clean_account)
HASH = Cleaner(("value",), clean_hash)
CATEGORY = Cleaner(("value",), clean_category)
NUMBER = Cleaner(("value",), clean_number, type="double")
BOOLEAN = Cleaner(("value",), clean_boolean, type="boolean")
ENTITY_KIND = Cleaner(("value",), clean_entity_kind)
ORGANISATION = Cleaner(("value", "key"), clean_organisation)
