"""Where a table comes from: whose data, which channel, which country and time zone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from pathlib import Path

from cdp.discover.column_words import tokens
from cdp.discover.draft import Chosen
from cdp.discover.settle import Looked
from cdp.standardise.phones import EVERYDAY

PARTIES = ("first", "second", "third")
CHANNELS = {
    "survey": "survey surveys nps csat panel answers questionnaire feedback 설문 アンケート",
    "call_center": "call calls callcenter support ticket tickets helpdesk cs 상담 콜센터 コール 問合せ",
    "email": "email emails campaign campaigns newsletter mailing mailings 이메일 메일 メール",
    "app": "app events mobile screen clickstream tracking segment ios android 앱 アプリ",
    "web": "web shop webshop online ecommerce orders order site 온라인 주문 注文 通販",
    "store": "store stores till pos receipt receipts loyalty member members cards 매장 영수증 멤버십 店舗 会員",
    "social": "social messages instagram facebook twitter kakao line sns",
    "partner": "partner partners affiliate 제휴 提携",
    "bought": "bought purchased vendor demographics append watchlist reference broker 구매명단 購入",
}
"""Channel to words in names of files, folders and tables that speak for it."""
TRUST = {"first": 50, "second": 30, "third": 10}
"""Trust rank of a source by party, until somebody says otherwise."""


_TELLING = 0.4
"""Share of the votes from which on they tell the country of a table."""


def party_and_channel(looked: Looked) -> tuple[Chosen, Chosen]:
    """Return whose data a table holds and through which channel it came, as far as names and columns tell."""
    channel = _channel(looked)
    if channel.value == "bought" or looked.has("expires"):
        return Chosen("third", 0.7, "bought, or under a licence that expires"), channel
    hashed = looked.has("hashed_email", "hashed_phone") and not looked.has("email", "phone")
    if channel.value == "partner" or hashed:
        return Chosen("second", 0.7, "a partner's: by its name, or contacts as hashes only"), channel
    return Chosen("first", 0.6, "nothing says that it is somebody else's"), channel


def _channel(looked: Looked) -> Chosen:
    if looked.table.is_mail:
        return Chosen("email", 0.9, "they are mails")
    place = Path(str(looked.table.connector.get("path", "")))
    name, folder = set(tokens(looked.table.name)), set(tokens(place.parent.name))
    looks = ((name | folder, "place", ("partner", "bought")), (name, "name", CHANNELS), (folder, "folder", CHANNELS))
    for words, told, channels in looks:
        for channel in channels:
            if known := words & set(CHANNELS[channel].split()):
                return Chosen(channel, 0.7, f"its {told} says {min(known)}")
    return Chosen("crm", 0.3, "nothing tells; store, web, app, email, call_center, social, partner, …")


def region(looked: Looked) -> Chosen | None:
    """Return the country of a table's phones and addresses; None when nothing tells."""
    named = tokens(looked.table.name)[-1].upper()
    if looked.region_share < _TELLING and named in EVERYDAY:
        return Chosen(named, 0.6, "by its name")
    if looked.region_share < _TELLING:
        return None
    return Chosen(looked.region, round(looked.region_share, 2), "by phones, scripts and countries in it")


def common_region(all_looked: Iterable[Looked]) -> Chosen:
    """Return the country that most tables speak for."""
    votes = Counter(each.region for each in all_looked if each.region)
    if not votes:
        return Chosen("US", 0.2, "nothing tells")
    best, most = votes.most_common(1)[0]
    return Chosen(best, round(most / votes.total(), 2), f"{most} of {votes.total()} tables that tell")


def timezone(country: Chosen | None) -> Chosen | None:
    """Return the time zone of a country; its first where it has several."""
    zones = _zones().get(country.value, []) if country else []
    if not zones or country is None:
        return None
    told = "of the country" if len(zones) == 1 else f"one of {len(zones)} of the country"
    return Chosen(zones[0], round(country.confidence / len(zones) ** 0.5, 2), told)


@cache
def _zones() -> dict[str, list[str]]:
    """Country to its time zones, the most populous first, as the time zone database lists them."""
    zones: dict[str, list[str]] = {}
    for line in (files("tzdata") / "zoneinfo" / "zone.tab").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            country, _, zone = line.split("\t")[:3]
            zones.setdefault(country, []).append(zone)
    return zones
