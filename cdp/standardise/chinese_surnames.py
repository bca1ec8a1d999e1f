"""Chinese surnames: they tell where the surname ends in a name without spaces, and which Latin word it is."""

from __future__ import annotations

_SINGLE = """
王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何高林罗羅郑鄭梁谢謝宋唐许許韩韓冯馮邓鄧曹彭曾萧蕭肖田董袁潘
于蒋蔣蔡余杜叶葉程苏蘇魏吕呂丁任沈姚卢盧姜崔钟鍾谭譚陆陸汪范石廖贾賈夏韦韋付方白邹鄒孟熊秦邱江尹薛闫閻段雷侯龙龍
史陶黎贺賀顾顧毛郝龚龔邵万萬钱錢严嚴覃武戴莫孔向汤湯常温康施文牛樊葛邢安齐齊易乔喬伍庞龐颜顏倪庄莊聂聶章鲁魯岳翟
殷詹申欧歐耿关關兰蘭焦俞左柳甘祝包宁尚符舒阮柯纪紀梅童凌毕畢单單季裴霍涂成苗谷盛曲翁冉骆駱蓝藍路游辛靳管柴蒙鲍鮑
华華喻祁蒲房滕屈饶饒解牟艾尤阳陽时時穆农農司卓古吉缪繆简簡车車项項连連芦麦麥褚娄婁窦竇戚岑景党宫宮费費卜冷晏席卫衛
"""
_DOUBLE = """
欧阳 歐陽 司马 司馬 诸葛 諸葛 上官 慕容 令狐 皇甫 尉迟 尉遲 东方 東方 公孙 公孫 夏侯 南宮 鮮于 獨孤 司空 西門 西门
諸葛 司徒 端木 长孙 長孫
"""
_PINYIN = """
wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he gao lin luo zheng liang xie song tang feng deng
cao peng zeng xiao tian dong yuan pan yu jiang cai du ye cheng su wei lu ding ren shen yao cui zhong tan wang fan shi
liao jia xia fu fang bai zou meng xiong qin qiu yin xue yan duan lei hou long tao mao hao gong shao wan qian dai mo kong
chang ouyang situ sima zhuge shangguan cheung chan wong ng ho lau leung kwok tsang tse hui chow chu yip yeung tam mak
lo cheng ip kwan lui poon yuen hsu hsieh tsai chang chou liu huang teng
"""

SINGLE_SURNAMES = frozenset("".join(_SINGLE.split()))
"""Surnames of one character, simplified and traditional."""
DOUBLE_SURNAMES = frozenset(_DOUBLE.split())
"""Surnames of two characters, simplified and traditional, with those of Korea that are written so."""
LATIN_RANK = {surname: rank for rank, surname in reversed(list(enumerate(_PINYIN.split())))}
"""Surname in Pinyin or the usual spellings of Hong Kong and Taiwan → its place in the order of frequency, 0 first."""
