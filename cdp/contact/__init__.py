"""Stage *contact*: whom the company may write to or call, for which purpose and through which channel.

The rules are those of contact.yml. What depends on the hour of the day alone (quiet hours) is left for whoever asks.
"""

from cdp.contact.contactability import make_contactability

__all__ = ["make_contactability"]
