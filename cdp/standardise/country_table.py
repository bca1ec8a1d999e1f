"""ISO 3166 countries and what they are called in English, Korean and Japanese."""

from __future__ import annotations

COUNTRIES = """
AD AND Andorra|안도라|アンドラ
AE ARE United Arab Emirates|UAE|Emirates|Dubai|아랍에미리트|아랍에미리트연합|アラブ首長国連邦
AF AFG Afghanistan|아프가니스탄|アフガニスタン
AG ATG Antigua and Barbuda
AI AIA Anguilla
AL ALB Albania|알바니아|アルバニア
AM ARM Armenia|아르메니아|アルメニア
AO AGO Angola|앙골라|アンゴラ
AQ ATA Antarctica|남극|南極
AR ARG Argentina|아르헨티나|アルゼンチン
AS ASM American Samoa
AT AUT Austria|Österreich|오스트리아|オーストリア
AU AUS Australia|Commonwealth of Australia|호주|오스트레일리아|オーストラリア|豪州
AW ABW Aruba
AX ALA Åland Islands|Aland Islands
AZ AZE Azerbaijan|아제르바이잔|アゼルバイジャン
BA BIH Bosnia and Herzegovina|Bosnia|보스니아 헤르체고비나|ボスニア・ヘルツェゴビナ
BB BRB Barbados
BD BGD Bangladesh|방글라데시|バングラデシュ
BE BEL Belgium|België|Belgique|벨기에|ベルギー
BF BFA Burkina Faso
BG BGR Bulgaria|불가리아|ブルガリア
BH BHR Bahrain|바레인|バーレーン
BI BDI Burundi
BJ BEN Benin
BL BLM Saint Barthélemy|St Barthelemy
BM BMU Bermuda
BN BRN Brunei|Brunei Darussalam|브루나이|ブルネイ
BO BOL Bolivia|Plurinational State of Bolivia|볼리비아|ボリビア
BQ BES Bonaire, Sint Eustatius and Saba|Caribbean Netherlands
BR BRA Brazil|Brasil|브라질|ブラジル
BS BHS Bahamas|The Bahamas|바하마|バハマ
BT BTN Bhutan|부탄|ブータン
BV BVT Bouvet Island
BW BWA Botswana|보츠와나|ボツワナ
BY BLR Belarus|벨라루스|ベラルーシ
BZ BLZ Belize
CA CAN Canada|캐나다|カナダ
CC CCK Cocos Islands|Cocos (Keeling) Islands
CD COD Democratic Republic of the Congo|DR Congo|DRC|Congo-Kinshasa|콩고민주공화국|コンゴ民主共和国
CF CAF Central African Republic
CG COG Republic of the Congo|Congo|Congo-Brazzaville|콩고|コンゴ共和国
CH CHE Switzerland|Schweiz|Suisse|Svizzera|스위스|スイス
CI CIV Côte d'Ivoire|Ivory Coast|코트디부아르|コートジボワール
CK COK Cook Islands
CL CHL Chile|칠레|チリ
CM CMR Cameroon|카메룬|カメルーン
CN CHN China|People's Republic of China|PRC|Mainland China|중국|중화인민공화국|中国|中華人民共和国|中华人民共和国
CO COL Colombia|콜롬비아|コロンビア
CR CRI Costa Rica|코스타리카|コスタリカ
CU CUB Cuba|쿠바|キューバ
CV CPV Cabo Verde|Cape Verde
CW CUW Curaçao|Curacao
CX CXR Christmas Island
CY CYP Cyprus|키프로스|사이프러스|キプロス
CZ CZE Czechia|Czech Republic|체코|체코공화국|チェコ|チェコ共和国
DE DEU Germany|Deutschland|Federal Republic of Germany|독일|ドイツ|独国
DJ DJI Djibouti
DK DNK Denmark|Danmark|덴마크|デンマーク
DM DMA Dominica
DO DOM Dominican Republic|도미니카공화국|ドミニカ共和国
DZ DZA Algeria|알제리|アルジェリア
EC ECU Ecuador|에콰도르|エクアドル
EE EST Estonia|에스토니아|エストニア
EG EGY Egypt|이집트|エジプト
EH ESH Western Sahara
ER ERI Eritrea
ES ESP Spain|España|스페인|에스파냐|スペイン
ET ETH Ethiopia|에티오피아|エチオピア
FI FIN Finland|Suomi|핀란드|フィンランド
FJ FJI Fiji|피지|フィジー
FK FLK Falkland Islands
FM FSM Micronesia|Federated States of Micronesia
FO FRO Faroe Islands
FR FRA France|프랑스|フランス|仏国
GA GAB Gabon
GB GBR United Kingdom|UK|U.K.|Great Britain|Britain|England|Scotland|Wales|Northern Ireland
GB GBR United Kingdom of Great Britain and Northern Ireland|영국|잉글랜드|英国|イギリス|イングランド
GD GRD Grenada
GE GEO Georgia|조지아|ジョージア
GF GUF French Guiana
GG GGY Guernsey
GH GHA Ghana|가나|ガーナ
GI GIB Gibraltar
GL GRL Greenland|그린란드|グリーンランド
GM GMB Gambia|The Gambia
GN GIN Guinea
GP GLP Guadeloupe
GQ GNQ Equatorial Guinea
GR GRC Greece|Hellas|그리스|ギリシャ
GS SGS South Georgia and the South Sandwich Islands
GT GTM Guatemala|과테말라|グアテマラ
GU GUM Guam|괌|グアム
GW GNB Guinea-Bissau
GY GUY Guyana
HK HKG Hong Kong|Hong Kong SAR|HKSAR|홍콩|香港
HM HMD Heard Island and McDonald Islands
HN HND Honduras|온두라스|ホンジュラス
HR HRV Croatia|Hrvatska|크로아티아|クロアチア
HT HTI Haiti|아이티|ハイチ
HU HUN Hungary|Magyarország|헝가리|ハンガリー
ID IDN Indonesia|인도네시아|インドネシア
IE IRL Ireland|Eire|Republic of Ireland|아일랜드|アイルランド
IL ISR Israel|이스라엘|イスラエル
IM IMN Isle of Man
IN IND India|Bharat|인도|インド
IO IOT British Indian Ocean Territory
IQ IRQ Iraq|이라크|イラク
IR IRN Iran|Islamic Republic of Iran|이란|イラン
IS ISL Iceland|아이슬란드|アイスランド
IT ITA Italy|Italia|이탈리아|イタリア
JE JEY Jersey
JM JAM Jamaica|자메이카|ジャマイカ
JO JOR Jordan|요르단|ヨルダン
JP JPN Japan|Nippon|Nihon|일본|日本|日本国|ニッポン|にほん
KE KEN Kenya|케냐|ケニア
KG KGZ Kyrgyzstan|키르기스스탄|キルギス
KH KHM Cambodia|캄보디아|カンボジア
KI KIR Kiribati
KM COM Comoros
KN KNA Saint Kitts and Nevis|St Kitts and Nevis
KP PRK North Korea|DPRK|Democratic People's Republic of Korea|북한|조선민주주의인민공화국|北朝鮮
KR KOR South Korea|Korea|Republic of Korea|Korea, Republic of|Korea (South)|Korea, South|ROK|Korea Republic|S. Korea
KR KOR Hanguk|대한민국|한국|남한|韓国|大韓民国|韩国
KW KWT Kuwait|쿠웨이트|クウェート
KY CYM Cayman Islands|케이맨 제도|ケイマン諸島
KZ KAZ Kazakhstan|카자흐스탄|カザフスタン
LA LAO Laos|Lao PDR|Lao People's Democratic Republic|라오스|ラオス
LB LBN Lebanon|레바논|レバノン
LC LCA Saint Lucia|St Lucia
LI LIE Liechtenstein|리히텐슈타인|リヒテンシュタイン
LK LKA Sri Lanka|스리랑카|スリランカ
LR LBR Liberia
LS LSO Lesotho
LT LTU Lithuania|리투아니아|リトアニア
LU LUX Luxembourg|룩셈부르크|ルクセンブルク
LV LVA Latvia|라트비아|ラトビア
LY LBY Libya|리비아|リビア
MA MAR Morocco|모로코|モロッコ
MC MCO Monaco|모나코|モナコ
MD MDA Moldova|Republic of Moldova|몰도바|モルドバ
ME MNE Montenegro|몬테네그로|モンテネグロ
MF MAF Saint Martin|St Martin
MG MDG Madagascar|마다가스카르|マダガスカル
MH MHL Marshall Islands
MK MKD North Macedonia|Macedonia|북마케도니아|北マケドニア
ML MLI Mali
MM MMR Myanmar|Burma|미얀마|ミャンマー
MN MNG Mongolia|몽골|モンゴル
MO MAC Macao|Macau|마카오|マカオ|澳門
MP MNP Northern Mariana Islands|Saipan|사이판|サイパン
MQ MTQ Martinique
MR MRT Mauritania
MS MSR Montserrat
MT MLT Malta|몰타|マルタ
MU MUS Mauritius|모리셔스|モーリシャス
MV MDV Maldives|몰디브|モルディブ
MW MWI Malawi
MX MEX Mexico|México|멕시코|メキシコ
MY MYS Malaysia|말레이시아|マレーシア
MZ MOZ Mozambique|모잠비크|モザンビーク
NA NAM Namibia|나미비아|ナミビア
NC NCL New Caledonia|뉴칼레도니아|ニューカレドニア
NE NER Niger
NF NFK Norfolk Island
NG NGA Nigeria|나이지리아|ナイジェリア
NI NIC Nicaragua|니카라과|ニカラグア
NL NLD Netherlands|The Netherlands|Holland|Nederland|네덜란드|オランダ
NO NOR Norway|Norge|노르웨이|ノルウェー
NP NPL Nepal|네팔|ネパール
NR NRU Nauru
NU NIU Niue
NZ NZL New Zealand|Aotearoa|뉴질랜드|ニュージーランド
OM OMN Oman|오만|オマーン
PA PAN Panama|파나마|パナマ
PE PER Peru|Perú|페루|ペルー
PF PYF French Polynesia|Tahiti
PG PNG Papua New Guinea|파푸아뉴기니|パプアニューギニア
PH PHL Philippines|The Philippines|필리핀|フィリピン
PK PAK Pakistan|파키스탄|パキスタン
PL POL Poland|Polska|폴란드|ポーランド
PM SPM Saint Pierre and Miquelon
PN PCN Pitcairn
PR PRI Puerto Rico|푸에르토리코|プエルトリコ
PS PSE Palestine|State of Palestine|팔레스타인|パレスチナ
PT PRT Portugal|포르투갈|ポルトガル
PW PLW Palau|팔라우|パラオ
PY PRY Paraguay|파라과이|パラグアイ
QA QAT Qatar|카타르|カタール
RE REU Réunion|Reunion
RO ROU Romania|România|루마니아|ルーマニア
RS SRB Serbia|세르비아|セルビア
RU RUS Russia|Russian Federation|Россия|러시아|ロシア
RW RWA Rwanda|르완다|ルワンダ
SA SAU Saudi Arabia|Kingdom of Saudi Arabia|KSA|사우디아라비아|サウジアラビア
SB SLB Solomon Islands
SC SYC Seychelles
SD SDN Sudan|수단|スーダン
SE SWE Sweden|Sverige|스웨덴|スウェーデン
SG SGP Singapore|싱가포르|싱가폴|シンガポール
SH SHN Saint Helena|St Helena
SI SVN Slovenia|슬로베니아|スロベニア
SJ SJM Svalbard and Jan Mayen
SK SVK Slovakia|Slovak Republic|슬로바키아|スロバキア
SL SLE Sierra Leone
SM SMR San Marino
SN SEN Senegal|세네갈|セネガル
SO SOM Somalia
SR SUR Suriname
SS SSD South Sudan
ST STP São Tomé and Príncipe
SV SLV El Salvador|엘살바도르|エルサルバドル
SX SXM Sint Maarten
SY SYR Syria|Syrian Arab Republic|시리아|シリア
SZ SWZ Eswatini|Swaziland
TC TCA Turks and Caicos Islands
TD TCD Chad
TF ATF French Southern Territories
TG TGO Togo
TH THA Thailand|태국|타이|タイ|タイ王国
TJ TJK Tajikistan|타지키스탄|タジキスタン
TK TKL Tokelau
TL TLS Timor-Leste|East Timor|동티모르|東ティモール
TM TKM Turkmenistan|투르크메니스탄|トルクメニスタン
TN TUN Tunisia|튀니지|チュニジア
TO TON Tonga
TR TUR Turkey|Türkiye|Turkiye|터키|튀르키예|トルコ
TT TTO Trinidad and Tobago
TV TUV Tuvalu
TW TWN Taiwan|Republic of China|Chinese Taipei|Taiwan, Province of China|대만|타이완|台湾|臺灣
TZ TZA Tanzania|United Republic of Tanzania|탄자니아|タンザニア
UA UKR Ukraine|Україна|우크라이나|ウクライナ
UG UGA Uganda|우간다|ウガンダ
UM UMI United States Minor Outlying Islands
US USA United States|United States of America|U.S.|U.S.A.|America|The United States|US of A|미국|미합중국|米国
US USA アメリカ|アメリカ合衆国|合衆国|美国
UY URY Uruguay|우루과이|ウルグアイ
UZ UZB Uzbekistan|우즈베키스탄|ウズベキスタン
VA VAT Vatican City|Holy See|바티칸|バチカン
VC VCT Saint Vincent and the Grenadines|St Vincent
VE VEN Venezuela|베네수엘라|ベネズエラ
VG VGB British Virgin Islands
VI VIR US Virgin Islands|U.S. Virgin Islands
VN VNM Vietnam|Viet Nam|Việt Nam|베트남|월남|ベトナム
VU VUT Vanuatu
WF WLF Wallis and Futuna
WS WSM Samoa
XK XKX Kosovo|코소보|コソボ
YE YEM Yemen|예멘|イエメン
YT MYT Mayotte
ZA ZAF South Africa|남아프리카공화국|남아공|南アフリカ|南アフリカ共和国
ZM ZMB Zambia|잠비아|ザンビア
ZW ZWE Zimbabwe|짐바브웨|ジンバブエ
"""
"""Per line: alpha-2, alpha-3, names. XK is the user-assigned code that is in use for Kosovo."""
