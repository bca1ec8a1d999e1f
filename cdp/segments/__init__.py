"""Stage *segments*: the named groups of people that segments.yml declares."""

from cdp.segments.members import make_segments

__all__ = ["make_segments"]
