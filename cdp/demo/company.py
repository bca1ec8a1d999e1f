"""Hanaro & Sons: a retailer of clothes and things for the home in Korea, Japan and the United States."""

from __future__ import annotations

from typing import NamedTuple

from cdp.demo.names import Country

SITE = "https://shop.hanaro.example"
CURRENCY: dict[Country, str] = {"KR": "KRW", "JP": "JPY", "US": "USD"}
LOCALE: dict[Country, str] = {"KR": "ko-KR", "JP": "ja-JP", "US": "en-US"}


class Store(NamedTuple):
    """A shop."""

    code: str
    name: str
    phone: str
    """The shop's own number, as printed on its receipts."""


STORES: dict[Country, tuple[Store, ...]] = {
    "KR": (
        Store("K01", "하나로 강남점", "02-540-0110"),
        Store("K02", "하나로 홍대점", "02-332-0120"),
        Store("K03", "하나로 잠실점", "02-413-0130"),
        Store("K04", "하나로 해운대점", "051-740-0140"),
        Store("K05", "하나로 대구점", "053-420-0150"),
    ),
    "JP": (
        Store("J01", "ハナロ渋谷店", "03-5468-0110"),
        Store("J02", "ハナロ新宿店", "03-5321-0120"),
        Store("J03", "ハナロ梅田店", "06-6345-0130"),
        Store("J04", "ハナロ名古屋店", "052-251-0140"),
        Store("J05", "ハナロ天神店", "092-721-0150"),
    ),
    "US": (
        Store("U01", "Hanaro SoHo", "(212) 555-0110"),
        Store("U02", "Hanaro Brooklyn", "(718) 555-0120"),
        Store("U03", "Hanaro Boston", "(617) 555-0130"),
        Store("U04", "Hanaro Atlanta", "(404) 555-0140"),
    ),
}


class Product(NamedTuple):
    """Something the shops sell, with its title and price per country (won, yen, dollars)."""

    sku: str
    category: str
    titles: dict[Country, str]
    prices: dict[Country, float]


# sku|category|Korean title|Japanese title|English title|price in won
_PRODUCTS = """
HN-1001|tops|린넨 셔츠|リネンシャツ|Linen shirt|59000
HN-1002|tops|옥스퍼드 셔츠|オックスフォードシャツ|Oxford shirt|49000
HN-1003|tops|반팔 티셔츠|半袖Tシャツ|Short-sleeved T-shirt|19000
HN-1004|tops|줄무늬 블라우스|ストライプブラウス|Striped blouse|45000
HN-1005|tops|피케 셔츠|ポロシャツ|Polo shirt|39000
HN-1101|knitwear|램스울 스웨터|ラムウールセーター|Lambswool sweater|69000
HN-1102|knitwear|캐시미어 가디건|カシミヤカーディガン|Cashmere cardigan|129000
HN-1103|knitwear|니트 조끼|ニットベスト|Knitted vest|49000
HN-1104|knitwear|터틀넥 니트|タートルネックニット|Turtleneck|55000
HN-1201|trousers|면 바지|コットンパンツ|Cotton trousers|49000
HN-1202|trousers|청바지|デニムパンツ|Jeans|59000
HN-1203|trousers|와이드 슬랙스|ワイドスラックス|Wide slacks|55000
HN-1204|trousers|조거 팬츠|ジョガーパンツ|Joggers|39000
HN-1301|dresses|셔츠 원피스|シャツワンピース|Shirt dress|79000
HN-1302|dresses|플리츠 스커트|プリーツスカート|Pleated skirt|49000
HN-1303|dresses|린넨 원피스|リネンワンピース|Linen dress|89000
HN-1401|outerwear|울 코트|ウールコート|Wool coat|199000
HN-1402|outerwear|경량 패딩|軽量ダウン|Light down jacket|119000
HN-1403|outerwear|트렌치 코트|トレンチコート|Trench coat|169000
HN-1404|outerwear|레인 재킷|レインジャケット|Rain jacket|89000
HN-1501|kids|아동 티셔츠|キッズTシャツ|Kids' T-shirt|15000
HN-1502|kids|아동 바지|キッズパンツ|Kids' trousers|25000
HN-1503|kids|유아 우주복|ベビーカバーオール|Baby romper|29000
HN-1601|shoes|캔버스 운동화|キャンバススニーカー|Canvas sneakers|45000
HN-1602|shoes|가죽 로퍼|レザーローファー|Leather loafers|99000
HN-1603|shoes|장화|レインブーツ|Rain boots|39000
HN-1604|shoes|실내화|ルームシューズ|Slippers|15000
HN-1701|accessories|울 머플러|ウールマフラー|Wool scarf|35000
HN-1702|accessories|가죽 벨트|レザーベルト|Leather belt|39000
HN-1703|accessories|버킷햇|バケットハット|Bucket hat|25000
HN-1704|accessories|양말 세트|靴下セット|Set of socks|12000
HN-1705|accessories|에코백|トートバッグ|Tote bag|19000
HN-2001|bedding|면 침대 시트|コットンシーツ|Cotton sheet|49000
HN-2002|bedding|거위털 이불|羽毛布団|Goose-down duvet|189000
HN-2003|bedding|메밀 베개|そば枕|Buckwheat pillow|29000
HN-2004|bedding|극세사 담요|マイクロファイバー毛布|Fleece blanket|35000
HN-2101|kitchen|도자기 그릇 세트|磁器の器セット|Set of bowls|45000
HN-2102|kitchen|무쇠 냄비|鋳物鍋|Cast-iron pot|89000
HN-2103|kitchen|대나무 도마|竹まな板|Bamboo board|19000
HN-2104|kitchen|찻잔 세트|湯のみセット|Set of tea cups|29000
HN-2105|kitchen|수저 세트|箸とスプーンのセット|Cutlery set|15000
HN-2201|bath|수건 세트|タオルセット|Set of towels|29000
HN-2202|bath|목욕 가운|バスローブ|Bathrobe|59000
HN-2203|bath|욕실 매트|バスマット|Bath mat|19000
HN-2301|storage|라탄 바구니|ラタンバスケット|Rattan basket|25000
HN-2302|storage|수납 상자|収納ボックス|Storage box|15000
HN-2303|storage|나무 옷걸이|木製ハンガー|Wooden hangers|12000
HN-2401|stationery|가죽 노트|レザーノート|Leather notebook|22000
"""


def _product(line: str) -> Product:
    sku, category, korean, japanese, english, won = line.split("|")
    price = int(won)
    prices: dict[Country, float] = {"KR": price, "JP": price // 1000 * 100 + 90, "US": price // 1200 + 0.9}
    return Product(sku, category, {"KR": korean, "JP": japanese, "US": english}, prices)


PRODUCTS: tuple[Product, ...] = tuple(_product(line) for line in _PRODUCTS.strip().splitlines())

AGENTS: tuple[str, ...] = ("haneul", "yejin", "sora", "daichi", "mio", "haruto", "ellen", "marcus", "paula", "ravi")
"""Call-centre agents; their mail is <agent>@hanaro-staff.example."""

CAMPAIGNS: tuple[str, ...] = (
    "new-year",
    "winter-sale",
    "spring-linen",
    "golden-week",
    "family-month",
    "summer-opening",
    "rain-season",
    "back-to-school",
    "harvest-moon",
    "knitwear-week",
    "black-friday",
    "gift-guide",
)
"""Mailings, in the order of the months they go out in."""

AIRLINE_TIERS = ("silver", "gold", "platinum")


def money(amount: float, country: Country) -> float | int:
    """An amount in the country's currency: whole won and yen, cents of a dollar."""
    return round(amount, 2) if country == "US" else round(amount)
