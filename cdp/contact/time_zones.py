"""The time zones that a person may live in, by country and, where a country has several, by state."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

_SOLSTICES = (datetime(2026, 1, 1), datetime(2026, 7, 1))
"""Zones of a country that differ on neither of these days are one."""

_EASTERN, _CENTRAL, _MOUNTAIN, _PACIFIC = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
)
_ZONES_OF_STATES = {
    (_EASTERN,): "CT DC DE GA MA MD ME NC NH NJ NY OH PA RI SC VA VT WV",
    (_EASTERN, _CENTRAL): "FL IN KY MI TN",
    (_CENTRAL,): "AL AR IA IL LA MN MO MS OK WI",
    (_CENTRAL, _MOUNTAIN): "KS ND NE SD TX",
    (_MOUNTAIN,): "CO MT NM UT WY",
    (_MOUNTAIN, "America/Phoenix"): "AZ",
    (_MOUNTAIN, _PACIFIC): "ID NV OR",
    (_PACIFIC,): "CA WA",
    ("America/Anchorage", "America/Adak"): "AK",
    ("Pacific/Honolulu",): "HI",
    ("America/Puerto_Rico",): "PR VI",
    ("Pacific/Guam",): "GU MP",
    ("Pacific/Pago_Pago",): "AS",
}
_BY_STATE = {("US", state): zones for zones, states in _ZONES_OF_STATES.items() for state in states.split()}
"""Zones of a state; several for a state that a border of zones runs through."""


def zones_of(country: str, state: str | None) -> tuple[str, ...]:
    """Return the time zones, IANA names, of a state if it is known, else those of the country; UTC for no country."""
    return _BY_STATE.get((country, state or ""), _of_countries().get(country, ("UTC",)))


@cache
def _of_countries() -> dict[str, tuple[str, ...]]:
    """The zones of every country, as the time zone database lists them; those that keep the same time are told once."""
    table = (files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8")
    found: dict[str, dict[tuple[object, ...], str]] = {}
    for line in table.splitlines():
        if not line.startswith("#"):
            country, _, zone = line.split("\t")[:3]
            found.setdefault(country, {}).setdefault(_kept(zone), zone)
    return {country: tuple(zones.values()) for country, zones in found.items()}


def _kept(zone: str) -> tuple[object, ...]:
    return tuple(each.replace(tzinfo=ZoneInfo(zone)).utcoffset() for each in _SOLSTICES)
