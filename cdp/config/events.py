"""events.yml: what events mean in a common vocabulary, where they happen, and what orders are worth."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from cdp.config.source import Strict, written

ACTIONS: dict[str, tuple[str, ...]] = {
    "message_sent": ("email_sent", "email delivered", "message_sent", "sms_sent", "push_sent", "campaign_sent"),
    "message_opened": ("email_open*", "push_open*", "message_opened"),
    "message_clicked": ("email_click*", "email link clicked", "message_clicked"),
    "message_bounced": ("email_bounce*", "message_bounced", "sms_failed"),
    "unsubscribed": ("email_unsubscribe*", "unsubscribe*", "opted out"),
    "visited": ("page", "page *", "screen", "screen *", "page_view*", "screen_view*", "visit*", "session_start"),
    "searched": ("products_searched", "search*"),
    "viewed_product": (
        "product_viewed",
        "product_clicked",
        "product_list_viewed",
        "view_item*",
        "viewed_product",
        "product_view",
    ),
    "added_to_cart": ("product_added", "add_to_cart", "added_to_cart", "cart_add", "product_added_to_wishlist"),
    "started_checkout": ("checkout_started", "begin_checkout", "checkout_step_*", "payment_info_entered"),
    "ordered": ("order_placed", "order_completed", "purchase*", "sale", "bought", "ordered", "invoice"),
    "cancelled": ("order_cancelled", "order_canceled", "cancel*"),
    "packed": ("order_packed", "packed"),
    "shipped": ("order_shipped", "shipped", "dispatched"),
    "out_for_delivery": ("order_out_for_delivery", "out_for_delivery"),
    "delivered": ("order_delivered", "delivered"),
    "delivery_failed": ("order_delivery_failed", "delivery_failed", "delivery_attempt*"),
    "ready_for_pickup": ("order_ready_for_pickup", "ready_for_pickup"),
    "picked_up": ("order_picked_up", "picked_up"),
    "returned": ("order_returned", "return*", "product_returned"),
    "refunded": ("order_refunded", "refund*"),
    "contacted": ("call", "call *", "chat*", "message", "ticket*", "contact*", "complaint", "email_received"),
    "answered": ("survey_*", "nps", "csat", "ces", "answer*", "feedback"),
    "reviewed": ("review*", "product_reviewed", "rating"),
    "signed_up": ("signed_up", "sign_up", "registered", "account_created"),
    "signed_in": ("signed_in", "identify", "login", "logged_in"),
    "joined": ("loyalty_joined", "joined*", "card_issued", "membership_started"),
    "coupon_issued": ("coupon_issued", "coupon_sent", "coupon_entered"),
    "coupon_used": ("coupon_used", "coupon_applied", "coupon_redeemed", "redemption"),
}
"""The common vocabulary: each action with the types of events, in the words of usual systems, that mean it.

Types are compared in small letters, with `_` for whatever is neither letter nor digit; `*` stands for anything.
"""

PHYSICAL = frozenset({"store", "shop", "branch", "event", "call_center", "phone", "mail", "post", "field"})
"""Channels that are physical where events.yml does not say; all others are digital."""
ASSISTED = frozenset({"store", "shop", "branch", "call_center", "phone", "chat", "field", "social"})
"""Channels where somebody serves the customer, where events.yml does not say."""


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as fault:
        raise ValueError(f"`{text}` is no regular expression: {fault}") from fault
    return text


Pattern = Annotated[str, AfterValidator(_pattern)]
_Currency = Annotated[str, written(r"^[A-Z]{3}$", "an ISO 4217 code such as KRW")]
_CURRENCY_OF = {"KR": "KRW", "JP": "JPY", "GB": "GBP", "US": "USD", "CA": "CAD", "AU": "AUD", "NZ": "NZD", "CN": "CNY"}


def currency_of(region: str) -> str:
    """Return the usual currency of a country, as far as this product knows it; else the dollar."""
    return _CURRENCY_OF.get(region, "USD")


class Channel(Strict):
    """How a channel meets its customers."""

    medium: Literal["digital", "physical"] | None = None
    service: Literal["self-service", "assisted"] | None = None


class EventsConfig(Strict):
    """What events mean, where they happen, and what orders are worth."""

    actions: dict[str, tuple[str, ...]] = Field(
        default_factory=dict,
        description="Action of the common vocabulary, or one of your own, to types of events as the sources call them "
        "(`*` stands for anything). They go before what the product knows by itself.",
    )
    channels: dict[str, Channel] = Field(
        default_factory=dict, description="Channel to how it meets its customers: medium, service."
    )
    product_lines: dict[str, tuple[str, ...]] = Field(
        default_factory=dict,
        description="Line of products to products as events name them: codes or titles; `*` stands for anything.",
    )
    topics: dict[str, tuple[str, ...]] = Field(
        default_factory=dict, description="Topic to the words of free text that tell of it, in any language."
    )
    patterns: dict[str, Pattern] = Field(
        default_factory=dict,
        description=r"Identifiers in free text and the regular expression of each: `order_number: 'W\d{4}-\d{6}'`.",
    )
    own_domains: tuple[str, ...] = Field(
        (), description="E-mail domains of the company itself; addresses there are no mention of a customer."
    )
    currency: _Currency | None = Field(
        None, description="Currency in which the worth of orders is told; the one of the company's region if unset."
    )
    rates: dict[_Currency, Annotated[float, Field(gt=0)]] = Field(
        default_factory=dict, description="What one unit of a foreign currency is worth in `currency`."
    )
    session_pause: int = Field(
        30, ge=1, description="Minutes without an event of the device after which its next one begins a new session."
    )
