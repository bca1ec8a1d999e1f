"""Published tables of whom the company may reach, and in which segments people are."""

from __future__ import annotations

from cdp.contracts.table import Column, Table

CONTACTABILITY = Table(
    "contactability",
    "whether a person may be sent something, by purpose and channel, as of the moment up to which the data tell; no "
    "row: nobody said a word where a consent is needed, or there is no address where none is; ask `cdp reach` for now",
    ("golden_id", "purpose", "channel"),
    (
        Column("golden_id", "VARCHAR", "stable id of the person"),
        Column("purpose", "VARCHAR", "what for, as contact.yml declares it"),
        Column("channel", "VARCHAR", "through which channel"),
        Column("allowed", "BOOLEAN", "nothing stands in the way but, perhaps, the hour of the day"),
        Column(
            "reason",
            "VARCHAR",
            "what stands in the way, the weightiest: `refused`, `no consent`, `under age`, `reconfirmation due`, "
            "`no address`, `address of a third party`, `address bounced` or `frequency cap`",
        ),
        Column("address", "VARCHAR", "e-mail, phone number or other address that the channel needs"),
        Column("basis", "VARCHAR", "what allows it: `opt-in`, `opt-out` or `not needed`"),
        Column("consent", "VARCHAR", "the person's word, `granted` or `denied`; null: none"),
        Column("consent_since", "TIMESTAMP", "when it was said, UTC"),
        Column("reconfirm_by", "DATE", "day (UTC) on which the consent ends unless it is given anew"),
        Column("of_age_on", "DATE", "day on which the person is as old as contact.yml asks"),
        Column(
            "third_party", "BOOLEAN", "only others gave the address, and the purpose or their licence forbids its use"
        ),
        Column("bounced_at", "TIMESTAMP", "when messages last came back from the address, UTC; null: it works"),
        Column("free_from", "TIMESTAMP", "when the frequency cap lets another message pass, UTC; null: at once"),
        Column("quiet_from", "VARCHAR", "local time, HH:MM, from which nothing may be sent …"),
        Column("quiet_to", "VARCHAR", "… until this one, perhaps of the next day"),
        Column("country", "VARCHAR", "country whose rules hold: of the address, else of the phone, else the company's"),
        Column("time_zones", "VARCHAR", "time zones that the person may live in, separated by commas"),
    ),
)
SEGMENT = Table(
    "segment",
    "the segments that segments.yml declares",
    ("segment",),
    (
        Column("segment", "VARCHAR", "its name"),
        Column("description", "VARCHAR", "what it is for"),
        Column("people", "BIGINT", "how many are in it"),
        Column("share", "DOUBLE", "the same as a share of all people"),
        Column("rule", "VARCHAR", "SELECT of the golden_ids of its people, over published tables"),
    ),
)
SEGMENT_MEMBER = Table(
    "segment_member",
    "who is in which segment",
    ("segment", "golden_id"),
    (
        Column("segment", "VARCHAR", "its name"),
        Column("golden_id", "VARCHAR", "stable id of the person"),
    ),
)
