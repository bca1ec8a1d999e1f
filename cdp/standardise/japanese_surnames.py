"""Japanese surnames with their readings: they tell where a name without spaces ends, and which word is the surname."""

from __future__ import annotations

from cdp.standardise.kana import latin_japanese_key

_SURNAMES = """
佐藤 sato 鈴木 suzuki 高橋 takahashi 田中 tanaka 伊藤 ito 渡辺 watanabe 山本 yamamoto 中村 nakamura 小林 kobayashi
加藤 kato 吉田 yoshida 山田 yamada 佐々木 sasaki 山口 yamaguchi 松本 matsumoto 井上 inoue 木村 kimura 林 hayashi
斉藤 saito 清水 shimizu 山崎 yamazaki/yamasaki 森 mori 池田 ikeda 橋本 hashimoto 阿部 abe 石川 ishikawa
山下 yamashita 中島 nakajima/nakashima 石井 ishii 小川 ogawa 前田 maeda 岡田 okada 長谷川 hasegawa 藤田 fujita
後藤 goto 近藤 kondo 村上 murakami 遠藤 endo 青木 aoki 坂本 sakamoto 福田 fukuda 太田 ota 西村 nishimura 藤井 fujii
岡本 okamoto 金子 kaneko 藤原 fujiwara 三浦 miura 中野 nakano 中川 nakagawa 原田 harada 松田 matsuda 竹内 takeuchi
小野 ono 田村 tamura 中山 nakayama 和田 wada 石田 ishida 森田 morita 上田 ueda 原 hara 内田 uchida 柴田 shibata
酒井 sakai 宮崎 miyazaki 横山 yokoyama 高木 takagi 安藤 ando 宮本 miyamoto 大野 ono 小島 kojima 工藤 kudo
谷口 taniguchi 今井 imai 高田 takada/takata 増田 masuda 丸山 maruyama 杉山 sugiyama 村田 murata 大塚 otsuka
新井 arai 小山 koyama/oyama 藤本 fujimoto 平野 hirano 武田 takeda 上野 ueno 河野 kono/kawano 菅原 sugawara
千葉 chiba 野口 noguchi 松井 matsui 久保 kubo 木下 kinoshita 菊地 kikuchi 菊池 kikuchi 佐野 sano 杉本 sugimoto
野村 nomura 松尾 matsuo 市川 ichikawa 古川 furukawa 大西 onishi 島田 shimada 水野 mizuno 桜井 sakurai
渡部 watanabe/watabe 高野 takano 吉川 yoshikawa 山内 yamauchi 飯田 iida 西田 nishida 小松 komatsu 北村 kitamura
安田 yasuda 五十嵐 igarashi 川口 kawaguchi 平田 hirata 関 seki 中田 nakata/nakada 久保田 kubota 服部 hattori
東 higashi/azuma 岩崎 iwasaki 川崎 kawasaki 土屋 tsuchiya 福島 fukushima 本田 honda 辻 tsuji 樋口 higuchi
秋山 akiyama 田口 taguchi 永井 nagai 山中 yamanaka 中西 nakanishi 吉村 yoshimura 川上 kawakami 石原 ishihara
大橋 ohashi 松岡 matsuoka 馬場 baba 浜田 hamada 森本 morimoto 星野 hoshino 矢野 yano 浅野 asano 松下 matsushita
大島 oshima 吉岡 yoshioka 小池 koike 野田 noda 荒木 araki 熊谷 kumagai/kumagaya 松浦 matsuura 大久保 okubo
内藤 naito 黒田 kuroda 尾崎 ozaki 川村 kawamura 永田 nagata 望月 mochizuki 田辺 tanabe 松村 matsumura 堀 hori
菅野 kanno/sugano 荒井 arai 土井 doi 西川 nishikawa 平井 hirai 菅 suga/kan 大石 oishi 片山 katayama 中井 nakai
早川 hayakawa 横田 yokota 岡崎 okazaki 小沢 ozawa 本間 honma 田島 tajima 栗原 kurihara 榎本 enomoto
鎌田 kamata/kamada 小田 oda 奥村 okumura 石橋 ishibashi 大川 okawa 大谷 otani/oya 富田 tomita 関口 sekiguchi
今村 imamura 山岸 yamagishi 福井 fukui 小西 konishi 須藤 sudo/suto 河合 kawai 川島 kawashima 成田 narita
高山 takayama 広瀬 hirose 大竹 otake 三宅 miyake 石塚 ishizuka 松原 matsubara 高井 takai 小原 ohara/obara
岩田 iwata 前川 maekawa 根本 nemoto 大森 omori 松永 matsunaga 岩本 iwamoto 植田 ueda 西山 nishiyama 甲斐 kai
川田 kawada/kawata 桑原 kuwahara/kuwabara 牧野 makino 南 minami 杉田 sugita 中尾 nakao 吉野 yoshino 白井 shirai
岡村 okamura 松山 matsuyama 竹田 takeda 滝沢 takizawa 小泉 koizumi 大内 ouchi 堀田 hotta 松崎 matsuzaki/matsusaki
黒木 kuroki 平山 hirayama 浜口 hamaguchi 谷 tani 柳沢 yanagisawa 宮田 miyata 三好 miyoshi 西野 nishino 田代 tashiro
児玉 kodama 高島 takashima 天野 amano 宮下 miyashita 沢田 sawada 吉本 yoshimoto 大沢 osawa 村井 murai
上村 uemura/kamimura 村山 murayama 藤川 fujikawa 藤沢 fujisawa 藤岡 fujioka 藤村 fujimura 藤野 fujino 藤森 fujimori
安部 abe 小倉 ogura 神田 kanda 戸田 toda 水谷 mizutani 石黒 ishiguro 武藤 muto 相沢 aizawa 岸 kishi 岸本 kishimoto
町田 machida 津田 tsuda 塚本 tsukamoto 出口 deguchi 川端 kawabata 長田 nagata/osada 長野 nagano 長尾 nagao
長島 nagashima 永野 nagano 竹中 takenaka 竹下 takeshita 竹村 takemura 武井 takei 丹羽 niwa 堀内 horiuchi 堀江 horie
堀川 horikawa 堀口 horiguchi 星 hoshi 本多 honda 松野 matsuno 松島 matsushima 松川 matsukawa 松沢 matsuzawa
宮川 miyagawa/miyakawa 宮沢 miyazawa 宮内 miyauchi 宮野 miyano 宮島 miyajima 三上 mikami 三木 miki 三村 mimura
三谷 mitani/miya 向井 mukai 村瀬 murase 村松 muramatsu 森山 moriyama 森川 morikawa 森下 morishita 安井 yasui
柳 yanagi 柳田 yanagida/yanagita 山根 yamane 山川 yamakawa 山野 yamano 山村 yamamura 横井 yokoi 吉井 yoshii
吉原 yoshihara/yoshiwara 吉沢 yoshizawa 米田 yoneda 若林 wakabayashi 若松 wakamatsu 飯島 iijima 飯塚 iizuka
池上 ikegami 石山 ishiyama 石野 ishino 石渡 ishiwata/ishiwatari 泉 izumi 磯部 isobe 稲垣 inagaki 稲田 inada 稲葉 inaba
今泉 imaizumi 今野 konno/imano 岩井 iwai 岩瀬 iwase 岩下 iwashita 臼井 usui 内山 uchiyama 梅田 umeda 梅原 umehara
江口 eguchi 江藤 eto 大木 oki 大沼 onuma 大平 ohira 大場 oba 大畑 ohata/obata 大原 ohara 大村 omura 大山 oyama
岡 oka 岡野 okano 岡部 okabe 荻野 ogino 荻原 ogiwara/ogihara 奥田 okuda 奥山 okuyama 奥野 okuno 落合 ochiai
小笠原 ogasawara 小野寺 onodera 小口 oguchi 尾形 ogata 緒方 ogata 織田 oda 加納 kano 狩野 kano/karino 梶原 kajiwara
片岡 kataoka 勝又 katsumata 金井 kanai 金沢 kanazawa 金田 kaneda 上条 kamijo 亀井 kamei 河村 kawamura
河原 kawahara 河田 kawada/kawata 川原 kawahara 川井 kawai 川本 kawamoto 川野 kawano 神谷 kamiya
神山 kamiyama/koyama 北川 kitagawa 北野 kitano 木原 kihara 栗田 kurita 黒川 kurokawa 黒沢 kurosawa 桑田 kuwata
小出 koide 小杉 kosugi 小谷 kotani/odani 小宮 komiya 小室 komuro 古賀 koga 小柳 koyanagi 古田 furuta 佐伯 saeki
坂井 sakai 坂口 sakaguchi 坂田 sakata 榊原 sakakibara 坂上 sakagami/sakaue 笹川 sasagawa 佐久間 sakuma
沢村 sawamura 塩田 shiota 塩見 shiomi 篠原 shinohara 篠田 shinoda 篠崎 shinozaki 志村 shimura 島村 shimamura
島崎 shimazaki 島袋 shimabukuro 下田 shimoda 下村 shimomura 庄司 shoji 白石 shiraishi 白川 shirakawa 進藤 shindo
新田 nitta 新谷 shintani/araya 須田 suda 杉浦 sugiura 杉村 sugimura 瀬戸 seto 千田 chida/senda 園田 sonoda
高岡 takaoka 高瀬 takase 高松 takamatsu 高村 takamura 高柳 takayanagi 滝口 takiguchi 滝本 takimoto 武内 takeuchi
竹本 takemoto 竹原 takehara 多田 tada 立花 tachibana 橘 tachibana 谷川 tanigawa/tanikawa 谷本 tanimoto 玉井 tamai
丹野 tanno 知念 chinen 塚田 tsukada 塚原 tsukahara 辻本 tsujimoto 坪井 tsuboi 鶴田 tsuruta 寺田 terada 寺本 teramoto
寺島 terashima 寺沢 terasawa 土居 doi 土田 tsuchida 富永 tominaga 富山 tomiyama 豊田 toyoda/toyota 鳥居 torii
内海 utsumi/uchiumi 中沢 nakazawa 中原 nakahara 中谷 nakatani/nakaya 中本 nakamoto 中根 nakane 仲村 nakamura
永山 nagayama 名取 natori 西尾 nishio 西岡 nishioka 西原 nishihara 西沢 nishizawa 西本 nishimoto 沼田 numata
根岸 negishi 野上 nogami 野崎 nozaki 野沢 nozawa 野中 nonaka 野原 nohara 野本 nomoto 橋口 hashiguchi 橋爪 hashizume
畑 hata 畠山 hatakeyama 花田 hanada 羽田 haneda/hata 原口 haraguchi 日高 hidaka 比嘉 higa 平岡 hiraoka
平川 hirakawa 平松 hiramatsu 広田 hirota 深沢 fukazawa 福原 fukuhara 福永 fukunaga 福本 fukumoto 福山 fukuyama
福岡 fukuoka 古谷 furuya 古屋 furuya 古沢 furusawa 細川 hosokawa 細田 hosoda 細谷 hosoya 堀越 horikoshi 前野 maeno
正木 masaki 真鍋 manabe 三沢 misawa 三井 mitsui 溝口 mizoguchi 宮原 miyahara 本橋 motohashi 八木 yagi 矢島 yajima
柳原 yanagihara 山形 yamagata 山県 yamagata 山城 yamashiro 湯浅 yuasa 横尾 yokoo 吉永 yoshinaga 依田 yoda
米山 yoneyama 和泉 izumi 一ノ瀬 ichinose 一之瀬 ichinose 井口 iguchi/inokuchi 井出 ide 井手 ide 伊東 ito 伊達 date
上原 uehara 上杉 uesugi 宇野 uno 宇都宮 utsunomiya 江川 egawa 遠山 toyama 尾上 onoe 勅使河原 teshigawara
二階堂 nikaido 西園寺 saionji 東海林 shoji/tokairin 五味 gomi 佐竹 satake 大城 oshiro 金城 kinjo 宮城 miyagi
新垣 aragaki/arakaki 玉城 tamaki/tamashiro 仲宗根 nakasone 与那嶺 yonamine 平良 taira 喜屋武 kyan 武者小路 mushanokoji
"""


def _readings() -> dict[str, tuple[str, ...]]:
    words = _SURNAMES.split()
    return {
        surname: tuple(latin_japanese_key(reading) or reading for reading in readings.split("/"))
        for surname, readings in zip(words[::2], words[1::2], strict=True)
    }


_READINGS = _readings()

JAPANESE_SURNAMES = frozenset(_READINGS)
"""Common surnames in Han characters, variant forms unified (see `cdp.standardise.han`)."""
READING_OF_SURNAME = {surname: readings[0] for surname, readings in _READINGS.items() if len(readings) == 1}
"""Surname → the key of its reading, where nearly all who write it so read it so."""
READING_RANK = {
    reading: rank for rank, readings in reversed(list(enumerate(_READINGS.values()))) for reading in readings
}
"""Key of each reading → its place in the order of frequency, 0 first."""
LONGEST_SURNAME = max(map(len, _READINGS))
"""Characters of the longest surname."""
