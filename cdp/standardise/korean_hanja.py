"""Korean surnames in Han characters and how they are read; those of given names are too many to list."""

from __future__ import annotations

from cdp.standardise.han import unify_han

_SURNAMES = """
김 金; 이 李 異; 박 朴; 최 崔; 정 鄭 丁 程; 강 姜 康; 조 趙 曺 曹; 윤 尹; 장 張 章 蔣 莊; 임 林 任; 한 韓 漢; 오 吳 呉
서 徐 西; 신 申 辛 愼; 권 權; 황 黃; 안 安; 송 宋; 유 劉 兪 庾; 류 柳; 홍 洪; 전 全 田 錢; 고 高; 문 文; 양 梁 楊; 손 孫
배 裵 裴; 백 白; 허 許; 남 南; 심 沈; 노 盧 魯; 하 河 夏; 곽 郭; 성 成; 차 車; 주 朱 周; 우 禹; 구 具 丘; 민 閔; 나 羅
진 陳 秦 晉; 지 池 智; 엄 嚴; 채 蔡 菜; 원 元 袁; 천 千 天; 방 方 房 龐; 공 孔; 현 玄; 함 咸; 여 呂 余; 염 廉; 변 邊 卞
추 秋; 도 都 陶; 소 蘇 邵; 석 石 昔; 선 宣; 설 薛 偰; 마 馬 麻; 길 吉; 연 延 燕; 위 魏 韋; 표 表; 명 明; 기 奇; 반 潘 班
왕 王; 금 琴; 옥 玉; 육 陸; 인 印; 맹 孟; 제 諸; 모 牟 毛; 탁 卓; 국 鞠; 어 魚; 은 殷; 편 片; 용 龍; 예 芮; 경 慶 景
봉 奉; 사 史; 부 夫; 가 賈; 복 卜; 태 太; 목 睦; 형 邢; 피 皮; 두 杜; 감 甘; 호 扈; 음 陰; 빈 賓; 팽 彭; 승 承; 간 簡
남궁 南宮; 황보 皇甫; 제갈 諸葛; 선우 鮮于; 독고 獨孤; 사공 司空; 서문 西門; 동방 東方
"""

HANGUL_OF_HANJA = {
    unify_han(hanja): hangul
    for line in _SURNAMES.strip().splitlines()
    for hangul, *forms in (entry.split() for entry in line.split(";"))
    for hanja in forms
}
"""Surname in Han characters, variants unified → in Hangul."""
