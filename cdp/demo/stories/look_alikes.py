"""Stories of people who must stay apart: twins, namesakes, two owners of one number."""

from __future__ import annotations

from datetime import date, datetime

from cdp.demo.names import Country, Gender, Name
from cdp.demo.names_jp import japanese_name
from cdp.demo.people import Person
from cdp.demo.stories import planting as plant
from cdp.demo.stories.planting import Where
from cdp.demo.stories.story import Scene


def twins() -> Scene:
    """Two sisters who share all but their given names and mail addresses."""
    home = plant.home("JP", Where("吉祥寺本町", (3, 5, 17), "1800004", "ひかりハイツ", "305"))
    family, born = japanese_name("山口", "ヤマグチ"), date(2003, 8, 15)
    sisters = []
    for number, given in ((3, japanese_name("美咲", "ミサキ")), (4, japanese_name("美月", "ミツキ"))):
        key, household = plant.keys(number, 3)
        sister = Person(key, "JP", "F", family, given, born, household, home)
        sister.email, sister.phone = f"{given.latin.lower()}.yamaguchi.0815@icloud.example", "+818093456012"
        sisters.append(sister)
    scene = Scene(
        key="twins",
        title="Twins",
        text="Yamaguchi Misaki and Mitsuki share birth date, surname, address and phone; given name and mail differ.",
        look_for="Two profiles in one household.",
        people=sisters,
    )
    for number, sister in enumerate(sisters, start=3):
        scene.systems.customers.append(plant.customer(sister, number, datetime(2025, 3, number, 15)))
        scene.systems.cards.append(plant.card(sister, number, date(2024, 8, 15)))
    return scene


def _namesake(number: int, country: Country, name: tuple[Name, Name], born: date, where: Where) -> Person:
    gender: Gender = "M"
    key, household = plant.keys(number)
    person = Person(key, country, gender, *name, born, household, plant.home(country, where))
    first = person.given.latin.split("-")[0].lower()
    person.email = f"{first}.{person.family.latin.lower()}.no{number}@gmail.example"
    prefix = {"KR": "+8210523401", "JP": "+8190934560", "US": "+141555501"}[country]
    person.phone = f"{prefix}{number}"
    return person


def homonyms() -> Scene:
    """Three pairs of namesakes with nothing else in common."""
    seongtae, ken = (
        (Name("김", "Kim"), Name("성태", "Sung-tae")),
        (japanese_name("佐藤", "サトウ"), japanese_name("健", "ケン")),
    )
    john = Name("Smith", "Smith"), Name("John", "John")
    people = [
        _namesake(
            11, "KR", seongtae, date(1971, 5, 30), Where("잠실동", (240, 0, 0), "05510", "은하수아파트", "505동 801호")
        ),
        _namesake(12, "KR", seongtae, date(1994, 1, 8), Where("부전동", (66, 3, 0), "47210", lot=(168, 22))),
        _namesake(13, "JP", ken, date(1983, 3, 21), Where("豊洲", (4, 1, 2), "1350061", "パークハイム", "1102")),
        _namesake(14, "JP", ken, date(2001, 10, 9), Where("天満", (1, 8, 20), "5300043")),
        _namesake(15, "US", john, date(1962, 7, 4), Where("Chicago", (1200, 0, 0), "60614", road=4)),
        _namesake(16, "US", john, date(1990, 12, 24), Where("Atlanta", (35, 0, 0), "30309", unit="12B", road=7)),
    ]
    scene = Scene(
        key="homonyms",
        title="Namesakes",
        text="Two men named 김성태, two named 佐藤 健 and two named John Smith: same names, different people.",
        look_for="Six profiles; a common name is weak evidence when all the rest disagrees.",
        people=people,
    )
    for number, person in enumerate(people, start=11):
        scene.systems.customers.append(plant.customer(person, number, datetime(2025, 6, number, 13)))
        scene.systems.cards.append(plant.card(person, number, date(2024, 4, number)))
    return scene


def recycled_phone() -> Scene:
    """A number given up in 2024 that belongs to somebody else in 2025."""
    number = "+817091239019"
    key, household = plant.keys(19)
    home = plant.home("JP", Where("高田馬場", (1, 30, 4), "1690075", "コーポ緑", "102"))
    name = japanese_name("中村", "ナカムラ"), japanese_name("拓也", "タクヤ")
    takuya = Person(key, "JP", "M", *name, date(1986, 6, 6), household, home)
    takuya.email, takuya.phone = "takuya.nakamura.0606@gmail.example", "+817091239018"
    takuya.old_phone, takuya.renumbered_on = number, date(2024, 5, 1)
    key, household = plant.keys(20)
    home = plant.home("JP", Where("下鴨本町", (2, 6, 11), "6060862"))
    name = japanese_name("小川", "オガワ"), japanese_name("恵", "メグミ")
    megumi = Person(key, "JP", "F", *name, date(1957, 1, 22), household, home)
    megumi.email, megumi.phone = "megumi.ogawa.0122@yahoo-jp.example", number
    scene = Scene(
        key="recycled-phone",
        title="A recycled phone number",
        text="Nakamura Takuya gave up his number in May 2024; in June 2025 Ogawa Megumi got it.",
        look_for="Two profiles; his shows the new number as current, hers the recycled one.",
        people=[takuya, megumi],
    )
    scene.systems.customers += [
        plant.customer(takuya, 19, datetime(2024, 2, 10, 17)),
        plant.customer(megumi, 20, datetime(2025, 9, 12, 11)),
    ]
    scene.systems.cards += [
        plant.card(takuya, 19, date(2025, 8, 3))._replace(email=takuya.email),
        plant.card(megumi, 20, date(2025, 6, 20)),
    ]
    return scene
