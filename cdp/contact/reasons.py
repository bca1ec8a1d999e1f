"""Why somebody may not be sent something, and the one SQL that says so."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """What stands in the way of a message, the weightiest first."""

    REFUSED = "refused"
    """The person refused it, or withdrew the consent."""
    NO_CONSENT = "no consent"
    """It needs a consent, and there is none."""
    UNDER_AGE = "under age"
    """By the birth date, the person is too young."""
    RECONFIRMATION_DUE = "reconfirmation due"
    """The consent is so old that it must be given anew."""
    NO_ADDRESS = "no address"
    """The person has no address for the channel."""
    THIRD_PARTY = "address of a third party"
    """Only others gave the address, and the purpose does not allow to use such, or their licence the purpose."""
    BOUNCED = "address bounced"
    """Messages came back from the address, and none was opened or clicked since."""
    LICENCE = "licence expired"
    """The address comes under a licence that has ended since the version was made."""
    FREQUENCY_CAP = "frequency cap"
    """The person was sent as many messages as may be."""
    QUIET_HOURS = "quiet hours"
    """Where the person lives, or may live, it is an hour in which nothing is sent."""


_STANDS = {
    Reason.REFUSED: "basis <> 'not needed' and consent = 'denied'",
    Reason.NO_CONSENT: "basis = 'opt-in' and consent is null",
    Reason.UNDER_AGE: "of_age_on > cast({moment} as date)",
    Reason.RECONFIRMATION_DUE: "consent = 'granted' and reconfirm_by <= cast({moment} as date)",
    Reason.NO_ADDRESS: "address is null",
    Reason.THIRD_PARTY: "third_party",
    Reason.BOUNCED: "bounced_at is not null",
    Reason.FREQUENCY_CAP: "free_from > {moment}",
}
"""SQL of what the facts of a row of contactability say, as of a moment (UTC)."""


def reasons_sql(moment: str) -> str:
    """Return the SQL of all that stands in the way as of a moment (a SQL expression, UTC), the weightiest first.

    It reads the columns address, basis, consent, of_age_on, reconfirm_by, third_party, bounced_at and free_from.
    """
    found = [f"case when {sql.format(moment=moment)} then '{reason}' end" for reason, sql in _STANDS.items()]
    return f"list_filter([{', '.join(found)}], lambda reason: reason is not null)"
