"""A story: what it is called, what happens in it, and which records and events tell it."""

from __future__ import annotations

from dataclasses import dataclass, field

from cdp.demo.people import Person
from cdp.demo.systems import Systems
from cdp.demo.truth import event_truth, record_truth

Reference = tuple[str, str]
"""Source and id."""


@dataclass(frozen=True)
class Story:
    """Something to show and to test: ids are those of the written files, for every size and seed."""

    key: str
    title: str
    text: str
    look_for: str
    """What a right result shows."""
    people: tuple[str, ...]
    """Keys of the people in it, as truth names them."""
    records: tuple[Reference, ...]
    events: tuple[Reference, ...]


@dataclass
class Scene:
    """A story while it is written: its people and the rows they leave in the systems."""

    key: str
    title: str
    text: str
    look_for: str
    people: list[Person]
    systems: Systems = field(default_factory=Systems)

    def __post_init__(self) -> None:
        self.systems.people.extend(self.people)

    def story(self) -> Story:
        """The story with the ids of all its rows; mailings, which have no id of their own, are left out."""
        return Story(
            key=self.key,
            title=self.title,
            text=self.text,
            look_for=self.look_for,
            people=tuple(person.key for person in self.people),
            records=tuple((row.source, row.record_id) for row in record_truth(self.systems)),
            events=tuple((row.source, row.event_id) for row in event_truth(self.systems) if row.source != "email"),
        )
