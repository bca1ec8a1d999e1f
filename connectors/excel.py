"""Kind `excel`: sheets of workbooks (.xlsx, .xlsm, .xlsb, .xls, .ods), every cell as text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pydantic import Field

from connectors.columns import unique_names, with_positions
from connectors.contract import ConnectorConfig, Rejected, SourceUnreadable
from connectors.delivery import LazyDelivery
from connectors.excel_header import LOOKED_AT, Row, find_header
from connectors.files import FileConfig, ReadFile, SourceFile, plain, pull_files

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_BATCH_ROWS = 8_192

SheetName = str | int
"""Name of a sheet, or its number from 1."""


class ExcelConfig(FileConfig):
    """Settings of an `excel` source."""

    kind: Literal["excel"] = "excel"
    sheet: SheetName | list[SheetName] | None = Field(
        default=None,
        description="Sheet to read by name or number from 1, a list of them, or `all`; if left out, the only visible "
        "one that holds anything.",
    )
    header_row: int | None = Field(
        default=None,
        ge=1,
        description="Row of the sheet, from 1, that holds the column names; if left out, the first row whose cells are "
        "mostly filled with different texts.",
    )
    skip_rows: int = Field(default=0, ge=0, description="Rows to leave out before the header is looked for.")

    @property
    def names_from_data(self) -> bool:
        """A header is found, and may be mistaken for one."""
        return True


class ExcelConnector:
    """Reads sheets: a row is a row, blank ones are passed over; a merged cell's value stands in each row it spans."""

    Config: ClassVar[type[ConnectorConfig]] = ExcelConfig

    def __init__(self, config: ExcelConfig, base: Path) -> None:
        self._config = config
        self._base = base

    def pull(self, cursors: Mapping[str, str]) -> Iterator[LazyDelivery]:
        """Yield a delivery per sheet; its unit is the file, and `#` with the sheet where `sheet` names any."""
        return pull_files(self._config.path, self._base, cursors, partial(self._read, None), self._split())

    def _split(self) -> Callable[[SourceFile], Iterable[tuple[str, ReadFile]]] | None:
        declared = self._config.sheet
        if declared is None:
            return None
        if declared == "all":
            return lambda file: self._units(_sheet_names(file))
        return lambda _: self._units(declared if isinstance(declared, list) else [declared])

    def _units(self, sheets: Sequence[SheetName]) -> list[tuple[str, ReadFile]]:
        return [(f"#{sheet}", partial(self._read, sheet)) for sheet in sheets]

    def _read(self, sheet: SheetName | None, file: SourceFile, _: list[Rejected]) -> Iterator[pa.RecordBatch]:
        with _workbook(file) as workbook:
            found = _chosen(workbook, sheet, file.unit)
            rows = _filled_down(found)
            head = list(islice(rows, self._config.header_row or self._config.skip_rows + LOOKED_AT))
            if not head:
                yield with_positions([], [], np.array([], dtype=np.int64))
                return
            place = f"{file.unit}, sheet {found.name}"
            header = find_header(head, self._config.header_row, self._config.skip_rows, place)
            columns = _columns(chain(head[header + 1 :], rows), len(head[header]))
        yield from _batches(head[header], columns)


@contextmanager
def _workbook(file: SourceFile) -> Iterator[CalamineWorkbook]:
    """Open a workbook; what the library says of a damaged or protected one becomes SourceUnreadable."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        with file.path.open("rb") as stream, CalamineWorkbook.from_filelike(stream) as workbook:
            yield workbook
    except PasswordError:
        raise SourceUnreadable(f"{file.unit}: a password protects it", "save it without one") from None
    except CalamineError as error:
        reason = type(error).__name__
        raise SourceUnreadable(
            f"{file.unit}: not a workbook of Excel or OpenDocument, or damaged ({reason})", "save it again as .xlsx"
        ) from None


def _sheet_names(file: SourceFile) -> list[str]:
    with plain(file) as source, _workbook(source) as workbook:
        return _visible(workbook)


def _visible(workbook: CalamineWorkbook) -> list[str]:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    return [
        sheet.name
        for sheet in workbook.sheets_metadata
        if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet
    ]


def _chosen(workbook: CalamineWorkbook, sheet: SheetName | None, unit: str) -> CalamineSheet:
    if sheet is None:
        filled = [found for name in _visible(workbook) if (found := workbook.get_sheet_by_name(name)).start is not None]
        if len(filled) == 1:
            return filled[0]
        if not filled:
            raise SourceUnreadable(f"{unit}: no visible sheet holds anything", "name a sheet with `sheet`")
        told = ", ".join(found.name for found in filled)
        raise SourceUnreadable(f"{unit}: several sheets hold data: {told}", "name them with `sheet`, or say `all`")
    names = workbook.sheet_names
    name = names[sheet - 1] if isinstance(sheet, int) and 0 < sheet <= len(names) else sheet
    if name not in names:
        raise SourceUnreadable(f"{unit}: there is no sheet {sheet}; it has {', '.join(names)}", "mend `sheet`")
    return workbook.get_sheet_by_name(str(name))


def _filled_down(sheet: CalamineSheet) -> Iterator[Row]:
    """Yield the rows of a sheet from its first one on; in each row of a merged cell stands its value."""
    leftmost = sheet.start[1] if sheet.start else 0
    merged: dict[int, list[tuple[int, int]]] = {}
    for (top, left), (bottom, _) in sheet.merged_cell_ranges or ():
        merged.setdefault(top, []).append((left - leftmost, bottom))
    spanning: dict[int, tuple[object, int]] = {}
    rows: Iterator[Row] = sheet.iter_rows()
    for at, row in enumerate(rows):
        spanning = {left: (value, bottom) for left, (value, bottom) in spanning.items() if at <= bottom}
        for left, (value, _) in spanning.items():
            row[left] = value
        spanning |= {left: (row[left], bottom) for left, bottom in merged.get(at, ()) if 0 <= left < len(row)}
        yield row


def _columns(rows: Iterator[Row], width: int) -> list[pa.ChunkedArray]:
    chunks = []
    while part := list(islice(rows, _BATCH_ROWS)):
        chunks.append([_texts(cells) for cells in zip(*part, strict=True)])
    return [pa.chunked_array([chunk[place] for chunk in chunks], pa.string()) for place in range(width)]


def _batches(header: Row, columns: Sequence[pa.ChunkedArray]) -> Iterator[pa.RecordBatch]:
    names = ["" if cell == "" else _text(cell) for cell in header]
    kept = [place for place, name in enumerate(names) if name or columns[place].null_count < len(columns[place])]
    unique = unique_names([names[place] for place in kept])
    filled = np.zeros(len(columns[0]), dtype=bool)
    for place in kept:
        filled |= np.asarray(columns[place].is_valid())
    positions, wanted = np.flatnonzero(filled) + 1, pa.array(filled)
    found = [columns[place].filter(wanted).combine_chunks() for place in kept]
    for first in range(0, max(len(positions), 1), _BATCH_ROWS):
        part = positions[first : first + _BATCH_ROWS]
        yield with_positions([column.slice(first, len(part)) for column in found], unique, part)


def _texts(cells: Sequence[object]) -> pa.StringArray:
    """Return the cells of a column as texts, blank ones as null."""
    if set(map(type, cells)) <= {str}:
        texts = pa.array(cells, pa.string())
    else:
        texts = pa.array([_text(cell) for cell in cells], pa.string())
    return pc.if_else(pc.equal(texts, ""), pa.scalar(None, pa.string()), texts)


def _text(cell: object) -> str:
    """Write a value as people read it: no exponent, no `.0`, dates and times as in ISO 8601."""
    match cell:
        case str():
            return cell
        case bool():
            return str(cell).upper()
        case float():
            return format(Decimal(repr(cell)), "f").removesuffix(".0")
        case dt.datetime() | dt.date() | dt.time():
            return cell.isoformat()
        case dt.timedelta():
            hours, rest = divmod(round(cell.total_seconds()), 3600)
            return f"{hours:02}:{rest // 60:02}:{rest % 60:02}"
    return str(cell)
