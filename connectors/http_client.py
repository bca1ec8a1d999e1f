"""Asks a web service: patiently, not too fast, and without a secret in any message."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import TYPE_CHECKING, Any

import httpx2 as httpx
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt, wait_random_exponential

from connectors.contract import SourceUnreachable, SourceUnreadable
from connectors.variables import filled_in

if TYPE_CHECKING:
    from connectors.http_json import HttpJsonConfig

LARGEST_PAGE = 256 << 20
"""Bytes that one answer may have."""
_IN_ALL = 10
"""How many times the longest silence an answer may take in all."""
_TRANSIENT = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Answers after which the same request may succeed."""


class Refused(SourceUnreachable):
    """The service does not want this request; the same one will not do better."""


class _Again(Exception):
    """The request failed in a way that may pass."""

    def __init__(self, reason: str, wait: float | None = None) -> None:
        super().__init__(reason)
        self.reason, self.wait = reason, wait


@dataclass(frozen=True)
class Answer:
    """A page as it came."""

    text: str
    content: Any
    """What the JSON text says."""
    next_link: str | None
    """Address that the header `Link` gives for the next page."""


class HttpClient:
    """Makes requests with the headers and credentials of a source."""

    def __init__(self, config: HttpJsonConfig) -> None:
        self._config = config
        self.url = _address(filled_in(config.url, "url"), "url")
        self.name = f"{self.url.netloc.decode()}{self.url.path}"
        self._parameters = {name: filled_in(text, "parameters") for name, text in config.parameters.items()}
        self._token: str | None = None
        self._next_at = 0.0
        headers = {name: filled_in(text, "headers") for name, text in config.headers.items()}
        self._client = httpx.Client(headers=headers, auth=_basic(config), timeout=config.timeout_seconds)

    def __enter__(self) -> HttpClient:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._client.close()

    def page(self, link: str | None, parameters: Mapping[str, str]) -> Answer:
        """Ask for a page: the one at `link` (an address of the service itself), or the one of these parameters.

        Raises Refused, or SourceUnreachable after the last attempt; SourceUnreadable when it is too large.
        """
        try:
            url = self.url.join(link) if link else self.url
        except httpx.InvalidURL:
            raise SourceUnreadable(f"{self.name}: the next page has no valid address", "mend `pagination`") from None
        if (url.scheme, url.netloc) != (self.url.scheme, self.url.netloc):
            raise SourceUnreadable(f"{self.name}: the next page is said to be on another host", "mend `pagination`")
        return self._patiently("GET", url.copy_merge_params({**({} if link else self._parameters), **parameters}))

    def _patiently(self, method: str, url: httpx.URL, form: Mapping[str, str] | None = None) -> Answer:
        attempts = self._config.attempts
        retrying = Retrying(
            stop=stop_after_attempt(attempts), wait=self._wait, retry=retry_if_exception_type(_Again), reraise=True
        )
        try:
            return retrying(self._once, method, url, form)
        except _Again as fault:
            raise SourceUnreachable(
                f"{url.netloc.decode()}{url.path}: {fault.reason} (attempts: {attempts})",
                "try again later: a pull within the hour goes on with the page that failed",
            ) from None

    def _wait(self, state: RetryCallState) -> float:
        fault = state.outcome.exception() if state.outcome else None
        asked = fault.wait if isinstance(fault, _Again) else None
        longest = self._config.longest_wait_seconds
        return wait_random_exponential(self._config.backoff_seconds, longest)(state) if asked is None else asked

    def _once(self, method: str, url: httpx.URL, form: Mapping[str, str] | None) -> Answer:
        headers = {} if form or not self._config.oauth else {"Authorization": f"Bearer {self._access_token()}"}
        self._pace()
        try:
            with self._client.stream(method, url, data=form, headers=headers) as response:
                self._check(response)
                return _answer(self._body(response), response)
        except httpx.TimeoutException:
            raise _Again(f"silent for {self._config.timeout_seconds:g} seconds") from None
        except httpx.RequestError as error:
            raise _Again(f"the connection broke ({type(error).__name__})") from None

    def _pace(self) -> None:
        """Wait until the next request may be made."""
        if self._config.requests_per_second:
            time.sleep(max(0.0, self._next_at - time.monotonic()))
            self._next_at = time.monotonic() + 1 / self._config.requests_per_second

    def _check(self, response: httpx.Response) -> None:
        status = response.status_code
        if status in _TRANSIENT:
            raise _Again(f"answers {status}", self._asked_wait(response))
        if status == 401 and self._token:
            self._token = None
            raise _Again("does not accept the token", 0)
        name = f"{response.url.netloc.decode()}{response.url.path}"
        if status in {401, 403}:
            raise SourceUnreachable(f"{name}: the credentials are refused ({status})", "mend them")
        if response.is_redirect:
            raise SourceUnreachable(f"{name}: it has moved ({status})", "put the new address in `url`")
        if not response.is_success:
            raise Refused(f"{name}: answers {status}", "mend `url` or the parameters")

    def _asked_wait(self, response: httpx.Response) -> float | None:
        """Return the seconds for which the service asks to be left alone, if it does."""
        told = response.headers.get("Retry-After")
        seconds = _seconds(told) if told else None
        if seconds is not None and seconds > self._config.longest_wait_seconds:
            raise SourceUnreachable(
                f"{self.name}: it asks to wait {seconds:.0f} seconds", "try again then, or raise `longest_wait_seconds`"
            )
        return seconds

    def _body(self, response: httpx.Response) -> bytes:
        """Return the answer, unless it drips or never ends."""
        parts, size = [], 0
        deadline = time.monotonic() + _IN_ALL * self._config.timeout_seconds
        for part in response.iter_bytes():
            parts.append(part)
            size += len(part)
            if size > LARGEST_PAGE:
                raise SourceUnreadable(f"{self.name}: a page has more than {LARGEST_PAGE >> 20} MiB", "ask for less")
            if time.monotonic() > deadline:
                raise _Again("a page takes too long")
        return b"".join(parts)

    def _access_token(self) -> str:
        if self._token is None and (oauth := self._config.oauth):
            form = {
                "grant_type": "client_credentials",
                "client_id": filled_in(oauth.client_id, "oauth"),
                "client_secret": filled_in(oauth.client_secret, "oauth"),
                **({"scope": oauth.scope} if oauth.scope else {}),
            }
            answer = self._patiently("POST", _address(filled_in(oauth.token_url, "oauth"), "oauth.token_url"), form)
            token = answer.content.get("access_token") if isinstance(answer.content, dict) else None
            if not isinstance(token, str):
                raise SourceUnreadable(f"{self.name}: there is no `access_token` in the answer", "mend `oauth`")
            self._token = token
        return self._token or ""


def _address(text: str, setting: str) -> httpx.URL:
    try:
        url = httpx.URL(text)
    except httpx.InvalidURL:
        url = httpx.URL("")
    if url.scheme not in {"http", "https"} or not url.host:
        raise SourceUnreachable(f"`{setting}` is no web address", "give it the shape https://host/path")
    return url


def _basic(config: HttpJsonConfig) -> tuple[str, str] | None:
    if config.basic is None:
        return None
    return filled_in(config.basic.user, "basic"), filled_in(config.basic.password, "basic")


def _seconds(told: str) -> float | None:
    if told.strip().isdecimal():
        return float(told)
    try:
        return max(0.0, (parsedate_to_datetime(told) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None


def _answer(body: bytes, response: httpx.Response) -> Answer:
    try:
        text = body.decode("utf-8-sig")
        content = json.loads(text)
    except (ValueError, RecursionError):
        raise _Again("the answer is no JSON, or cut off") from None
    return Answer(text, content, response.links.get("next", {}).get("url"))
