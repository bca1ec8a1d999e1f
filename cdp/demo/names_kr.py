"""Korean names: surnames with their share of the people, given names, spellings in Latin letters."""

from __future__ import annotations

from functools import cache

from cdp.demo.dice import Dice, Weighted, ranked
from cdp.demo.names import Gender, Name

_SURNAMES = """
김 215 Kim Gim|이 147 Lee Yi Rhee|박 84 Park Bak Pak|최 47 Choi Choe|정 43 Jung Jeong Chung|강 24 Kang Gang
조 21 Cho Jo|윤 20 Yoon Yun|장 19 Jang Chang|임 17 Lim Im|한 15 Han|오 15 Oh O|서 15 Seo Suh|신 15 Shin Sin
권 14 Kwon Gwon|황 14 Hwang|안 14 Ahn An|송 14 Song|류 12 Ryu Yoo|전 11 Jeon Jun Chun|홍 11 Hong|고 9 Ko Go Koh
문 9 Moon Mun|양 9 Yang|손 9 Son Sohn|배 8 Bae|백 8 Baek Paik|허 7 Heo Hur|유 7 Yoo Yu|남 6 Nam|심 6 Shim Sim
노 6 Noh No Roh|하 5 Ha|곽 4 Kwak Gwak|성 4 Sung Seong|차 4 Cha|주 4 Joo Ju|우 4 Woo U|구 4 Koo Gu|민 4 Min|나 3 Na
진 3 Jin Chin|지 3 Ji Chi|엄 3 Um Eom|채 3 Chae|원 3 Won|천 3 Cheon Chun|방 2 Bang|공 2 Kong Gong|현 2 Hyun Hyeon
함 2 Ham|변 2 Byun Byeon|염 2 Yeom Youm|여 2 Yeo|추 2 Choo Chu|도 1 Do|소 1 So|석 1 Seok Suk|선 1 Sun Seon
설 1 Seol Sul|마 1 Ma|길 1 Gil Kil|연 1 Yeon|위 1 Wi|표 1 Pyo|명 1 Myung Myeong|기 1 Ki Gi|반 1 Ban|왕 1 Wang
금 1 Keum Geum|옥 1 Ok|육 1 Yuk|인 1 In|맹 1 Maeng|제 1 Je|모 1 Mo|남궁 2 Namgung Namkoong|황보 1 Hwangbo
제갈 1 Jegal|선우 1 Sunwoo Seonu|독고 1 Dokgo|사공 1 Sagong
"""

_GIVEN = {
    "M": """
민준 서준 지훈 성민 현우 준호 도윤 동현 민수 성호 영호 지후 준영 승현 건우 우진 재현 민재 상훈 진우 정훈 현준 시우
성훈 영수 준혁 태현 성진 정호 주원 예준 재훈 상현 민호 병철 종훈 유준 승민 동욱 기현 경수 재영 영철 광수 성현 정우
태민 윤호 상민 용준 진호 재석 동훈 지환 현석 선우 은우 도현 하준 연우 승우 규민 찬우 태윤 한결 형준 인호 종수 철수
명수 상철 경호 창민 원석 대현 세훈 기훈 호준 영진 수호 성수 태호 준서 시윤 이준 은찬 재민 정민 동건 용호 원준 희준
병호 석진 성재 태성 문수 정식 만수 영식 춘식 영일 석호 용수
""",
    "F": """
서연 지영 은영 지은 수진 민지 미영 서윤 지우 은정 현정 혜진 지현 유진 수빈 민서 하은 영희 정숙 영숙 미경 은주 은지
지민 예은 소영 보람 하윤 서현 윤서 지유 채원 다은 예진 수연 수민 은경 미정 경희 순자 영자 정희 명숙 선영 주희 아름
혜원 소연 가영 나영 세영 유나 다혜 지혜 지수 예린 시은 소율 수아 지아 유정 현주 현지 혜정 미숙 경숙 영미 정미 희정
인영 선희 은희 연주 효진 보영 윤아 태희 민정 서영 채은 하린 나은 예나 서아 가은 도연 주연 소현 혜영 말순 옥순 춘자
금자 복순 미자 수정 수현 승희 은하 은비 진희 진영 소희 다인
""",
}

_SPELLINGS = """
영 Young Yeong|현 Hyun Hyeon|준 Jun Joon|우 Woo U|수 Soo Su|희 Hee Hui|선 Sun Seon|정 Jung Jeong|경 Kyung Gyeong
훈 Hoon Hun|석 Seok Suk|철 Chul Cheol|성 Sung Seong|승 Seung|규 Kyu Gyu|기 Ki Gi|광 Kwang Gwang|건 Gun Geon
주 Joo Ju|연 Yeon Youn|윤 Yoon Yun|순 Soon Sun|명 Myung Myeong|병 Byung Byeong|형 Hyung Hyeong|욱 Wook Uk
결 Gyul Gyeol|금 Keum Geum|국 Kook Guk|춘 Choon Chun|문 Moon Mun|빈 Bin|은 Eun|혜 Hye|지 Ji Jee|민 Min|서 Seo Suh
유 Yoo Yu|호 Ho|재 Jae|태 Tae|동 Dong|상 Sang|진 Jin|종 Jong|미 Mi Mee|자 Ja|숙 Sook Suk
"""

_HANJA = {
    "김": "金",
    "이": "李",
    "박": "朴",
    "최": "崔",
    "정": "鄭",
    "강": "姜",
    "조": "趙",
    "윤": "尹",
    "장": "張",
    "임": "林",
}

_JAMO_SOUNDS = (
    "g kk n d tt r m b pp s ss _ j jj ch k t p h",
    "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i",
    "_ k k k n n n t l k m p l l p l m p p t t ng t t k t p t",
)
_INITIALS, _VOWELS, _FINALS = (row.replace("_", "").split(" ") for row in _JAMO_SOUNDS)


def revised(hangul: str) -> str:
    """Revised Romanisation syllable by syllable, as names are written: 민수 → Min-su."""
    parts = []
    for syllable in hangul:
        index = ord(syllable) - 0xAC00
        parts.append(_INITIALS[index // 588] + _VOWELS[index // 28 % 21] + _FINALS[index % 28])
    return "-".join(parts).capitalize()


_SYLLABLES = {entry.split()[0]: tuple(entry.split()[1:]) for entry in _SPELLINGS.replace("\n", "|").split("|") if entry}


def _surname_table() -> Weighted[Name]:
    names, weights = [], []
    for entry in _SURNAMES.strip().replace("\n", "|").split("|"):
        native, weight, latin, *others = entry.split()
        hanja = (_HANJA[native],) if native in _HANJA else ()
        names.append(Name(native, latin, others=tuple(others), variants=hanja))
        weights.append(float(weight))
    return Weighted(names, weights)


_FAMILY = _surname_table()
_BY_GENDER = {gender: ranked(text.split(), flatness=25) for gender, text in _GIVEN.items()}


def family_name(dice: Dice) -> Name:
    """A surname; its bearer settles on one of its Latin spellings, mostly the usual one."""
    name = _FAMILY.draw(dice)
    if name.others and dice.chance(0.2):
        own = dice.pick(name.others)
        return Name(name.native, own, others=(name.latin,), variants=name.variants)
    return name


@cache
def _given(native: str, habit: int) -> Name:
    spellings = [_SYLLABLES.get(syllable, (revised(syllable),)) for syllable in native]
    own = "-".join(options[(habit >> place) % 2 % len(options)] for place, options in enumerate(spellings))
    latin = own[0] + own[1:].lower()
    official = revised(native)
    return Name(native, latin, others=(official,) if official != latin else ())


def given_name(dice: Dice, gender: Gender) -> Name:
    """A given name with its bearer's own Latin spelling; `others` holds the official one where it differs."""
    return _given(_BY_GENDER[gender].draw(dice), dice.pick((0, 0, 0, 1, 2, 3)))
