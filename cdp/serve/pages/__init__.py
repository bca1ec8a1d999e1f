"""The areas of the UI, each with its pages and JSON routes; a new one is a module here, listed in AREAS.

An area has `pages/<area>.py` (its router), `templates/<area>.html` and `texts/<area>.yml` (with `name`, which stands in
the menu).
"""

from __future__ import annotations

from cdp.serve.pages import experience, find, journey, overview, pain, person, reach, review, segments, traits
from cdp.serve.pages.area import Area

AREAS: tuple[Area, ...] = (
    find.AREA,
    person.AREA,
    reach.AREA,
    overview.AREA,
    journey.AREA,
    experience.AREA,
    pain.AREA,
    traits.AREA,
    segments.AREA,
    review.AREA,
)
"""In the order of the menu."""
