"""Japanese prefectures and cities, in Han characters and in Latin letters."""

from __future__ import annotations

import re

from cdp.standardise.han import unify_han
from cdp.standardise.kana import kana_key, latin_japanese_key
from cdp.standardise.romanise import HAN, Script, latin_letters, scripts_in

_PREFECTURES = """
北海道 hokkaido 青森県 aomori 岩手県 iwate 宮城県 miyagi 秋田県 akita 山形県 yamagata 福島県 fukushima 茨城県 ibaraki
栃木県 tochigi 群馬県 gunma 埼玉県 saitama 千葉県 chiba 東京都 tokyo 神奈川県 kanagawa 新潟県 niigata 富山県 toyama
石川県 ishikawa 福井県 fukui 山梨県 yamanashi 長野県 nagano 岐阜県 gifu 静岡県 shizuoka 愛知県 aichi 三重県 mie
滋賀県 shiga 京都府 kyoto 大阪府 osaka 兵庫県 hyogo 奈良県 nara 和歌山県 wakayama 鳥取県 tottori 島根県 shimane
岡山県 okayama 広島県 hiroshima 山口県 yamaguchi 徳島県 tokushima 香川県 kagawa 愛媛県 ehime 高知県 kochi 福岡県 fukuoka
佐賀県 saga 長崎県 nagasaki 熊本県 kumamoto 大分県 oita 宮崎県 miyazaki 鹿児島県 kagoshima 沖縄県 okinawa
"""
_CITIES = """
千代田 chiyoda 中央 chuo 港 minato 新宿 shinjuku 文京 bunkyo 台東 taito 墨田 sumida 江東 koto 品川 shinagawa 目黒 meguro
大田 ota 世田谷 setagaya 渋谷 shibuya 中野 nakano 杉並 suginami 豊島 toshima 北 kita 荒川 arakawa 板橋 itabashi
練馬 nerima 足立 adachi 葛飾 katsushika 江戸川 edogawa 八王子 hachioji 立川 tachikawa 武蔵野 musashino 三鷹 mitaka
府中 fuchu 調布 chofu 町田 machida 小平 kodaira 日野 hino 西東京 nishitokyo 横浜 yokohama 川崎 kawasaki
相模原 sagamihara 横須賀 yokosuka 藤沢 fujisawa 鎌倉 kamakura 平塚 hiratsuka 茅ヶ崎 chigasaki 厚木 atsugi 千葉 chiba
船橋 funabashi 松戸 matsudo 市川 ichikawa 柏 kashiwa 浦安 urayasu 川口 kawaguchi 川越 kawagoe 所沢 tokorozawa
越谷 koshigaya 草加 soka 大宮 omiya 札幌 sapporo 旭川 asahikawa 函館 hakodate 仙台 sendai 青森 aomori 盛岡 morioka
秋田 akita 山形 yamagata 福島 fukushima 郡山 koriyama 水戸 mito 宇都宮 utsunomiya 前橋 maebashi 高崎 takasaki
新潟 niigata 富山 toyama 金沢 kanazawa 福井 fukui 甲府 kofu 長野 nagano 松本 matsumoto 岐阜 gifu 静岡 shizuoka
浜松 hamamatsu 名古屋 nagoya 豊田 toyota 岡崎 okazaki 豊橋 toyohashi 津 tsu 四日市 yokkaichi 大津 otsu 京都 kyoto
大阪 osaka 堺 sakai 東大阪 higashiosaka 豊中 toyonaka 吹田 suita 枚方 hirakata 高槻 takatsuki 神戸 kobe 姫路 himeji
西宮 nishinomiya 尼崎 amagasaki 明石 akashi 奈良 nara 和歌山 wakayama 鳥取 tottori 松江 matsue 岡山 okayama
倉敷 kurashiki 広島 hiroshima 福山 fukuyama 山口 yamaguchi 下関 shimonoseki 徳島 tokushima 高松 takamatsu
松山 matsuyama 高知 kochi 福岡 fukuoka 北九州 kitakyushu 久留米 kurume 佐賀 saga 長崎 nagasaki 佐世保 sasebo
熊本 kumamoto 大分 oita 宮崎 miyazaki 鹿児島 kagoshima 那覇 naha 西 nishi 南 minami 東 higashi 中 naka 緑 midori
青葉 aoba 鶴見 tsurumi 神奈川 kanagawa 港北 kohoku 都筑 tsuzuki 戸塚 totsuka 中原 nakahara 高津 takatsu 宮前 miyamae
天王寺 tennoji 阿倍野 abeno 淀川 yodogawa 東淀川 higashiyodogawa 浪速 naniwa 福島 fukushima 中京 nakagyo 下京 shimogyo
左京 sakyo 右京 ukyo 伏見 fushimi 博多 hakata 早良 sawara 千種 chikusa 名東 meito 灘 nada 東灘 higashinada
"""
_TAIL = re.compile(r"[- ](?:shi|si|ku|cho|machi|mura|son|gun|city|ward|town|village|prefecture|ken|fu|to)$")
_UNITS = re.compile(r"(?<=.)[市区町村]$")
_CITY_AND_WARD = re.compile(r"(.{2,7}?市)(.{1,5}区)")
_COUNTY = re.compile(r"^.{1,6}?郡(?=.{1,6}[町村]$)")
_HAN_RUN = re.compile(f"[{HAN}]+|[^{HAN}]+")


def _pairs(table: str) -> dict[str, str]:
    words = table.split()
    return {name: latin_japanese_key(key) or key for name, key in zip(words[::2], words[1::2], strict=True)}


_PREFECTURE_KEYS = _pairs(_PREFECTURES)
_CITY_KEYS = _pairs(_CITIES)
PREFECTURES = tuple(_PREFECTURE_KEYS)
"""Full names of the prefectures."""
_BY_NAME = (
    {name[:-1]: name for name in PREFECTURES}
    | {key: name for name, key in _PREFECTURE_KEYS.items()}
    | {name: name for name in PREFECTURES}
)


def japanese_region(name: str) -> tuple[str, str] | None:
    """Return (full name in Han characters, key) of a prefecture in any of its forms; None when unknown.

    東京 = 東京都 = Tokyo = Tokyo-to = トウキョウト → (東京都, tokyo).
    """
    plain = unify_han("".join(name.split())) if not name.isascii() else name
    full = _BY_NAME.get(plain)
    if full is None and Script.HAN not in scripts_in(plain):
        letters = _letters(plain)
        full = _BY_NAME.get(letters) or _BY_NAME.get(re.sub(r"(?:ken|fu|to)$", "", letters))
    return None if full is None else (full, _PREFECTURE_KEYS[full])


def japanese_city_key(name: str) -> str | None:
    """Return the key of 市区町村: letters where the reading is known, else the Han characters, without these words.

    渋谷区 = Shibuya-ku → shibuya; 横浜市西区 → yokohamanishi; a prefecture or 郡 before it drops out.
    """
    if name.isascii():
        return "".join(_letters(part.strip()) for part in reversed(name.split(","))) or None
    plain = unify_han("".join(name.split()))
    for prefecture in PREFECTURES:
        if plain.startswith(prefecture) and len(plain) > len(prefecture):
            plain = plain.removeprefix(prefecture)
    parted = _CITY_AND_WARD.fullmatch(plain)
    parts = parted.groups() if parted else (_COUNTY.sub("", plain),)
    return "".join(_reading(part if part in _CITY_KEYS else _UNITS.sub("", part)) for part in parts) or None


def _reading(name: str) -> str:
    known = _CITY_KEYS.get(name) or _BY_NAME.get(name)
    if known is not None:
        return _PREFECTURE_KEYS.get(known, known)
    runs: list[str] = _HAN_RUN.findall(name)
    return "".join(run if Script.HAN in scripts_in(run) else _letters(run) for run in runs)


def _letters(name: str) -> str:
    if Script.KANA in scripts_in(name):
        return kana_key(name)
    letters = latin_letters(_TAIL.sub("", name.lower()))
    return latin_japanese_key(letters) or letters
