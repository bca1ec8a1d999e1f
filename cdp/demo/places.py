"""Neighbourhoods of the three countries: where customers live, in native and Latin letters."""

from __future__ import annotations

from typing import NamedTuple

from cdp.demo.dice import Weighted
from cdp.demo.names import Country


class Place(NamedTuple):
    """A neighbourhood: what all addresses in it have in common."""

    region: str
    """서울특별시, 東京都, or the two-letter code of a state."""
    short_region: str
    """서울, 東京, NY: the form people type."""
    region_latin: str
    city: str
    city_latin: str
    town: str
    """The dong or chō; empty in the United States."""
    town_latin: str
    postcode: str
    """Leading three digits in Korea and the United States, all seven in Japan."""
    roads: tuple[str, ...]
    """Korean road names; empty elsewhere."""
    roads_latin: tuple[str, ...]


# region short latin|city latin|dong latin|postcode|weight, and below it the roads
_KR = """
서울특별시 서울 Seoul|강남구 Gangnam-gu|역삼동 Yeoksam-dong|062|9
  테헤란로 Teheran-ro, 논현로 Nonhyeon-ro, 언주로 Eonju-ro
서울특별시 서울 Seoul|서초구 Seocho-gu|서초동 Seocho-dong|066|7
  서초대로 Seocho-daero, 반포대로 Banpo-daero, 사임당로 Saimdang-ro
서울특별시 서울 Seoul|송파구 Songpa-gu|잠실동 Jamsil-dong|055|8
  올림픽로 Olympic-ro, 백제고분로 Baekjegobun-ro, 석촌호수로 Seokchonhosu-ro
서울특별시 서울 Seoul|마포구 Mapo-gu|서교동 Seogyo-dong|040|6
  양화로 Yanghwa-ro, 월드컵북로 Worldcupbuk-ro, 독막로 Dongmak-ro
서울특별시 서울 Seoul|용산구 Yongsan-gu|한남동 Hannam-dong|044|4
  이태원로 Itaewon-ro, 독서당로 Dokseodang-ro, 대사관로 Daesagwan-ro
서울특별시 서울 Seoul|종로구 Jongno-gu|혜화동 Hyehwa-dong|030|3
  대학로 Daehak-ro, 창경궁로 Changgyeonggung-ro, 혜화로 Hyehwa-ro
서울특별시 서울 Seoul|성동구 Seongdong-gu|성수동 Seongsu-dong|047|5
  성수이로 Seongsui-ro, 왕십리로 Wangsimni-ro, 아차산로 Achasan-ro
서울특별시 서울 Seoul|영등포구 Yeongdeungpo-gu|당산동 Dangsan-dong|072|4
  당산로 Dangsan-ro, 국회대로 Gukhoe-daero, 선유로 Seonyu-ro
서울특별시 서울 Seoul|강서구 Gangseo-gu|화곡동 Hwagok-dong|077|5
  화곡로 Hwagok-ro, 강서로 Gangseo-ro, 공항대로 Gonghang-daero
서울특별시 서울 Seoul|노원구 Nowon-gu|상계동 Sanggye-dong|016|5
  동일로 Dongil-ro, 노해로 Nohae-ro, 한글비석로 Hangeulbiseok-ro
서울특별시 서울 Seoul|관악구 Gwanak-gu|봉천동 Bongcheon-dong|087|4
  관악로 Gwanak-ro, 봉천로 Bongcheon-ro, 은천로 Euncheon-ro
부산광역시 부산 Busan|해운대구 Haeundae-gu|우동 U-dong|480|6
  해운대로 Haeundae-ro, 센텀중앙로 Centumjungang-ro, 마린시티로 Marinecity-ro
부산광역시 부산 Busan|부산진구 Busanjin-gu|부전동 Bujeon-dong|472|4
  중앙대로 Jungang-daero, 가야대로 Gaya-daero, 동평로 Dongpyeong-ro
대구광역시 대구 Daegu|수성구 Suseong-gu|범어동 Beomeo-dong|420|5
  달구벌대로 Dalgubeol-daero, 동대구로 Dongdaegu-ro, 범어천로 Beomeocheon-ro
인천광역시 인천 Incheon|연수구 Yeonsu-gu|송도동 Songdo-dong|220|4
  송도과학로 Songdogwahak-ro, 컨벤시아대로 Convensia-daero, 해돋이로 Haedoji-ro
인천광역시 인천 Incheon|부평구 Bupyeong-gu|부평동 Bupyeong-dong|214|3
  부평대로 Bupyeong-daero, 부흥로 Buheung-ro, 경원대로 Gyeongwon-daero
광주광역시 광주 Gwangju|서구 Seo-gu|치평동 Chipyeong-dong|619|3
  상무중앙로 Sangmujungang-ro, 시청로 Sicheong-ro, 운천로 Uncheon-ro
대전광역시 대전 Daejeon|유성구 Yuseong-gu|봉명동 Bongmyeong-dong|341|4
  대학로 Daehak-ro, 계룡로 Gyeryong-ro, 온천로 Oncheon-ro
경기도 경기 Gyeonggi-do|수원시 영통구 Yeongtong-gu Suwon-si|매탄동 Maetan-dong|165|5
  중부대로 Jungbu-daero, 매영로 Maeyeong-ro, 인계로 Ingye-ro
경기도 경기 Gyeonggi-do|성남시 분당구 Bundang-gu Seongnam-si|정자동 Jeongja-dong|135|6
  성남대로 Seongnam-daero, 정자일로 Jeongjail-ro, 불정로 Buljeong-ro
경기도 경기 Gyeonggi-do|고양시 일산동구 Ilsandong-gu Goyang-si|장항동 Janghang-dong|104|4
  중앙로 Jungang-ro, 호수로 Hosu-ro, 정발산로 Jeongbalsan-ro
경기도 경기 Gyeonggi-do|용인시 수지구 Suji-gu Yongin-si|풍덕천동 Pungdeokcheon-dong|168|4
  풍덕천로 Pungdeokcheon-ro, 수지로 Suji-ro, 문정로 Munjeong-ro
경상남도 경남 Gyeongsangnam-do|창원시 성산구 Seongsan-gu Changwon-si|상남동 Sangnam-dong|514|3
  중앙대로 Jungang-daero, 상남로 Sangnam-ro, 원이대로 Woni-daero
전라북도 전북 Jeollabuk-do|전주시 완산구 Wansan-gu Jeonju-si|효자동 Hyoja-dong|549|2
  홍산로 Hongsan-ro, 백제대로 Baekje-daero, 용머리로 Yongmeori-ro
충청북도 충북 Chungcheongbuk-do|청주시 흥덕구 Heungdeok-gu Cheongju-si|복대동 Bokdae-dong|284|2
  가경로 Gagyeong-ro, 풍산로 Pungsan-ro, 대농로 Daenong-ro
제주특별자치도 제주 Jeju-do|제주시 Jeju-si|연동 Yeon-dong|631|2
  노연로 Noyeon-ro, 신대로 Sindae-ro, 삼무로 Sammu-ro
"""

# prefecture short latin|city latin|weight, and below it the towns with their postcodes
_JP = """
東京都 東京 Tokyo|世田谷区 Setagaya-ku|12
  三軒茶屋 Sangenjaya 1540024, 成城 Seijo 1570066, 太子堂 Taishido 1540004, 桜新町 Sakurashinmachi 1540015
  用賀 Yoga 1580097, 北沢 Kitazawa 1550031, 経堂 Kyodo 1560052, 奥沢 Okusawa 1580083
東京都 東京 Tokyo|渋谷区 Shibuya-ku|6
  恵比寿 Ebisu 1500013, 代々木 Yoyogi 1510053, 神宮前 Jingumae 1500001, 幡ヶ谷 Hatagaya 1510072
東京都 東京 Tokyo|新宿区 Shinjuku-ku|6
  高田馬場 Takadanobaba 1690075, 西新宿 Nishishinjuku 1600023, 大久保 Okubo 1690072, 早稲田町 Wasedacho 1620042
東京都 東京 Tokyo|杉並区 Suginami-ku|6
  阿佐谷南 Asagayaminami 1660004, 荻窪 Ogikubo 1670051, 高円寺北 Koenjikita 1660002, 西荻北 Nishiogikita 1670042
東京都 東京 Tokyo|練馬区 Nerima-ku|6
  石神井町 Shakujiimachi 1770041, 光が丘 Hikarigaoka 1790072, 豊玉北 Toyotamakita 1760012, 大泉町 Oizumimachi 1780062
東京都 東京 Tokyo|江東区 Koto-ku|6
  豊洲 Toyosu 1350061, 亀戸 Kameido 1360071, 大島 Ojima 1360072, 東陽 Toyo 1350016
東京都 東京 Tokyo|大田区 Ota-ku|6
  蒲田 Kamata 1440052, 大森北 Omorikita 1430016, 池上 Ikegami 1460082, 田園調布 Denenchofu 1450071
東京都 東京 Tokyo|足立区 Adachi-ku|4
  千住 Senju 1200034, 梅島 Umejima 1210816, 竹の塚 Takenotsuka 1210813, 西新井 Nishiarai 1230841
東京都 東京 Tokyo|武蔵野市 Musashino-shi|3
  吉祥寺本町 Kichijojihoncho 1800004, 境南町 Kyonancho 1800023, 緑町 Midoricho 1800012
東京都 東京 Tokyo|八王子市 Hachioji-shi|3
  明神町 Myojincho 1920046, 南大沢 Minamiosawa 1920364, 横山町 Yokoyamacho 1920081
神奈川県 神奈川 Kanagawa|横浜市港北区 Kohoku-ku Yokohama-shi|5
  日吉 Hiyoshi 2230061, 綱島西 Tsunashimanishi 2230053, 菊名 Kikuna 2220011, 新横浜 Shinyokohama 2220033
神奈川県 神奈川 Kanagawa|横浜市青葉区 Aoba-ku Yokohama-shi|4
  美しが丘 Utsukushigaoka 2250002, 市ケ尾町 Ichigaocho 2250024, 青葉台 Aobadai 2270062
神奈川県 神奈川 Kanagawa|川崎市中原区 Nakahara-ku Kawasaki-shi|4
  小杉町 Kosugicho 2110063, 上平間 Kamihirama 2110013, 下小田中 Shimokodanaka 2110041
神奈川県 神奈川 Kanagawa|藤沢市 Fujisawa-shi|3
  鵠沼海岸 Kugenumakaigan 2510037, 辻堂 Tsujido 2510047, 湘南台 Shonandai 2520804
埼玉県 埼玉 Saitama|さいたま市浦和区 Urawa-ku Saitama-shi|4
  高砂 Takasago 3300063, 常盤 Tokiwa 3300061, 岸町 Kishicho 3300064
埼玉県 埼玉 Saitama|川口市 Kawaguchi-shi|3
  栄町 Sakaecho 3320017, 本町 Honcho 3320012, 芝 Shiba 3330866
千葉県 千葉 Chiba|船橋市 Funabashi-shi|4
  本町 Honcho 2730005, 習志野台 Narashinodai 2740063, 海神 Kaijin 2730021
千葉県 千葉 Chiba|市川市 Ichikawa-shi|3
  八幡 Yawata 2720021, 真間 Mama 2720826, 行徳駅前 Gyotokuekimae 2720133
大阪府 大阪 Osaka|大阪市北区 Kita-ku Osaka-shi|5
  天満 Tenma 5300043, 中崎西 Nakazakinishi 5300015, 大淀南 Oyodominami 5310075, 天神橋 Tenjinbashi 5300041
大阪府 大阪 Osaka|大阪市中央区 Chuo-ku Osaka-shi|4
  南船場 Minamisemba 5420081, 谷町 Tanimachi 5420012, 北浜 Kitahama 5410041, 玉造 Tamatsukuri 5400004
大阪府 大阪 Osaka|豊中市 Toyonaka-shi|4
  本町 Honmachi 5600021, 新千里東町 Shinsenrihigashimachi 5600082, 岡町 Okamachi 5600884
大阪府 大阪 Osaka|吹田市 Suita-shi|3
  千里山東 Senriyamahigashi 5650842, 江坂町 Esakacho 5640063, 古江台 Furuedai 5650874
京都府 京都 Kyoto|京都市左京区 Sakyo-ku Kyoto-shi|4
  下鴨本町 Shimogamohommachi 6060862, 田中里ノ前町 Tanakasatonomaecho 6068212, 吉田本町 Yoshidahommachi 6068501
兵庫県 兵庫 Hyogo|神戸市東灘区 Higashinada-ku Kobe-shi|4
  岡本 Okamoto 6580072, 御影 Mikage 6580047, 本山北町 Motoyamakitamachi 6580003
兵庫県 兵庫 Hyogo|西宮市 Nishinomiya-shi|3
  甲子園口 Koshienguchi 6638113, 甲風園 Kofuen 6620832, 高木西町 Takaginishimachi 6638034
愛知県 愛知 Aichi|名古屋市千種区 Chikusa-ku Nagoya-shi|5
  今池 Imaike 4640850, 覚王山通 Kakuozandori 4640841, 本山町 Motoyamacho 4640036, 星ヶ丘 Hoshigaoka 4640026
愛知県 愛知 Aichi|豊田市 Toyota-shi|2
  西町 Nishimachi 4710025, 元城町 Motoshirocho 4710024, 若宮町 Wakamiyacho 4710026
福岡県 福岡 Fukuoka|福岡市中央区 Chuo-ku Fukuoka-shi|5
  大名 Daimyo 8100041, 薬院 Yakuin 8100022, 大濠公園 Ohorikoen 8100051, 六本松 Ropponmatsu 8100044
福岡県 福岡 Fukuoka|北九州市小倉北区 Kokurakita-ku Kitakyushu-shi|2
  魚町 Uomachi 8020006, 片野 Katano 8020064, 砂津 Sunatsu 8020014
北海道 北海道 Hokkaido|札幌市豊平区 Toyohira-ku Sapporo-shi|4
  豊平 Toyohira 0620904, 平岸 Hiragishi 0620931, 月寒東 Tsukisamuhigashi 0620051, 西岡 Nishioka 0620032
宮城県 宮城 Miyagi|仙台市青葉区 Aoba-ku Sendai-shi|4
  国分町 Kokubuncho 9800803, 八幡 Hachiman 9800871, 上杉 Kamisugi 9800011
広島県 広島 Hiroshima|広島市中区 Naka-ku Hiroshima-shi|3
  八丁堀 Hatchobori 7300013, 白島北町 Hakushimakitamachi 7300001, 舟入町 Funairicho 7300841
静岡県 静岡 Shizuoka|静岡市葵区 Aoi-ku Shizuoka-shi|2
  呉服町 Gofukucho 4200031, 鷹匠 Takajo 4200839, 安東 Ando 4200882
沖縄県 沖縄 Okinawa|那覇市 Naha-shi|2
  久茂地 Kumoji 9000015, 首里石嶺町 Shuriishiminecho 9030804, 小禄 Oroku 9010152
"""

# state | city | first digits of the ZIP code | weight
_US = """
NY|New York|100|8  NY|Brooklyn|112|7  NY|Queens|113|4  NY|Buffalo|142|2  NJ|Jersey City|073|3  NJ|Newark|071|2
MA|Boston|021|5  MA|Cambridge|021|2  MA|Worcester|016|2  PA|Philadelphia|191|5  PA|Pittsburgh|152|3
DC|Washington|200|4  MD|Baltimore|212|3  VA|Richmond|232|2  VA|Arlington|222|2  NC|Charlotte|282|4  NC|Raleigh|276|3
SC|Charleston|294|2  GA|Atlanta|303|5  GA|Savannah|314|1  FL|Miami|331|5  FL|Orlando|328|3  FL|Tampa|336|3
OH|Columbus|432|3  OH|Cleveland|441|2  MI|Detroit|482|3  MI|Ann Arbor|481|2  IL|Chicago|606|2  CT|Hartford|061|2
CT|New Haven|065|1  RI|Providence|029|2  ME|Portland|041|1  VT|Burlington|054|1
"""

_STREETS = """
Maple Street|Oak Avenue|Cedar Lane|Pine Street|Elm Street|Washington Avenue|Lincoln Road|Park Avenue|Lake Drive
Hill Street|Walnut Street|Chestnut Street|Church Street|Main Street|Highland Avenue|River Road|Spring Street
Franklin Street|Jefferson Avenue|Madison Street|Madison Avenue|Jackson Street|Prospect Avenue|Center Street
Union Street|Liberty Street|Broadway|Willow Lane|Birch Road|Meadow Drive|Forest Avenue|Sunset Boulevard|Grove Street
Orchard Road|Mill Road|Harbor Drive|Garden Court|College Avenue|School Street|Summit Avenue|Valley Road
Clinton Street|Court Street|Adams Street|Monroe Street|Pearl Street|Rose Lane|Dogwood Drive|Magnolia Avenue
"""

_AREA_CODES = """
201 202 203 212 215 216 240 267 301 302 305 312 313 321 336 339 347 351 386 401 404 407 410 412 413 434 440 443 470
475 484 508 516 518 540 551 561 570 571 585 603 607 609 610 614 617 631 646 678 703 704 706 716 717 718 724 732 734
740 754 757 770 772 774 781 786 802 803 804 810 813 814 828 843 845 848 850 856 857 860 862 863 864 904 908 910 912
914 917 919 929 937 941 947 954 973 978 980 989
"""

STREETS: tuple[str, ...] = tuple(_STREETS.strip().replace("\n", "|").split("|"))
"""American street names; any of them runs through any city."""

AREA_CODES: tuple[str, ...] = tuple(_AREA_CODES.split())
"""Area codes in the eastern United States; with 555 they give 10,000 made-up numbers each."""


def _words(text: str) -> tuple[str, str]:
    """부평구 Bupyeong-gu → both forms; the Latin one is everything from the first Latin letter on."""
    cut = next(place for place, sign in enumerate(text) if sign.isascii() and sign.isalpha())
    return text[:cut].strip(), text[cut:]


def _korean(line: str, roads: str) -> tuple[Place, float]:
    region, city, town, postcode, weight = line.split("|")
    pairs = [_words(road) for road in roads.split(",")]
    roads_native, roads_latin = tuple(road for road, _ in pairs), tuple(road for _, road in pairs)
    native, short, latin = region.split()
    place = Place(native, short, latin, *_words(city), *_words(town), postcode, roads_native, roads_latin)
    return place, float(weight)


def _japanese(line: str, towns: str) -> list[tuple[Place, float]]:
    region, city, weight = line.split("|")
    native, short, latin = region.split()
    rows = [town.split() for town in towns.split(",")]
    places = [Place(native, short, latin, *_words(city), town, reading, code, (), ()) for town, reading, code in rows]
    return [(place, float(weight) / len(places)) for place in places]


def _japanese_places() -> list[tuple[Place, float]]:
    found = []
    for block in _JP.strip().replace("\n  ", ",").splitlines():
        line, _, towns = block.partition(",")
        found += _japanese(line, towns)
    return found


def _american(entry: str) -> tuple[Place, float]:
    state, city, postcode, weight = entry.strip().split("|")
    return Place(state, state, state, city, city, "", "", postcode, (), ()), float(weight)


def _weighted(entries: list[tuple[Place, float]]) -> Weighted[Place]:
    return Weighted((place for place, _ in entries), (weight for _, weight in entries))


_KR_LINES = _KR.strip().splitlines()

PLACES: dict[Country, Weighted[Place]] = {
    "KR": _weighted([_korean(line, roads) for line, roads in zip(_KR_LINES[::2], _KR_LINES[1::2], strict=True)]),
    "JP": _weighted(_japanese_places()),
    "US": _weighted([_american(entry) for entry in _US.strip().replace("\n", "  ").split("  ")]),
}
"""Neighbourhoods per country, weighted by how many customers live there."""
