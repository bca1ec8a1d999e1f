"""Planted stories: people with names and dates of their own, the same for every size and seed."""

from __future__ import annotations

from cdp.demo.stories.families import bride, family, mover
from cdp.demo.stories.identities import expired_bought, partner_only, reissued_card, six_doors, three_scripts
from cdp.demo.stories.journeys import guest_registers, same_day_pickup, silent_customer
from cdp.demo.stories.look_alikes import homonyms, recycled_phone, twins
from cdp.demo.stories.story import Scene, Story
from cdp.demo.systems import Systems

_SCENES = (
    six_doors,
    three_scripts,
    twins,
    same_day_pickup,
    silent_customer,
    family,
    homonyms,
    reissued_card,
    recycled_phone,
    bride,
    mover,
    guest_registers,
    expired_bought,
    partner_only,
)

__all__ = ["Scene", "Story", "planted"]


def planted() -> tuple[Systems, list[Story]]:
    """The rows of all stories, and the stories with the ids of their records and events."""
    systems, stories = Systems(), []
    for scene in _SCENES:
        act = scene()
        stories.append(act.story())
        systems.add(act.systems)
    return systems, stories
