"""What free text mentions: of every kind what is there, and nothing that is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdp.config.events import EventsConfig
from cdp.standardise.mention_finder import MentionFinder
from cdp.standardise.mention_names import find_names
from cdp.standardise.sentiment import feeling_of, language_of

CONFIG = EventsConfig.model_validate(
    {
        "patterns": {"order_number": r"W\d{4}-\d{6}", "long_number": r"ORD\d{11}"},
        "own_domains": ["shop.example"],
        "topics": {"delivery": ["배송", "お届け", "deliver*"], "return": ["refund"]},
        "product_lines": {"kids": ["Kids' shoes*"], "shoes": ["shoes", "운동화*"], "coded": ["HN-10*"]},
    }
)
FINDER = MentionFinder(CONFIG, ["KR", "JP", "US"])


def found(text: str, *kinds: str) -> list[tuple[str, str, str]]:
    mentions = FINDER.find(text, "KR")
    return [(each.kind, each.value, text[each.begins : each.ends]) for each in mentions if each.kind in kinds]


def test_identifiers_and_their_places() -> None:
    text = "주문 W2403-000456, ０１０-2345-6789 또는 Me@Mail.example, desk@shop.example"
    assert found(text, "order_number", "phone", "email") == [
        ("order_number", "W2403-000456", "W2403-000456"),
        ("phone", "+821023456789", "０１０-2345-6789"),
        ("email", "me@mail.example", "Me@Mail.example"),
    ]


@given(st.integers(0, 99_999_999), st.integers(0, 9))
def test_nothing_is_made_of_the_digits_of_an_order_number(number: int, last: int) -> None:
    text = f"order ORD010{number:08d} of 2024-03-0{last % 9 + 1}"
    assert found(text, "phone") == []
    assert len(found(text, "date")) == 1


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("지난 통화 2024.1.2 11:17", "2024-01-02"),
        ("2024년 3월 5일에", "2024-03-05"),
        ("２０２４年３月５日", "2024-03-05"),
        ("on March 5th, 2024", "2024-03-05"),
        ("5 Mar 2024", "2024-03-05"),
    ],
)
def test_dates_that_can_be_read(text: str, value: str) -> None:
    assert [each[1] for each in found(text, "date")] == [value]


@pytest.mark.parametrize("text", ["03/05/2024", "2024-13-01", "2024-02-30", "1-2024-03-05-1", "version 20240305"])
def test_other_dates_are_none(text: str) -> None:
    assert found(text, "date") == []


def test_the_longest_word_of_the_vocabulary_counts() -> None:
    assert found("Kids' shoes and shoes, HN-1012-B, horseshoes", "product_line") == [
        ("product_line", "kids", "Kids' shoes"),
        ("product_line", "shoes", "shoes"),
        ("product_line", "coded", "HN-1012-B"),
    ]
    assert [each[1] for each in found("배송 Delivery undelivered", "topic")] == ["delivery", "delivery"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Hello, this is Mary Jones calling", ["Mary Jones"]),
        ("My name is Seán O'Neill.", ["Seán O'Neill"]),
        ("Ludwig van Beethoven called. Mr Novak too", ["Ludwig van Beethoven", "Novak"]),
        ("제 이름은 김하늘입니다", ["김하늘"]),
        ("저는 남궁솔이라고 합니다", ["남궁솔"]),
        ("문수진 고객님 전화", ["문수진"]),
        ("이주희님. 반품", ["이주희"]),
        ("田中と申します", ["田中"]),
        ("小川 翔太様よりお電話", ["小川 翔太"]),
    ],
)
def test_names_where_words_say_so(text: str, names: list[str]) -> None:
    assert sorted(name for name, _, _ in find_names(text)) == sorted(names)


@pytest.mark.parametrize(
    "text",
    [
        "고객님께서 문의, 사장님과 기사님, 선생님 회원님 담당자님",
        "お客様、皆様、奥様、店員さん、お子様",
        "this is broken. I am Very upset? The Store called",
        "저는 환불을 원합니다",
    ],
)
def test_words_that_are_no_names(text: str) -> None:
    assert list(find_names(text)) == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("배송이 늦어요 iPhone", "ko"),
        ("配送が遅いです", "ja"),
        ("the parcel is late", "en"),
        ("12345", None),
        ("Kraków żółw", None),
    ],
)
def test_languages(text: str, language: str | None) -> None:
    told = language_of(text)
    assert (told[0] if told else None) == language


@pytest.mark.parametrize(
    ("text", "language", "feeling"),
    [
        ("The staff was friendly and helpful", "en", "positive"),
        ("The staff was not friendly", "en", "negative"),
        ("It arrived broken, I am angry", "en", "negative"),
        ("not bad", "en", "positive"),
        ("Order 12, size M", "en", None),
        ("직원이 친절하고 좋았어요", "ko", "positive"),
        ("친절하지 않았어요", "ko", "negative"),
        ("배송이 너무 늦어서 화가 나요", "ko", "negative"),
        ("불친절했어요", "ko", "negative"),
        ("対応が良くて嬉しい", "ja", "positive"),
        ("対応が良くない", "ja", "negative"),
        ("壊れていて残念です", "ja", "negative"),
        ("良いけど遅い", "ja", "mixed"),
    ],
)
def test_feelings(text: str, language: str, feeling: str | None) -> None:
    told = feeling_of(text, language)
    assert (told.value if told else None) == feeling


@given(st.text(max_size=60))
def test_every_mention_lies_in_its_text(text: str) -> None:
    for each in FINDER.find(text, "KR"):
        assert 0 <= each.begins < each.ends <= len(text)
        assert 0 < each.confidence <= 1
