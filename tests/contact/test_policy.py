"""The rules of contact.yml, and those of the product, for a purpose, channel and country."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from cdp.config.contact import Basis, ContactConfig
from cdp.contact.policy import laws, policies, policy_of

USUAL = ContactConfig()


def config(text: dict[str, object]) -> ContactConfig:
    return ContactConfig.model_validate(text)


def test_advertising_at_night_is_quiet_in_korea_but_by_mail() -> None:
    sms, mail = (policy_of(USUAL, "marketing", channel, "KR") for channel in ("sms", "email"))
    assert (sms.quiet_from, sms.quiet_to, sms.unless_consent) == ("21:00", "08:00", "night marketing")
    assert (mail.quiet_from, mail.reconfirm_months) == (None, 24)


@pytest.mark.parametrize(
    ("country", "channel", "basis"),
    [
        ("US", "email", Basis.OPT_OUT),
        ("US", "sms", Basis.OPT_IN),
        ("JP", "email", Basis.OPT_IN),
        ("KR", "email", Basis.OPT_IN),
        ("DE", "email", Basis.OPT_IN),
    ],
)
def test_what_allows_advertising_depends_on_the_country(country: str, channel: str, basis: Basis) -> None:
    assert policy_of(USUAL, "marketing", channel, country).basis is basis


def test_what_a_customer_asked_for_has_no_quiet_hours() -> None:
    assert policy_of(USUAL, "service", "phone", "US").quiet_from is None
    assert policy_of(USUAL, "service", "phone", "US").basis is Basis.NOT_NEEDED


def test_the_age_is_that_of_the_country() -> None:
    ages = {country: policy_of(USUAL, "marketing", "email", country).minimum_age for country in ("KR", "US", "DE")}
    assert ages == {"KR": 14, "US": 13, "DE": 16}


def test_the_last_rule_that_applies_counts() -> None:
    rules = [
        {"quiet": "20:00-09:00"},
        {"regions": ["JP"], "quiet": "22:00-07:00"},
        {"regions": ["JP"], "minimum_age": 20},
    ]
    told = config({"rules": rules})
    japan, france = (policy_of(told, "survey", "email", country) for country in ("JP", "FR"))
    assert (japan.quiet_from, japan.minimum_age) == ("22:00", 20)
    assert (france.quiet_from, france.minimum_age) == ("20:00", None)


def test_what_is_not_given_is_as_the_product_has_it() -> None:
    told = config({"purposes": {"news": {"channels": ["email"], "at_most": {"messages": 2, "days": 7}}}})
    (policy,) = policies(told, ["KR"])
    assert (policy.attribute, policy.messages, policy.days, policy.reconfirm_months) == ("email", 2, 7, None)


def test_every_rule_of_a_country_tells_its_law() -> None:
    assert laws(USUAL, "marketing", "sms", "US") == ["TCPA, 47 CFR 64.1200(c)(1)", "COPPA, 15 U.S.C. 6501"]
    assert laws(USUAL, "service", "sms", "US") == []


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"purposes": {"news": {"channels": ["fax"]}}}, "no such channel: fax"),
        ({"rules": [{"purposes": ["sales"], "minimum_age": 18}]}, "no such purpose: sales"),
        ({"rules": [{"quiet": "9pm-8am"}]}, "hours such as 21:00-08:00"),
        ({"rules": [{"unless_consent": "night"}]}, "give `quiet`"),
        ({"purposes": {"news'; --": {"channels": ["email"]}}}, "is no name"),
    ],
)
def test_mistakes_are_told(wrong: dict[str, object], told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        config(wrong)
