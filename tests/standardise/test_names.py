"""Names: written properly, split rightly, and with one key however they are spelled."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdp.standardise.cleaner import Problem
from cdp.standardise.name_keys import name_key
from cdp.standardise.names import FAMILY_NAME, FULL_NAME, GIVEN_NAME, PHONETIC_NAME

COUNTRIES = st.sampled_from(["", "KR", "JP", "US", "GB", "CN", "DE"])

# name, country, given name, family name, given key, family key
WHOLE_NAMES = [
    # Korea
    ("김영희", "KR", "영희", "김", "younghee", "kim"),
    ("김 영희", "KR", "영희", "김", "younghee", "kim"),
    ("영희 김", "KR", "영희", "김", "younghee", "kim"),
    ("김영희 님", "KR", "영희", "김", "younghee", "kim"),
    ("김영희씨", "KR", "영희", "김", "younghee", "kim"),
    ("김영희(金英姬)", "KR", "영희", "김", "younghee", "kim"),
    ("Kim Young-hee", "KR", "Young-hee", "Kim", "younghee", "kim"),
    ("Gim Yeonghui", "KR", "Yeonghui", "Gim", "younghee", "kim"),
    ("Young-Hee Kim", "KR", "Young-Hee", "Kim", "younghee", "kim"),
    ("KIM YOUNG HEE", "KR", "Young Hee", "Kim", "younghee", "kim"),
    ("Kim, Young Hee", "KR", "Young Hee", "Kim", "younghee", "kim"),
    ("Young Hee Kim", "US", "Young Hee", "Kim", "younghee", "kim"),
    ("Kim Young-hee", "", "Young-hee", "Kim", "younghee", "kim"),
    ("김민수", "", "민수", "김", "minsoo", "kim"),
    ("KIM MIN SU", "KR", "Min Su", "Kim", "minsoo", "kim"),
    ("Min-su Kim", "KR", "Min-su", "Kim", "minsoo", "kim"),
    ("Minsoo Kim", "KR", "Minsoo", "Kim", "minsoo", "kim"),
    ("이준호", "KR", "준호", "이", "junho", "lee"),
    ("Lee Joon-ho", "KR", "Joon-ho", "Lee", "junho", "lee"),
    ("I Junho", "KR", "Junho", "I", "junho", "lee"),
    ("남궁민수", "KR", "민수", "남궁", "minsoo", "namgung"),
    ("Namkung Min-soo", "KR", "Min-soo", "Namkung", "minsoo", "namgung"),
    ("선우진", "KR", "진", "선우", "jin", "sunwoo"),
    ("정혁", "KR", "혁", "정", "hyuk", "jung"),
    ("Chung Hyeok", "KR", "Hyeok", "Chung", "hyuk", "jung"),
    ("Han Ji Min", "KR", "Ji Min", "Han", "jimin", "han"),
    ("Ji Min Han", "KR", "Ji Min", "Han", "jimin", "han"),
    ("존 스미스", "KR", "존", "스미스", "jon", "seumiseu"),
    ("John Smith", "KR", "John", "Smith", "john", "smith"),
    ("金民秀", "KR", "民秀", "金", None, "kim"),
    # Japan
    ("山田 太郎", "JP", "太郎", "山田", None, "yamada"),
    ("山田太郎", "JP", "太郎", "山田", None, "yamada"),
    ("山田太郎", "", "太郎", "山田", None, "yamada"),
    ("山田　太郎 様", "JP", "太郎", "山田", None, "yamada"),
    ("山田さくら", "JP", "さくら", "山田", "sakura", "yamada"),
    ("ヤマダ タロウ", "JP", "タロウ", "ヤマダ", "taro", "yamada"),
    ("ﾔﾏﾀﾞ ﾀﾛｳ", "JP", "タロウ", "ヤマダ", "taro", "yamada"),
    ("やまだたろう", "JP", "たろう", "やまだ", "taro", "yamada"),
    ("Taro YAMADA", "JP", "Taro", "Yamada", "taro", "yamada"),
    ("YAMADA Tarō", "JP", "Tarō", "Yamada", "taro", "yamada"),
    ("Yamada Taro", "JP", "Taro", "Yamada", "taro", "yamada"),
    ("Taro Yamada", "JP", "Taro", "Yamada", "taro", "yamada"),
    ("Yamada, Tarou", "JP", "Tarou", "Yamada", "taro", "yamada"),
    ("Yamada Taro", "", "Taro", "Yamada", "taro", "yamada"),
    ("長谷川実", "JP", "実", "長谷川", None, "hasegawa"),
    ("佐々木渚", "JP", "渚", "佐々木", None, "sasaki"),
    ("髙橋一郎", "JP", "一郎", "髙橋", None, "takahashi"),
    ("林健", "JP", "健", "林", None, "hayashi"),
    ("東山一郎", "JP", "一郎", "東山", None, None),
    ("OHNO Yuuko", "JP", "Yuuko", "Ohno", "yuko", "ono"),
    ("ジョン・スミス", "JP", "ジョン", "スミス", "jon", "sumisu"),
    # the West, and China
    ("Smith, John A.", "US", "John A.", "Smith", "john", "smith"),
    ("John A. Smith", "US", "John A.", "Smith", "john", "smith"),
    ("SMITH, JOHN, JR.", "US", "John", "Smith", "john", "smith"),
    ("Dr. John Smith PhD", "US", "John", "Smith", "john", "smith"),
    ("J. Smith", "GB", "J.", "Smith", "j", "smith"),
    ("J.Smith", "GB", "J.", "Smith", "j", "smith"),
    ("Robert (Bob) Smith", "US", "Robert", "Smith", "robert", "smith"),
    ("anne-marie o'brien", "IE", "Anne-Marie", "O'Brien", "annemarie", "obrien"),
    ("JAMES MCDONALD", "GB", "James", "McDonald", "james", "mcdonald"),
    ("Pieter van Doorn", "DE", "Pieter", "van Doorn", "pieter", "vandoorn"),
    ("PIETER VAN DOORN", "", "Pieter", "van Doorn", "pieter", "vandoorn"),
    ("Juan de la Cruz", "ES", "Juan", "de la Cruz", "juan", "delacruz"),
    ("Omar bin Khalid", "", "Omar", "bin Khalid", "omar", "binkhalid"),
    ("Van Harrison", "GB", "Van", "Harrison", "van", "harrison"),
    ("Lee Ann Smith", "US", "Lee Ann", "Smith", "lee", "smith"),
    ("Kim Carter", "US", "Kim", "Carter", "kim", "carter"),
    ("Abe Miller", "", "Abe", "Miller", "abe", "miller"),
    ("Иван Петров", "RU", "Иван", "Петров", "ivan", "petrov"),
    ("王小明", "", "小明", "王", None, None),
    ("王小明", "CN", "小明", "王", "xiaoming", "wang"),
    ("Wang Xiaoming", "CN", "Xiaoming", "Wang", "xiaoming", "wang"),
    ("Xiao Ming Wang", "CN", "Xiao Ming", "Wang", "xiaoming", "wang"),
]


@pytest.mark.parametrize(("name", "country", "given_name", "family_name", "given_key", "family_key"), WHOLE_NAMES)
def test_whole_name(
    name: str, country: str, given_name: str, family_name: str, given_key: str | None, family_key: str | None
) -> None:
    found = FULL_NAME.clean(name, country)
    assert not isinstance(found, Problem)
    assert found[1:5] == (given_name, family_name, given_key, family_key)


OF_ONE_COUNTRY = [case for case in WHOLE_NAMES if case[1] in ("KR", "JP", "CN", "GB", "DE")]
"""Where the country is not known the name as a whole shows whose customs it follows, its parts do not."""


@pytest.mark.parametrize(("name", "country", "given_name", "family_name", "given_key", "family_key"), OF_ONE_COUNTRY)
def test_parts_on_their_own_have_the_keys_of_the_whole(
    name: str, country: str, given_name: str, family_name: str, given_key: str | None, family_key: str | None
) -> None:
    given, family = GIVEN_NAME.clean(given_name, country), FAMILY_NAME.clean(family_name, country)
    assert (given[1], family[1]) == (given_key, family_key), name


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SMITH, JOHN A.", "John A. Smith"),
        ("  john   smith ", "John Smith"),
        ("Taro YAMADA", "Taro Yamada"),
        ("김민수 고객님", "김민수"),
    ],
)
def test_value_is_the_name_in_good_order(name: str, value: str) -> None:
    found = FULL_NAME.clean(name, "")
    assert not isinstance(found, Problem)
    assert found[0] == value


@pytest.mark.parametrize(
    ("name", "given_native", "family_native"),
    [
        ("齋藤 さくら", "さくら", "斉藤"),
        ("김 민수", "민수", "김"),
        ("John Smith", None, None),
        ("渡邉一郎", "一郎", "渡辺"),
    ],
)
def test_native_form(name: str, given_native: str | None, family_native: str | None) -> None:
    found = FULL_NAME.clean(name, "JP")
    assert not isinstance(found, Problem)
    assert found[5:] == (given_native, family_native)


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("김", (None, "김")),
        ("Kim", (None, "Kim")),
        ("남궁", (None, "남궁")),
        ("Madonna", ("Madonna", None)),
        ("크리스토퍼", ("크리스토퍼", None)),
    ],
)
def test_one_word_is_not_torn(name: str, part: tuple[str | None, str | None]) -> None:
    found = FULL_NAME.clean(name, "KR")
    assert not isinstance(found, Problem)
    assert found[1:3] == part


@pytest.mark.parametrize(
    ("raw", "country", "expected"),
    [
        ("Robert J.", "US", ("Robert J.", "robert", None)),
        ("MARY ANN", "US", ("Mary Ann", "mary", None)),
        ("Émilie", "FR", ("Émilie", "emilie", None)),
        ("Anne-Marie", "FR", ("Anne-Marie", "annemarie", None)),
        ("Min su", "KR", ("Min su", "minsoo", None)),
        ("준호", "KR", ("준호", "junho", "준호")),
        ("Joon-ho", "KR", ("Joon-ho", "junho", None)),
        ("영숙 님", "KR", ("영숙", "youngsook", "영숙")),
        ("太郎", "JP", ("太郎", None, "太郎")),
        ("太郎様", "JP", ("太郎", None, "太郎")),
        ("ｱｲ", "JP", ("アイ", "ai", "アイ")),
        ("Zyun'iti", "JP", ("Zyun'iti", "junichi", None)),
        ("ジュンイチ", "JP", ("ジュンイチ", "junichi", "ジュンイチ")),
        ("Young", "US", ("Young", "young", None)),
        ("Na", "KR", ("Na", "na", None)),
        ("Nil", "IN", ("Nil", "nil", None)),
        ("Ai", "JP", ("Ai", "ai", None)),
        ("J", "", ("J", "j", None)),
        ("Dr. John", "US", ("John", "john", None)),
    ],
)
def test_given_name(raw: str, country: str, expected: tuple[str | None, ...]) -> None:
    assert GIVEN_NAME.clean(raw, country) == expected


@pytest.mark.parametrize(
    ("raw", "country", "expected"),
    [
        ("van der berg", "NL", ("van der Berg", "vanderberg", None)),
        ("DE LA CRUZ", "ES", ("de la Cruz", "delacruz", None)),
        ("Smith Jr", "US", ("Smith", "smith", None)),
        ("o’brien", "IE", ("O'Brien", "obrien", None)),
        ("O", "KR", ("O", "oh", None)),
        ("오", "KR", ("오", "oh", "오")),
        ("Yi", "KR", ("Yi", "lee", None)),
        ("Lee", "US", ("Lee", "lee", None)),
        ("Gim", "US", ("Gim", "gim", None)),
        ("髙橋", "JP", ("髙橋", "takahashi", "高橋")),
        ("中島", "JP", ("中島", None, "中島")),
        ("Ōno", "JP", ("Ōno", "ono", None)),
        ("大野", "JP", ("大野", "ono", "大野")),
        ("Nguyễn", "VN", ("Nguyễn", "nguyen", None)),
    ],
)
def test_family_name(raw: str, country: str, expected: tuple[str | None, ...]) -> None:
    assert FAMILY_NAME.clean(raw, country) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("ヤマダ タロウ", ("ヤマダ タロウ", "taro", "yamada")),
        ("やまだ　たろう", ("やまだ たろう", "taro", "yamada")),
        ("ﾔﾏﾀﾞ ﾀﾛｳ", ("ヤマダ タロウ", "taro", "yamada")),
        ("Yamada Taro", ("Yamada Taro", "taro", "yamada")),
        ("ヤマダタロウ", ("ヤマダタロウ", "taro", "yamada")),
        ("タロウ", ("タロウ", None, None)),
        ("山田 太郎", Problem.MALFORMED),
    ],
)
def test_reading(raw: str, expected: object) -> None:
    assert PHONETIC_NAME.clean(raw, "JP") == expected


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        ("", Problem.PLACEHOLDER),
        ("n/a", Problem.PLACEHOLDER),
        ("Test", Problem.PLACEHOLDER),
        ("NULL", Problem.PLACEHOLDER),
        ("테스트", Problem.PLACEHOLDER),
        ("名無し", Problem.PLACEHOLDER),
        ("Mr. Test", Problem.PLACEHOLDER),
        ("John2", Problem.MALFORMED),
        ("a@b.com", Problem.MALFORMED),
        ("Mr.", Problem.MALFORMED),
        ("www.spam.example", Problem.MALFORMED),
        ("ㅋㄴ", Problem.MALFORMED),
    ],
)
def test_what_is_no_name(raw: str, problem: Problem) -> None:
    for cleaner in (GIVEN_NAME, FAMILY_NAME, FULL_NAME, PHONETIC_NAME):
        assert cleaner.clean(raw, "US") is problem


LETTERS = st.text(
    alphabet="abcdefgmnoprstuvyzABCKLMNOS '-.éöñ김영희남궁수민山田太郎高橋ヤマダタロウさくら", min_size=1, max_size=16
)


@given(LETTERS, COUNTRIES)
def test_cleaning_the_value_again_keeps_it(raw: str, country: str) -> None:
    for cleaner in (GIVEN_NAME, FAMILY_NAME, FULL_NAME):
        once = cleaner.clean(raw, country)
        if not isinstance(once, Problem):
            assert cleaner.clean(once[0] or "", country)[0] == once[0]


@given(st.text(), COUNTRIES)
def test_keys_are_letters_only(raw: str, country: str) -> None:
    for cleaner, keys in ((GIVEN_NAME, (1,)), (FAMILY_NAME, (1,)), (FULL_NAME, (3, 4)), (PHONETIC_NAME, (1, 2))):
        found = cleaner.clean(raw, country)
        if isinstance(found, Problem):
            continue
        for nth in keys:
            key = found[nth]
            assert key is None or (key.isascii() and key.isalpha() and key.islower())


@pytest.mark.parametrize(
    ("hanja", "hangul"), [("朴", "박"), ("金", "김"), ("鄭", "정"), ("柳", "류"), ("權", "권"), ("南宮", "남궁")]
)
def test_korean_surnames_in_han_characters_are_read(hanja: str, hangul: str) -> None:
    assert name_key(hanja, "KR", "family") == name_key(hangul, "KR", "family") is not None
    assert name_key(hanja, "JP", "family") != name_key(hangul, "KR", "family")
