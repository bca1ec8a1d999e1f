"""The definitions by which journeys were told, as rows that every report shows."""

from __future__ import annotations

from cdp.config.journey import SIGN_DAYS, Happening, JourneyConfig, Rule


def definitions(config: JourneyConfig) -> list[dict[str, object]]:
    """Return the rows of `journey_definition`, see its contract."""
    loyal, touch = config.loyalty, config.touchpoints
    entries = [_happening("entry", each.stage, each.name, each.rule) for each in config.rules]
    ends = [
        _row("end", stage=stage, actions=[end for of, end in config.endings if of == stage], days=each.ends_after_days)
        for stage, each in config.declared.items()
    ]
    signs = [_happening("sign", None, name, sign) for name, sign in loyal.signs.items()]
    return [
        *entries,
        *ends,
        _row("loyal", count=loyal.purchases, days=loyal.within_days),
        _row("lapsed", days=loyal.lapsed_after_days),
        _row("active", count=loyal.active_from),
        *signs,
        _row("at risk", actions=list(loyal.at_risk)),
        _row("touch", actions=list(touch.actions), days=touch.lookback_days),
    ]


def _happening(kind: str, stage: str | None, name: str, happening: Happening) -> dict[str, object]:
    days = happening.within_days or (SIGN_DAYS if kind == "sign" else None)
    row = _row(kind, stage=stage, actions=list(happening.on), count=happening.count, days=days)
    after = list(happening.after) if isinstance(happening, Rule) else []
    return {**row, "name": name, "condition": happening.where, "per": happening.per, "after": after}


def _row(
    kind: str,
    *,
    stage: str | None = None,
    actions: list[str] | None = None,
    count: int | None = None,
    days: int | None = None,
) -> dict[str, object]:
    return {
        "kind": kind,
        "stage": stage,
        "name": None,
        "actions": actions or [],
        "condition": None,
        "count": count,
        "within_days": days,
        "per": None,
        "after": [],
    }
