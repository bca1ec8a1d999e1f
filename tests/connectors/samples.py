"""What the tests of connectors share: reading a source out, and Korean, Japanese and Western text made up for them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from connectors import KINDS, POSITION, Delivery, Rejected

KOREAN = """고객번호,이름,주소,메모
7,하서윤,경상남도 창원시 성산구 중앙대로 151 302동 1104호,문 앞에 두고 가세요
8,민도현,인천광역시 연수구 송도과학로 32,교환 원합니다
9,오유나,충청북도 청주시 흥덕구 가경동 1234번지,반품 접수했고 아직 환불이 안 됐어요
10,문채원,강원도 강릉시 경포로 365,선물 포장 부탁드립니다
11,류지호,울산광역시 남구 삼산로 274,전화 주세요
12,남궁솔,세종특별자치시 한누리대로 2130,사이즈가 작아요
"""

JAPANESE = """会員番号,氏名,フリガナ,住所,備考
7,小川翔太,オガワ ショウタ,東京都世田谷区太子堂4丁目1番1号,玄関前に置いてください
8,松本さくら,ﾏﾂﾓﾄ ｻｸﾗ,京都府京都市下京区烏丸通七条下る,返品の手続きをお願いします
9,中野大輔,ナカノ ダイスケ,宮城県仙台市青葉区中央１丁目３番地,電話がつながりません
10,石田美穂,ｲｼﾀﾞ ﾐﾎ,兵庫県神戸市中央区三宮町,ありがとうございました
11,原田悠斗,ハラダ ユウト,埼玉県さいたま市大宮区桜木町,サイズが小さいです
12,岡本千尋,オカモト チヒロ,沖縄県那覇市おもろまち,次回入荷を知りたい
"""

WESTERN = """id,name,city,note
7,Zoë Lefèvre,Besançon,déjà payé
8,Jürgen Groß,Düsseldorf,Größe passt nicht
9,Iñigo Peña,Logroño,¿cuándo llega?
10,Seán O’Dálaigh,Dún Laoghaire,won’t fit
"""


@dataclass
class Pulled:
    """One delivery, read to its end."""

    unit: str
    cursor: str
    unchanged: bool
    rows: list[dict[str, Any]]
    """Without the position."""
    positions: list[int]
    rejected: list[Rejected]
    columns: list[str]


def connect(base: Path, kind: str, **options: Any) -> Any:
    """Make a connector from options as they stand in a configuration file."""
    connector = KINDS[kind]
    return connector(connector.Config.model_validate({"kind": kind, **options}), base)


def read(delivery: Delivery) -> Pulled:
    """Read a delivery to its end."""
    batches = list(delivery.batches())
    rows = [row for batch in batches for row in batch.to_pylist()]
    positions = [row.pop(POSITION) for row in rows]
    columns = [name for name in batches[0].schema.names if name != POSITION]
    unchanged, cursor = delivery.unchanged, delivery.cursor
    return Pulled(delivery.unit, cursor, unchanged, rows, positions, delivery.rejected, columns)


def pull(base: Path, kind: str, **options: Any) -> list[Pulled]:
    """Read all deliveries of a source."""
    return [read(delivery) for delivery in connect(base, kind, **options).pull({})]


def pull_one(base: Path, kind: str, **options: Any) -> Pulled:
    """Read a source of one delivery."""
    [pulled] = pull(base, kind, **options)
    return pulled


def pull_bytes(base: Path, kind: str, content: bytes, **options: Any) -> Pulled:
    """Read a file with this content."""
    (base / "delivered").write_bytes(content)
    return pull_one(base, kind, path="delivered", **options)
