"""Korean names as people spell them in Latin letters: surnames and the syllables of given names.

Each entry is a Hangul form and its spellings, the most usual one first; that one is the canonical key, so that names
agree with records of other countries too, where nobody folds them. Entries are in order of frequency: a spelling that
several names share belongs to the most frequent one. Forms that Latin spelling cannot tell apart are one entry (유 류).
"""

from __future__ import annotations

_SURNAMES = """
김 kim gim keem ghim kym; 이 리 lee yi rhee i li ri yee rhie lie; 박 park bak pak bahk; 최 choi choe choy chwe
정 jung jeong chung cheong jong joung jeung chong; 강 kang gang; 조 cho jo joe choh; 윤 yoon yun youn; 장 jang chang
임 림 lim im rim yim leem; 한 han hahn; 오 oh o; 서 seo suh seoh sur; 신 shin sin; 권 kwon gwon kweon gweon kwun
황 hwang whang; 안 ahn an; 송 song; 유 류 yoo yu ryu you ryoo lyu yoou; 홍 hong; 전 jeon jun chun jeun jhun chon
고 ko go koh goh; 문 moon mun; 양 량 yang ryang; 손 son sohn; 배 bae pae bai; 백 baek paik back paek baik beak
허 heo huh hur her hu; 남 nam nahm; 심 shim sim; 노 로 noh roh no ro rho nho; 하 ha hah; 곽 kwak gwak kwag
성 sung seong soung; 차 cha; 주 joo ju; 우 woo u wu; 구 koo gu ku goo; 민 min minn; 나 라 na ra rha nah
진 jin chin; 지 ji jee chi; 엄 eom um uhm om; 채 chae; 원 won weon; 천 cheon; 방 bang pang bhang; 공 kong gong
현 hyun hyeon; 함 ham hahm; 여 려 yeo yuh ryeo; 염 렴 yeom youm yum ryeom; 변 byun byeon pyon byon; 추 choo chu
도 do doh toh to; 소 so soh; 석 seok suk suck sok; 선 sun seon; 설 seol sul sull; 마 ma mah; 길 gil kil
연 련 yeon yon ryeon; 위 wi wee; 표 pyo; 명 myung myeong; 기 ki gi kee; 반 ban pan bahn; 왕 wang; 금 keum geum kum
옥 ok ock oak; 육 륙 yook yuk youk ryuk; 인 in ihn; 맹 maeng; 제 je; 모 mo moh; 탁 tak; 국 kook guk kuk gook; 어 eo uh
은 eun; 편 pyun pyeon; 용 룡 yong ryong; 예 ye; 경 kyung gyeong kyeong kyong; 봉 bong; 사 sa; 부 boo bu pu; 가 ka ga
복 bok; 태 tae; 목 mok; 형 hyung hyeong; 피 pi; 두 doo du; 감 kam gam; 호 ho; 음 eum; 빈 bin been; 온 on; 팽 paeng
승 seung; 간 kan gan; 상 sang; 갈 gal; 단 dan; 화 hwa; 범 beom bum; 좌 jwa; 평 pyung pyeong; 궁 goong gung
남궁 namgung namkung namgoong namkoong; 황보 hwangbo whangbo; 제갈 jegal jaegal chegal jekal
선우 sunwoo seonu seonwoo sunu; 독고 dokgo dokko tokko; 사공 sagong sakong; 서문 seomun seomoon suhmoon
동방 dongbang; 망절 mangjeol; 어금 eogeum; 소봉 sobong; 장곡 janggok
"""

_SYLLABLES = """
지 ji jee jie; 영 young yeong yung yeoung; 현 hyun hyeon hyoun hyon hyeun; 수 soo su sue; 민 min minn; 은 eun un unn
정 jung jeong joung jeoung; 서 seo suh; 미 mi mee; 경 kyung gyeong kyeong kyoung gyung kyong; 희 hee hui hi heui
성 sung seong soung; 준 jun joon june; 진 jin; 우 woo u wu; 연 yeon youn yon; 윤 yoon yun; 재 jae jai jay; 상 sang
혜 hye hyae; 호 ho; 동 dong tong; 승 seung sueng; 주 joo ju jou; 아 ah a; 유 yoo yu you; 원 won weon
석 seok sok suck seog; 인 in ihn; 용 yong; 선 sun seon; 하 ha hah; 나 na nah; 예 ye yea yeh; 종 jong; 태 tae tai
도 do doh; 다 da dah; 가 ga ka; 시 si shi; 기 ki gi kee gee; 소 so soh; 보 bo boh; 규 kyu gyu; 철 chul cheol churl chol
숙 sook suk; 순 soon; 환 hwan whan; 화 hwa wha; 자 ja; 옥 ok ock; 명 myung myeong myoung; 병 byung byeong byoung
훈 hoon hun; 남 nam; 일 il ill; 광 kwang gwang; 근 keun geun; 덕 duk deok deog duck
창 chang; 복 bok; 대 dae dai; 학 hak hag
찬 chan; 채 chae; 홍 hong; 란 ran lan; 림 rim lim leem; 린 rin lin lynn; 빈 bin been; 솔 sol; 율 yul yool
건 gun geon kun keon; 겸 kyum gyeom kyeom; 결 gyeol kyul; 강 kang gang; 관 kwan gwan; 교 kyo gyo
구 koo gu ku goo; 국 kook guk kuk gook; 권 kwon gwon; 귀 kwi gwi; 균 kyun gyun; 금 keum geum kum; 길 kil gil
내 nae; 노 no noh; 단 dan; 달 dal; 담 dam; 두 doo du; 득 deuk; 라 ra la; 람 ram; 래 rae lae; 량 ryang
려 ryeo; 련 ryeon; 례 rye; 로 ro lo; 률 ryul; 리 ri lee ree rhee li; 만 man mahn; 모 mo; 목 mok; 묵 mook muk
문 moon mun; 방 bang; 배 bae; 백 baek; 범 bum beom; 봄 bom; 봉 bong; 부 boo bu; 비 bi; 빛 bit; 사 sa; 산 san
새 sae; 샘 saem; 설 seol sul; 섭 sub seop seob sup; 세 se seh; 슬 seul; 식 sik shik sick; 신 shin sin; 심 shim sim
실 sil shil; 안 ahn an; 애 ae; 양 yang; 언 eon; 엄 eom; 엽 yup yeop yeob yub; 여 yeo yuh; 열 yeol; 오 oh o; 완 wan
왕 wang; 욱 wook uk ook; 운 woon; 웅 woong ung; 월 wol weol; 위 wi wee; 의 ui eui; 이 yi i ee; 익 ik ick; 임 im
장 jang; 전 jeon; 절 jeol; 제 je; 조 jo; 중 joong; 천 cheon chon; 청 cheong; 초 cho; 추 choo chu; 춘 choon chun
충 choong chung; 치 chi chee; 탁 tak; 택 taek taik; 필 pil phil; 평 pyung pyeong; 표 pyo; 한 han hahn; 해 hae hai
행 haeng; 향 hyang; 헌 heon; 혁 hyuk hyeok hyug; 형 hyung hyeong hyoung; 효 hyo; 후 hoo hu; 휘 hwi whee; 흥 heung
흠 heum; 늘 neul; 누 noo nu; 별 byul byeol; 송 song; 온 on; 을 eul; 음 eum; 참 cham; 함 ham; 황 hwang; 계 kye gye
고 ko go; 곤 gon; 공 gong kong; 극 geuk; 난 nan; 낙 nak; 돈 don; 돌 dol; 랑 rang lang; 령 ryung ryeong; 록 rok
루 ru roo; 룡 ryong; 륜 ryun ryoon; 름 reum; 마 ma; 말 mal; 매 mae; 면 myun myeon; 무 moo mu; 바 ba; 반 ban
본 bon; 분 boon bun; 삼 sam; 야 ya; 요 yo; 울 wool ul; 육 yook yuk; 응 eung; 점 jum jeom; 직 jik; 집 jib jip; 차 cha
칠 chil; 타 ta; 탄 tan; 토 to; 팔 pal; 판 pan; 풍 poong pung; 항 hang; 협 hyup hyeop hyub; 활 hwal; 회 hoe
"""


def _entries(table: str) -> list[tuple[list[str], list[str]]]:
    """(Hangul forms, spellings) of each entry of a table."""
    words = (entry.split() for line in table.strip().splitlines() for entry in line.split(";"))
    return [([w for w in each if not w.isascii()], [w for w in each if w.isascii()]) for each in words]


def _by_hangul(table: str) -> dict[str, str]:
    return {form: spellings[0] for forms, spellings in _entries(table) for form in forms}


def _by_spelling(table: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for _, spellings in _entries(table):
        for spelling in spellings:
            found.setdefault(spelling, spellings[0])
    return found


def _ranks(table: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for rank, (_, spellings) in enumerate(_entries(table)):
        found.setdefault(spellings[0], rank)
    return found


SURNAME_OF_HANGUL = _by_hangul(_SURNAMES)
"""Hangul surname → its canonical Latin key."""
SURNAME_OF_SPELLING = _by_spelling(_SURNAMES)
"""Latin spelling of a surname → its canonical key."""
SURNAME_RANK = _ranks(_SURNAMES)
"""Canonical key of a surname → its place in the order of frequency, 0 first."""
LONG_SURNAMES = frozenset(surname for surname in SURNAME_OF_HANGUL if len(surname) == 2)
"""Hangul surnames of two syllables."""
SYLLABLE_OF_HANGUL = _by_hangul(_SYLLABLES)
"""Hangul syllable of a given name → its canonical spelling."""
SYLLABLE_OF_SPELLING = _by_spelling(_SYLLABLES)
"""Latin spelling of such a syllable → its canonical spelling."""
SYLLABLE_RANK = _ranks(_SYLLABLES)
"""Canonical spelling of a syllable → its place in the order of frequency, 0 first."""
