"""Japanese names: surnames and given names with kanji, katakana reading and spellings in Latin letters.

A hyphen inside a reading parts two words, so that イノ-ウエ is read Inoue and not Inōe.
"""

from __future__ import annotations

from cdp.demo.dice import Dice, Weighted, ranked
from cdp.demo.kana import hepburn
from cdp.demo.names import Gender, Name

_SURNAMES = """
佐藤:サトウ 鈴木:スズキ 高橋:タカハシ 田中:タナカ 伊藤:イトウ 渡辺:ワタナベ 山本:ヤマモト 中村:ナカムラ
小林:コバヤシ 加藤:カトウ 吉田:ヨシダ 山田:ヤマダ 佐々木:ササキ 山口:ヤマグチ 松本:マツモト 井上:イノ-ウエ
木村:キムラ 林:ハヤシ 斎藤:サイトウ 清水:シミズ 山崎:ヤマザキ 森:モリ 池田:イケダ 橋本:ハシモト 阿部:アベ
石川:イシカワ 山下:ヤマシタ 中島:ナカジマ 石井:イシイ 小川:オガワ 前田:マエダ 岡田:オカダ 長谷川:ハセガワ
藤田:フジタ 後藤:ゴトウ 近藤:コンドウ 村上:ムラカミ 遠藤:エンドウ 青木:アオキ 坂本:サカモト 福田:フクダ 太田:オオタ
西村:ニシムラ 藤井:フジイ 金子:カネコ 岡本:オカモト 藤原:フジワラ 三浦:ミウラ 中野:ナカノ 中川:ナカガワ 原田:ハラダ
松田:マツダ 竹内:タケ-ウチ 小野:オノ 田村:タムラ 中山:ナカヤマ 和田:ワダ 石田:イシダ 森田:モリタ 上田:ウエダ 原:ハラ
内田:ウチダ 柴田:シバタ 酒井:サカイ 宮崎:ミヤザキ 横山:ヨコヤマ 高木:タカギ 安藤:アンドウ 宮本:ミヤモト 大野:オオノ
小島:コジマ 谷口:タニグチ 工藤:クドウ 今井:イマイ 高田:タカダ 丸山:マルヤマ 増田:マスダ 杉山:スギヤマ 村田:ムラタ
大塚:オオツカ 小山:コヤマ 藤本:フジモト 平野:ヒラノ 新井:アライ 河野:コウノ 上野:ウエノ 武田:タケダ 野口:ノグチ
松井:マツイ 千葉:チバ 菅原:スガワラ 岩崎:イワサキ 木下:キノシタ 久保:クボ 佐野:サノ 野村:ノムラ 松尾:マツオ
菊地:キクチ 市川:イチカワ 杉本:スギモト 古川:フルカワ 大西:オオニシ 島田:シマダ 水野:ミズノ 桜井:サクライ
高野:タカノ 渡部:ワタナベ 吉川:ヨシカワ 山内:ヤマ-ウチ 西田:ニシダ 飯田:イイダ 菊池:キクチ 西川:ニシカワ 小松:コマツ
北村:キタムラ 安田:ヤスダ 五十嵐:イガラシ 川口:カワグチ 平田:ヒラタ 関:セキ 中田:ナカタ 久保田:クボタ 服部:ハットリ
東:ヒガシ 岩田:イワタ 土屋:ツチヤ 川崎:カワサキ 福島:フクシマ 本田:ホンダ 辻:ツジ 樋口:ヒグチ 秋山:アキヤマ
永井:ナガイ 田口:タグチ 浜田:ハマダ 沢田:サワダ 大橋:オオハシ 石原:イシハラ 松岡:マツオカ 馬場:ババ 吉村:ヨシムラ
荒木:アラキ 大久保:オオクボ 矢野:ヤノ 小田:オダ 浅野:アサノ 山中:ヤマナカ 川上:カワカミ 熊谷:クマガイ 荒井:アライ
大島:オオシマ 内藤:ナイトウ 星野:ホシノ 片山:カタヤマ 広瀬:ヒロセ 黒田:クロダ 須藤:スドウ 本間:ホンマ 岡崎:オカザキ
早川:ハヤカワ 松下:マツシタ 松浦:マツ-ウラ 川村:カワムラ 尾崎:オザキ 辻村:ツジムラ 白石:シライシ 望月:モチヅキ
堀:ホリ 大谷:オオタニ 児玉:コダマ 榎本:エノモト 南:ミナミ 森本:モリモト 川島:カワシマ 田辺:タナベ 神田:カンダ
小沢:オザワ 中西:ナカニシ 吉岡:ヨシオカ 宮田:ミヤタ 今村:イマムラ 西山:ニシヤマ 岩本:イワモト 三宅:ミヤケ
大川:オオカワ 奥村:オクムラ 桑原:クワバラ 成田:ナリタ 横田:ヨコタ 栗原:クリハラ 萩原:ハギワラ 髙橋:タカハシ
"""

_GIVEN: dict[Gender, str] = {
    "M": """
ヒロシ:博,浩,弘 タカシ:隆,孝,崇 ケンイチ:健一,賢一 ダイスケ:大輔,大介 ショウタ:翔太,正太 タクヤ:拓也,卓也
ケンタ:健太,賢太 ナオキ:直樹,直紀 ユウタ:優太,雄太 カズヤ:和也,一也 ツヨシ:剛,毅 マコト:誠,真 コウジ:浩二,孝司
ヒデキ:秀樹,英樹 タロウ:太郎 ジロウ:二郎,次郎 イチロウ:一郎 ケン:健,賢 レン:蓮 ハルト:陽翔,晴人 ソウタ:颯太,奏太
ユウト:悠斗,優斗 リク:陸 ヒナタ:日向 ミナト:湊 アオイ:葵 リョウ:亮,涼 シュン:駿,俊 トシオ:敏夫,俊雄 ヨシオ:義雄,良夫
アキラ:明,彰 サトシ:聡,智 シンジ:真司,慎二 ジュン:淳,純 オサム:修,治 ススム:進 マサル:勝 ミノル:実,稔 シゲル:茂
カツミ:克己,勝美 マサオ:正夫,正雄 ノブオ:信夫,信雄 カズオ:和夫,一雄 タクミ:匠,拓海 ユウキ:勇気,佑樹 コウタ:航太,康太
ダイチ:大地 トモヤ:智也,友也 リュウ:龍,竜 ツバサ:翼 イツキ:樹 ハヤト:隼人,勇人 カイト:海斗 ヤマト:大和 ソラ:空
ヨウスケ:陽介,洋介 シンスケ:慎介,真介 ヤスヒロ:康弘,泰弘 ノリユキ:紀之,典之 マサヒロ:正博,昌弘 ヒロユキ:博之,弘幸
トシユキ:俊之,敏幸 テツヤ:哲也,徹也 テツオ:哲夫 カズキ:和樹,一樹 リョウスケ:良介,亮介 ショウイチ:正一,昭一
ケイスケ:圭介,啓介 コウイチ:浩一,幸一 シュウヘイ:修平 キョウスケ:恭介 ゴロウ:五郎 サブロウ:三郎
""",
    "F": """
ヨウコ:洋子,陽子 ユミコ:由美子 ケイコ:恵子,慶子 サチコ:幸子,祥子 カズコ:和子 ノリコ:典子,紀子 ミカ:美香,実花
アイ:愛,藍 ミサキ:美咲,岬 サクラ:桜,咲良 ハルカ:遥,春香 ユイ:結衣,唯 アヤカ:彩花,綾香 ナナミ:七海 マイ:舞,麻衣
アカリ:明里,朱里 リン:凛 ヒナ:陽菜 メイ:芽依 ユウコ:優子,裕子 トモコ:智子,友子 マユミ:真由美 ナオミ:直美,尚美
エミ:恵美,絵美 ユキ:由紀,雪 ミホ:美穂 サオリ:沙織 カオリ:香織 クミコ:久美子 ヒロコ:弘子,裕子 キョウコ:京子,恭子
ジュンコ:順子,純子 レイコ:礼子,玲子 マリコ:真理子 チエ:千恵 フミコ:文子 ハナコ:花子 スミコ:澄子 キヨコ:清子
ヨシコ:芳子,良子 ミツコ:光子 トシコ:敏子 セツコ:節子 チヨ:千代 ハナ:花 ツムギ:紬 イチカ:一花 モモカ:桃花 リコ:莉子
コハル:小春 ホノカ:穂乃香 シオリ:栞,詩織 カンナ:栞奈 マナミ:愛美 アスカ:明日香 メグミ:恵 ユカ:由佳,有香
ミユキ:美雪,美幸 アキコ:明子,昭子 エリカ:絵里香 チヒロ:千尋 カナ:加奈,佳奈 リサ:理沙,梨沙 ナツミ:夏美,菜摘 ミドリ:緑
シズカ:静香 ルミ:留美 アユミ:歩美 サヤカ:沙也加 ワカナ:若菜 ユリ:百合 スズ:鈴 ユウカ:優花,由布香 ショウコ:祥子,昌子
コトネ:琴音 リオ:莉央 サエ:紗英 マホ:真帆 ミツキ:美月 ナギサ:渚 アンナ:杏奈 カエデ:楓 スミレ:菫
""",
}

_OLD_FORMS = {
    "斎": "齋斉",
    "高": "髙",
    "崎": "﨑",
    "辺": "邊邉",
    "沢": "澤",
    "浜": "濱",
    "広": "廣",
    "島": "嶋",
    "桜": "櫻",
}


def japanese_name(kanji: str, reading: str, homophones: tuple[str, ...] = ()) -> Name:
    """A name from its kanji and its katakana reading (with hyphens between words).

    `others` holds the spellings that write long vowels out (Satou, Satoh), `variants` the older forms of the kanji
    and the homophones.
    """
    latin, *others = dict.fromkeys(hepburn(reading, long) for long in ("short", "u", "h"))
    old_forms = tuple(kanji.replace(new, old) for new, olds in _OLD_FORMS.items() if new in kanji for old in olds)
    return Name(kanji, latin, reading.replace("-", ""), tuple(others), old_forms + homophones)


def _surname_table() -> Weighted[Name]:
    pairs = (entry.split(":") for entry in _SURNAMES.split())
    return ranked(japanese_name(kanji, reading) for kanji, reading in pairs)


def _given_table(text: str) -> Weighted[Name]:
    names = []
    for entry in text.split():
        reading, _, spellings = entry.partition(":")
        for kanji in spellings.split(","):
            homophones = tuple(other for other in spellings.split(",") if other != kanji)
            names.append(japanese_name(kanji, reading, homophones))
    return ranked(names, flatness=25)


_FAMILY = _surname_table()
_BY_GENDER = {gender: _given_table(text) for gender, text in _GIVEN.items()}


def _with_own_spelling(name: Name, dice: Dice) -> Name:
    if name.others and dice.chance(0.15):
        own = dice.pick(name.others)
        return Name(name.native, own, name.kana, (name.latin,), name.variants)
    return name


def family_name(dice: Dice) -> Name:
    """A surname with its bearer's own Latin spelling, mostly Hepburn without length marks."""
    return _with_own_spelling(_FAMILY.draw(dice), dice)


def given_name(dice: Dice, gender: Gender) -> Name:
    """A given name with its bearer's own Latin spelling; `variants` holds other kanji with the same reading."""
    return _with_own_spelling(_BY_GENDER[gender].draw(dice), dice)
