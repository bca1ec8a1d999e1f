"""Addresses: one key for the usual ways to write a street, city or region, and whole addresses taken apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdp.standardise.addresses import ADDRESS, CITY, POSTAL_CODE, REGION, STREET
from cdp.standardise.cleaner import Cleaner, Problem


def key(cleaner: Cleaner, raw: str, country: str) -> str | None:
    found = cleaner.clean(raw, country)
    assert not isinstance(found, Problem), found
    return found[1]


@pytest.mark.parametrize(
    ("country", "expected", "forms"),
    [
        (
            "US",
            "123 n main st #5",
            "123 North Main Street, Apartment 5|#5, 123 N. Main St|123 N Main St Apt. 5|123 N MAIN ST #5",
        ),
        ("US", "12 5th ave", "12 Fifth Avenue|12 5th Ave.|12, 5th av"),
        ("US", "pobox 12", "P.O. Box 12|PO Box 12|Post Office Box 12"),
        ("US", "77 n lake rd #900", "77 N Lake Rd Suite 900|77 North Lake Road, Ste 900|77 N Lake Rd Unit 900"),
        ("GB", "10 high st #2", "Flat 2, 10 High Street|10 High St, Flat 2"),
        ("GB", "10 pk ln fl 2", "10 Park Lane, Floor 2|2nd Floor, 10 Park Lane|10 Park Ln, 2nd floor"),
        ("AU", "123 main rd #5", "5/123 Main Road|Unit 5, 123 Main Rd"),
        ("DE", "hauptstr 5", "Hauptstraße 5|Hauptstr. 5|HAUPTSTRASSE 5"),
        (
            "KR",
            "deherallo123",
            "테헤란로 123|테헤란로123|테헤란로 123 (역삼동)|서울 강남구 테헤란로 123|123, Teheran-ro|123 Teheran-ro",
        ),
        ("KR", "deherallo123 4f", "테헤란로 123, 4층|테헤란로123 4층|4F, 123, Teheran-ro"),
        (
            "KR",
            "deherallo12gil34 101-1001",
            "테헤란로12길 34, 101동 1001호|테헤란로 12길 34 101-1001|34, Teheran-ro 12-gil, 101-1001",
        ),
        ("KR", "yeoksamdong123-4", "역삼동 123-4|역삼동 123번지 4호|역삼동123-4"),
        ("KR", "jongno1", "종로 1|1, Jong-ro|1 Jongno|Jongno 1"),
        (
            "JP",
            "神南1-2-3",
            "神南1丁目2番3号|神南一丁目二番三号|神南１－２－３|神南1ー2ー3|神南 1-2-3|神南1丁目2の3|神南1丁目2番地3",
        ),
        ("JP", "神南1-2-3-101", "神南1丁目2番3号101号室|神南1-2-3-101|神南1-2-3 101"),
        ("JP", "神南1-2-3渋谷biru5f", "神南1-2-3 渋谷ビル5階|神南１丁目２−３ 渋谷ビル ５F"),
        ("JP", "霞ヶ関1-2", "霞ヶ関1-2|霞が関1-2|霞ケ関1丁目2番"),
        ("JP", "三番町5-6", "三番町5-6|三番町5番6号"),
        ("JP", "山田12-3", "大字山田12番地3|山田12番地の3|山田十二番地3"),
        ("JP", "jinnan1-2-3", "1-2-3 Jinnan|Jinnan 1-2-3|Jinnan 1-chome 2-3"),
    ],
)
def test_street_key(country: str, expected: str, forms: str) -> None:
    for form in forms.split("|"):
        assert key(STREET, form, country) == expected, form


@pytest.mark.parametrize(
    ("country", "expected", "forms"),
    [
        ("KR", "gangnam", "강남구|Gangnam-gu|서울특별시 강남구|Kangnam-gu, Seoul"),
        ("KR", "seongnambundang", "성남시 분당구|Bundang-gu, Seongnam-si"),
        ("KR", "jongno", "종로구|Jongno-gu"),
        ("KR", "gangneung", "강릉시|Gangneung-si|Gangneung"),
        ("KR", "seoul", "서울|서울시|서울특별시|Seoul"),
        ("KR", "busan", "부산|Busan|Pusan"),
        ("JP", "shibuya", "渋谷区|澁谷区|東京都渋谷区|Shibuya-ku|Shibuya"),
        ("JP", "yokohamanishi", "横浜市西区|Nishi-ku, Yokohama"),
        ("JP", "yokkaichi", "四日市市|四日市|Yokkaichi"),
        ("JP", "osaka", "大阪市|大阪|Ōsaka|Osaka-shi"),
        ("JP", "saitama", "さいたま市|Saitama"),
        ("JP", "瑞穂", "瑞穂町|西多摩郡瑞穂町"),
        ("US", "stlouis", "St. Louis|Saint Louis|ST LOUIS"),
        ("US", "newyork", "New York|New York City|NYC"),
        ("US", "saltlakecity", "Salt Lake City|Salt Lake City, UT"),
        ("DE", "munchen", "München|Munchen"),
    ],
)
def test_city_key(country: str, expected: str, forms: str) -> None:
    for form in forms.split("|"):
        assert key(CITY, form, country) == expected, form


@pytest.mark.parametrize(
    ("country", "expected", "forms"),
    [
        ("US", ("CA", "ca"), "CA|California|calif.|CALIFORNIA"),
        ("US", ("NY", "ny"), "NY|New York|n.y."),
        ("AU", ("NSW", "nsw"), "NSW|New South Wales|nsw"),
        ("CA", ("ON", "on"), "ON|Ontario|Ont."),
        ("GB", ("Hertfordshire", "hertfordshire"), "Herts|Hertfordshire"),
        ("KR", ("서울특별시", "seoul"), "서울|서울시|서울특별시|Seoul|Seoul-si"),
        ("KR", ("경기도", "gyeonggi"), "경기|경기도|Gyeonggi-do|Kyonggi-do"),
        ("KR", ("전북특별자치도", "jeollabuk"), "전북|전라북도|전북특별자치도|Jeollabuk-do|Jeonbuk"),
        ("JP", ("東京都", "tokyo"), "東京|東京都|Tokyo|Tokyo-to|Tōkyō"),
        ("JP", ("京都府", "kyoto"), "京都|京都府|Kyoto|Kyōto-fu"),
        ("JP", ("北海道", "hokkaido"), "北海道|Hokkaido|Hokkaidō"),
        ("DE", ("Bavaria", "bavaria"), "Bavaria"),
        ("", ("東京都", "tokyo"), "東京|東京都"),
    ],
)
def test_region(country: str, expected: tuple[str, str], forms: str) -> None:
    for form in forms.split("|"):
        assert REGION.clean(form, country) == expected, form


@pytest.mark.parametrize(
    ("raw", "country", "expected"),
    [
        ("〒150-0001", "JP", "1500001"),
        ("１５０−０００１", "JP", "1500001"),
        ("600001", "JP", "0600001"),
        ("06236", "KR", "06236"),
        ("6236", "KR", "06236"),
        ("135-080", "KR", "135080"),
        ("62701-1234", "US", "62701"),
        ("627010000", "US", "62701"),
        ("2119", "US", "02119"),
        ("sw1a 1aa", "GB", "SW1A1AA"),
        ("SW1A 1AA", "US", "SW1A1AA"),
        ("k1a 0b1", "CA", "K1A0B1"),
        ("2119.0", "AU", "2119"),
        ("10115", "", "10115"),
    ],
)
def test_postal_code(raw: str, country: str, expected: str) -> None:
    assert POSTAL_CODE.clean(raw, country) == (expected,)


@pytest.mark.parametrize("raw", ["", "00000", "000-0000", "99999", "n/a", "-"])
def test_no_postal_code(raw: str) -> None:
    for country in ("", "US", "KR", "JP", "GB"):
        assert POSTAL_CODE.clean(raw, country) is Problem.PLACEHOLDER


@pytest.mark.parametrize(
    ("raw", "country"), [("abc", "US"), ("123", "JP"), ("1234567", "KR"), ("hello", ""), ("1" + "2" * 12, "")]
)
def test_malformed_postal_code(raw: str, country: str) -> None:
    assert POSTAL_CODE.clean(raw, country) is Problem.MALFORMED


# address, country, street, city, region, postal code
WHOLE = [
    ("123 Main Street, Salt Lake City UT 84101", "US", "123 Main Street", "Salt Lake City", "UT", "84101"),
    ("123 Main St, Springfield, IL 62701-1234", "", "123 Main St", "Springfield", "IL", "62701"),
    ("20 W. 7th St Santa Rosa, CA 95401", "US", "20 W. 7th St", "Santa Rosa", "CA", "95401"),
    ("638 5th Ave, Apt 3, New York, New York 10020", "US", "638 5th Ave, Apt 3", "New York", "NY", "10020"),
    ("45 E Lake Dr, Riverton, CA", "US", "45 E Lake Dr", "Riverton", "CA", None),
    ("45 E Lake Dr, 95401", "US", "45 E Lake Dr", None, None, "95401"),
    ("7 Maple Ave NE Washington DC 20002", "US", "7 Maple Ave NE", "Washington", "DC", "20002"),
    ("12 Maple Street", "", "12 Maple Street", None, None, None),
    ("10 High Street, Guildford, Surrey GU1 1AA", "GB", "10 High Street", "Guildford", "Surrey", "GU11AA"),
    ("10 High Street, London SW1A 2AB, UK", "", "10 High Street", "London", None, "SW1A2AB"),
    ("1 Macquarie St, Sydney NSW 2000", "AU", "1 Macquarie St", "Sydney", "NSW", "2000"),
    ("100 Queen St W, Toronto, ON M5H 2N2", "CA", "100 Queen St W", "Toronto", "ON", "M5H2N2"),
    ("Hauptstr. 5, 10115 Berlin, Germany", "", "Hauptstr. 5", "Berlin", None, "10115"),
    ("서울특별시 강남구 테헤란로 123, 4층 06236", "KR", "테헤란로 123, 4층", "강남구", "서울특별시", "06236"),
    ("(13529) 경기 성남시 분당구 판교역로 235", "KR", "판교역로 235", "성남시 분당구", "경기도", "13529"),
    ("서울시 종로구 종로 1", "", "종로 1", "종로구", "서울특별시", None),
    ("세종특별자치시 한누리대로 2130", "KR", "한누리대로 2130", None, "세종특별자치시", None),
    (
        "123, Teheran-ro, Gangnam-gu, Seoul 06133, South Korea",
        "KR",
        "123, Teheran-ro",
        "Gangnam-gu",
        "서울특별시",
        "06133",
    ),
    ("〒150-0041 東京都渋谷区神南1-2-3 渋谷ビル5階", "JP", "神南1-2-3 渋谷ビル5階", "渋谷区", "東京都", "1500041"),
    ("神奈川県横浜市西区みなとみらい2-2-1", "JP", "みなとみらい2-2-1", "横浜市西区", "神奈川県", None),
    ("千葉県市川市八幡1-1-1", "JP", "八幡1-1-1", "市川市", "千葉県", None),
    ("東京都町田市森野2-2-22", "", "森野2-2-22", "町田市", "東京都", None),
    ("東京都西多摩郡瑞穂町箱根ケ崎2335", "JP", "箱根ケ崎2335", "西多摩郡瑞穂町", "東京都", None),
    ("1-2-3 Jinnan, Shibuya-ku, Tokyo 150-0041, Japan", "JP", "1-2-3 Jinnan", "Shibuya-ku", "東京都", "1500041"),
]


@pytest.mark.parametrize(("raw", "country", "street", "city", "region", "postal_code"), WHOLE)
def test_whole_address(
    raw: str, country: str, street: str | None, city: str | None, region: str | None, postal_code: str | None
) -> None:
    found = ADDRESS.clean(raw, country)
    assert not isinstance(found, Problem)
    assert (found[1], found[3], found[5], found[7]) == (street, city, region, postal_code)


@pytest.mark.parametrize("whole", WHOLE)
def test_parts_of_a_whole_have_the_keys_of_the_parts(whole: tuple[str | None, ...]) -> None:
    raw, country, street, city, region, _ = (part or "" for part in whole)
    found = ADDRESS.clean(raw, country)
    assert not isinstance(found, Problem)
    assert found[2] == (key(STREET, street, country) if street else None)
    assert found[4] == (key(CITY, city, country) if city else None)
    assert found[6] == (key(REGION, region, country) if region else None)


@pytest.mark.parametrize("cleaner", [STREET, CITY, REGION, ADDRESS])
def test_placeholders(cleaner: Cleaner) -> None:
    for raw in ("", "n/a", "unknown", "없음", "未入力", "-", "xxx"):
        assert cleaner.clean(raw, "US") is Problem.PLACEHOLDER


@given(
    st.text(alphabet="0123456789- ,./#abcstN서울강남구테헤란로길동호층東京都渋谷区丁目番号神南ァビル〒", max_size=30),
    st.sampled_from(["", "US", "KR", "JP", "GB"]),
)
def test_any_address_gets_an_answer(raw: str, country: str) -> None:
    for cleaner in (STREET, CITY, REGION, POSTAL_CODE, ADDRESS):
        found = cleaner.clean(raw, country)
        assert isinstance(found, Problem) or len(found) == len(cleaner.outputs)
