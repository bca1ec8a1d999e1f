"""Published tables of experience: answers to surveys, scores, and what interactions tell."""

from __future__ import annotations

from cdp.contracts.table import Column, Table

_QUESTION = (
    Column("metric", "VARCHAR", "`nps`, `csat`, `ces` or `rating`"),
    Column("question", "VARCHAR", "name of the question in experience.yml"),
)
_PART = (
    Column(
        "split",
        "VARCHAR",
        "what it is split by: `all`, `touchpoint`, `channel`, `device`, `store`, `agent`, `stage`, `segment`, "
        "`dimension`; of some tables `source`, `medium`, `service`, `topic`",
    ),
    Column("part", "VARCHAR", "which of them; empty for `all`"),
)
_PERIOD = (
    Column("span", "VARCHAR", "`all`, `quarter` or `month`, of the company's time zone"),
    Column("period", "VARCHAR", "`all`, or like `2026-Q2`, `2026-06`"),
    Column("starts", "DATE", "its first day; null for `all`"),
)
_ENOUGH = Column("enough", "BOOLEAN", "there are `min_sample` (experience.yml) at least; else it is too few to tell")

SURVEY_ANSWER = Table(
    "survey_answer",
    "every event that holds an answer to a question of experience.yml, blanks included",
    ("source", "event_id", "question"),
    (
        Column("golden_id", "VARCHAR", "who answered; null when nobody or several could be meant"),
        Column("source", "VARCHAR", "source of the event"),
        Column("event_id", "VARCHAR", "id inside the source"),
        Column("question", "VARCHAR", "name of the question in experience.yml"),
        Column("metric", "VARCHAR", "`nps`, `csat`, `ces` or `rating`"),
        Column("time", "TIMESTAMP", "when it was answered, UTC"),
        Column("asked_at", "TIMESTAMP", "when it was asked, UTC; the time of the event where that is not told"),
        Column("score", "DOUBLE", "as given, on the question's own scale; null unless valid"),
        Column("valid", "BOOLEAN", "it is a score on the scale, and no missing code"),
        Column(
            "missing",
            "VARCHAR",
            "why it is not valid: `blank`, `no number`, `outside the scale`, or the reason of a declared missing code",
        ),
        Column(
            "box",
            "VARCHAR",
            "`top`, `middle` or `bottom`: promoter, passive, detractor (nps); satisfied, neither, below the middle of "
            "the scale (csat); better than, at, worse than the middle (ces, rating)",
        ),
        Column("points", "DOUBLE", "what it adds: 100, 0 or -100 (nps), 100 or 0 (csat), else the score"),
        Column("weight", "DOUBLE", "survey weight; null where there is none"),
        Column("touchpoint", "VARCHAR", "what was judged"),
        Column(
            "channel",
            "VARCHAR",
            "channel of the interaction that was judged, else the channel that the touchpoint names, else of the event",
        ),
        Column("device_type", "VARCHAR", "kind of device, of the event or of the interaction that was judged"),
        Column("place", "VARCHAR", "shop, likewise"),
        Column("agent", "VARCHAR", "who served, likewise"),
        Column("stage", "VARCHAR", "stage of the journey the person was in then"),
        Column("dimension", "VARCHAR", "which of the six dimensions the question speaks of"),
        Column("comment", "VARCHAR", "what was written beside"),
    ),
)
EXPERIENCE_SCORE = Table(
    "experience_score",
    "each question's measure by part and period, with 95 % intervals",
    ("question", "split", "part", "period"),
    (
        *_QUESTION,
        *_PART,
        *_PERIOD,
        Column("lower_is_better", "BOOLEAN", "a low value is good"),
        Column("asked", "BIGINT", "how often it was asked, of people whom it concerned"),
        Column("n", "BIGINT", "valid answers"),
        Column("response_rate", "DOUBLE", "n / asked"),
        Column(
            "value", "DOUBLE", "the measure: nps -100 to 100, csat 0 to 100, ces and rating on the question's scale"
        ),
        Column("low", "DOUBLE", "95 % interval of it, from here … (multinomial for nps, Wilson for csat, else t)"),
        Column("high", "DOUBLE", "… to here"),
        _ENOUGH,
        Column("top", "BIGINT", "valid answers in the top box, see `survey_answer`"),
        Column("middle", "BIGINT", "… in the middle"),
        Column("bottom", "BIGINT", "… in the bottom box"),
        Column("weighted_value", "DOUBLE", "the measure with survey weights; null where no answer has one"),
        Column("weighted_low", "DOUBLE", "95 % interval of that, with the effective sample size, from here …"),
        Column("weighted_high", "DOUBLE", "… to here"),
        Column("effective_n", "DOUBLE", "sample size that the weights leave: (Σw)² / Σw² (Kish)"),
        Column("change", "DOUBLE", "value - value of the period before; null for `all`, or when nobody answered then"),
        Column("significant", "BOOLEAN", "0 lies outside the 95 % interval of the change, and both are enough"),
    ),
)
EXPERIENCE_TREND = Table(
    "experience_trend",
    "where each question's measure is going: a straight line through the answers of the last 12 months, by part",
    ("question", "split", "part"),
    (
        *_QUESTION,
        *_PART,
        Column("months", "BIGINT", "months with answers, three at least"),
        Column("n", "BIGINT", "valid answers in them"),
        Column("slope", "DOUBLE", "what the measure gains per month"),
        Column("low", "DOUBLE", "95 % interval of it (Student's t), from here …"),
        Column("high", "DOUBLE", "… to here"),
        _ENOUGH,
        Column("significant", "BOOLEAN", "0 lies outside the interval, of enough answers"),
    ),
)
PERSON_SCORE = Table(
    "person_score",
    "what each known person answered to each question",
    ("golden_id", "question"),
    (
        Column("golden_id", "VARCHAR", "stable id of the person"),
        *_QUESTION,
        Column("n", "BIGINT", "valid answers"),
        Column("latest", "DOUBLE", "score of the latest one"),
        Column("box", "VARCHAR", "its box, see `survey_answer`"),
        Column("latest_at", "TIMESTAMP", "its time, UTC"),
        Column("mean", "DOUBLE", "mean score"),
        Column("trend", "DOUBLE", "latest score - mean of the earlier ones; null when there are none"),
    ),
)
ENGAGEMENT = Table(
    "engagement",
    "interactions and active people by part and period; what the company does to people is none of theirs",
    ("split", "part", "period"),
    (
        *_PART,
        *_PERIOD,
        Column("interactions", "BIGINT", "how many there were"),
        Column("of_known", "BIGINT", "those of known people"),
        Column("people", "BIGINT", "known people with at least one"),
        Column("per_person", "DOUBLE", "of_known / people"),
        Column("digital_share", "DOUBLE", "share of digital ones among those whose medium is known"),
    ),
)
RECOGNITION = Table(
    "recognition",
    "share of the interactions at each touchpoint tied to a known person, and how long devices took to be known",
    ("split", "part", "period"),
    (
        *_PART,
        *_PERIOD,
        Column("interactions", "BIGINT", "how many there were"),
        Column("known", "BIGINT", "those tied to a known person"),
        Column("rate", "DOUBLE", "known / interactions"),
        Column("low", "DOUBLE", "95 % interval of it (Wilson), from here …"),
        Column("high", "DOUBLE", "… to here"),
        _ENOUGH,
        Column("devices", "BIGINT", "devices first seen then, without a name"),
        Column("devices_known", "BIGINT", "those of them seen with a login or other identifier since"),
        Column("days_until_known", "DOUBLE", "median days from the one to the other"),
    ),
)
RESPONSE_TIME = Table(
    "response_time",
    "how long those who got in touch waited for an answer",
    ("split", "part", "period"),
    (
        *_PART,
        *_PERIOD,
        Column("contacts", "BIGINT", "calls, chats, messages"),
        Column("answered", "BIGINT", "those whose answer is told"),
        Column("answered_share", "DOUBLE", "answered / contacts"),
        Column("median_seconds", "DOUBLE", "half of the answered waited no longer"),
        Column("p90_seconds", "DOUBLE", "nine of ten waited no longer"),
        _ENOUGH,
    ),
)
CHANNEL_GAP = Table(
    "channel_gap",
    "how differently the same people judge two touchpoints",
    ("question", "one", "other"),
    (
        *_QUESTION,
        Column("one", "VARCHAR", "touchpoint; the channel where none is told"),
        Column("other", "VARCHAR", "another one"),
        Column("people", "BIGINT", "people who judged both"),
        Column("one_mean", "DOUBLE", "mean over them of their mean score at the one"),
        Column("other_mean", "DOUBLE", "… at the other"),
        Column("gap", "DOUBLE", "one_mean - other_mean"),
        Column("low", "DOUBLE", "95 % interval of the gap (paired, Student's t), from here …"),
        Column("high", "DOUBLE", "… to here"),
        _ENOUGH,
        Column("significant", "BOOLEAN", "0 lies outside the interval, of enough people"),
    ),
)
SCORE_REVENUE = Table(
    "score_revenue",
    "what promoters, passives and detractors are worth, by the box of a person's latest answer",
    ("question", "box"),
    (
        *_QUESTION,
        Column("box", "VARCHAR", "`top`, `middle` or `bottom`, see `survey_answer`"),
        Column("people", "BIGINT", "people whose latest answer is in it"),
        Column("buyers", "BIGINT", "those who ordered in the window: `revenue_days` of experience.yml"),
        Column("orders", "BIGINT", "orders in the window"),
        Column("revenue", "DOUBLE", "what they are worth less what came back, in the company's currency"),
        Column("revenue_share", "DOUBLE", "share of the revenue of all who answered the question"),
        Column("per_person", "DOUBLE", "revenue / people"),
        Column("low", "DOUBLE", "95 % interval of that (Student's t), from here …"),
        Column("high", "DOUBLE", "… to here"),
        _ENOUGH,
    ),
)
BENCHMARK = Table(
    "benchmark",
    "what others report, imported with `cdp experience benchmark`",
    ("metric", "source", "date"),
    (
        Column("metric", "VARCHAR", "`nps`, `csat`, `ces`, `rating`, `recognition`, or the name of a question"),
        Column("value", "DOUBLE", "as this product counts it; shares and recognition 0 to 100"),
        Column("source", "VARCHAR", "who says so"),
        Column("date", "DATE", "as of when"),
    ),
)

EXPERIENCE: tuple[Table, ...] = (
    SURVEY_ANSWER,
    EXPERIENCE_SCORE,
    EXPERIENCE_TREND,
    PERSON_SCORE,
    ENGAGEMENT,
    RECOGNITION,
    RESPONSE_TIME,
    CHANNEL_GAP,
    SCORE_REVENUE,
    BENCHMARK,
)
"""All of them."""
