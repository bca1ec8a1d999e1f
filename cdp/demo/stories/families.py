"""Stories of families: shared things, a new surname, a new home."""

from __future__ import annotations

from datetime import date, datetime

from cdp.demo.names import Gender, Name
from cdp.demo.names_jp import japanese_name
from cdp.demo.people import Person
from cdp.demo.sources.app import Step, Visit
from cdp.demo.stories import planting as plant
from cdp.demo.stories.planting import Where
from cdp.demo.stories.story import Scene

_FAMILY: tuple[tuple[int, Gender, Name, Name, date], ...] = (
    (7, "M", Name("박", "Park"), Name("준호", "Jun-ho"), date(1975, 9, 2)),
    (8, "F", Name("이", "Lee"), Name("수진", "Soo-jin"), date(1978, 3, 14)),
    (9, "M", Name("박", "Park"), Name("서준", "Seo-jun"), date(2006, 5, 5)),
    (10, "F", Name("박", "Park"), Name("서윤", "Seo-yoon"), date(2009, 11, 23)),
)


def family() -> Scene:
    """Father, mother and two children with one phone number, one address, one card, one tablet."""
    home = plant.home("KR", Where("정자동", (178, 1, 0), "13558", "푸른마을아파트", "204동 1502호", lot=(105, 9)))
    members = []
    for number, gender, surname, given, born in _FAMILY:
        key, household = plant.keys(number, 7)
        one = Person(key, "KR", gender, surname, given, born, household, home)
        one.email = f"{given.latin.replace('-', '').lower()}.family.no{number}@naver.example"
        one.phone = "+821052340107"
        members.append(one)
    father, mother, son, daughter = members
    scene = Scene(
        key="family",
        title="A family sharing phone, address and card",
        text="The Parks of Bundang share a phone number, a home, one loyalty card in the mother's name and a tablet.",
        look_for="Four profiles in one household; what the card and the tablet did belongs to nobody for certain.",
        people=members,
    )
    own = scene.systems
    own.customers += [
        plant.customer(father, 7, datetime(2024, 9, 1, 13)),
        plant.customer(mother, 8, datetime(2025, 1, 8, 13)),
    ]
    card = plant.card(mother, 8, date(2023, 12, 24))._replace(users=tuple(one.key for one in members))
    own.cards.append(card)
    for turn, one in enumerate(members):
        at = datetime(2025, 4 + turn, 12, 16, 20)
        own.receipts.append(
            plant.receipt(one, card, at, "K03", plant.product(("HN-1401", "HN-1302", "HN-1602", "HN-1703")[turn]))
        )
    tablet = plant.device("park-family", "ios", "iPad Air", shared=True)
    look = Step("screen", "Product", {"url": "https://shop.hanaro.example/kr/p/HN-1703", "path": "/p/HN-1703"})
    for number, child in ((9, son), (10, daughter)):
        online = plant.account(child, number, date(2025, 5, number))
        placed = datetime(2025, 5, number, 19, 30)
        own.orders.append(plant.order(online, number, placed, ("HN-1703",), plant.delivered(online, placed)))
        visit = Visit(child.key, tablet, "KR", placed.replace(hour=18), online, 1)
        own.events += plant.visit(visit, [look, look])
    return scene


def bride() -> Scene:
    """A woman known by her maiden name in old systems and by her husband's in new ones."""
    maiden, married = japanese_name("田中", "タナカ"), japanese_name("鈴木", "スズキ")
    key, household = plant.keys(21)
    home = plant.home("JP", Where("日吉", (5, 3, 8), "2230061", "グランドハイツ", "401"))
    ayaka = Person(key, "JP", "F", married, japanese_name("彩花", "アヤカ"), date(1995, 4, 29), household, home)
    ayaka.email, ayaka.phone = "ayaka.t.0429@gmail.example", "+818093456021"
    ayaka.maiden, ayaka.married_on = maiden, date(2025, 6, 14)
    ayaka.old_home = plant.home("JP", Where("今池", (1, 12, 6), "4640850"))
    ayaka.moved_on = ayaka.married_on
    scene = Scene(
        key="bride",
        title="A bride with a new surname",
        text="Tanaka Ayaka married in June 2025, became Suzuki Ayaka and moved from Nagoya to Yokohama.",
        look_for="One profile named 鈴木 彩花 with the new home, found under the maiden name too.",
        people=[ayaka],
    )
    scene.systems.customers.append(plant.customer(ayaka, 21, datetime(2024, 6, 1, 12, 40)))
    scene.systems.cards.append(plant.card(ayaka, 21, date(2025, 2, 22)))
    online = plant.account(ayaka, 21, date(2025, 11, 23))
    placed = datetime(2025, 11, 23, 9, 5)
    scene.systems.orders.append(
        plant.order(online, 21, placed, ("HN-2105", "HN-2101"), plant.delivered(online, placed))
    )
    return scene


def mover() -> Scene:
    """A man whose old home is written by lot number and by road name, and who lives elsewhere now."""
    key, household = plant.keys(22)
    home = plant.home("KR", Where("송도동", (123, 0, 0), "22004", "하늘채아파트", "110동 2301호", lot=(24, 5)))
    jiho = Person(key, "KR", "M", Name("윤", "Yoon"), Name("지호", "Ji-ho"), date(1990, 7, 17), household, home)
    jiho.email, jiho.phone = "jiho.yoon.0717@daum.example", "+821052340122"
    jiho.old_home = plant.home("KR", Where("역삼동", (146, 12, 0), "06241", "솔빛아파트", "101동 302호", lot=(736, 24)))
    jiho.moved_on = date(2025, 10, 31)
    scene = Scene(
        key="mover",
        title="Moved between two systems",
        text="Yoon Ji-ho's old home is a lot number in the CRM and a road on his card; his orders go to Songdo.",
        look_for="One profile with the home in Incheon as the current one.",
        people=[jiho],
    )
    old = plant.customer(jiho, 22, datetime(2024, 3, 3, 16))
    scene.systems.customers.append(old._replace(address="서울특별시 강남구 역삼동 736-24 솔빛아파트 101동 302호"))
    scene.systems.cards.append(
        plant.card(jiho, 22, date(2024, 12, 7))._replace(address="서울 강남구 테헤란로146-12 101동 302호")
    )
    online = plant.account(jiho, 22, date(2026, 2, 2))
    placed = datetime(2026, 2, 2, 23, 55)
    scene.systems.orders.append(plant.order(online, 22, placed, ("HN-2002",), plant.delivered(online, placed)))
    return scene
