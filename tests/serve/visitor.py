"""Somebody who comes with a browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Browser, BrowserContext, Page, expect

PHONE, DESK = (390, 844), (1280, 900)


@dataclass
class Visitor:
    """Somebody with a browser."""

    context: BrowserContext
    address: str
    """Of the server, with a slash at its end."""
    page: Page = field(init=False)
    asked: list[str] = field(default_factory=list)
    """Addresses that the browser asked for."""
    faults: list[str] = field(default_factory=list)
    """What the browser complained of."""

    def __post_init__(self) -> None:
        self.page = self.context.new_page()
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda said: self.faults.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda fault: self.faults.append(str(fault)))

    def opens(self, path: str) -> Page:
        """Open a path of the server."""
        self.page.goto(self.address + path.removeprefix("/"))
        return self.page

    def looks_up(self, text: str) -> Page:
        """Type into the box, and open the first hit with the keyboard."""
        page = self.opens("")
        page.locator("#q").press_sequentially(text)
        expect(page.locator("a.hit").first).to_be_visible()
        page.wait_for_timeout(300)
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(page.locator(".person-head")).to_be_visible()
        return page

    def leaves(self) -> None:
        """Close the window; raises AssertionError when a page asked another host, or was faulty."""
        self.context.close()
        assert all(url.startswith(self.address) for url in self.asked), "a page asked another host for something"
        assert self.faults == []


Come = Callable[..., Visitor]
"""Address, language, size of the window, dark or light, with scripts or without -> somebody who is there."""


@contextmanager
def comers(browser: Browser) -> Iterator[Come]:
    """Lend a function that lets somebody come; all leave at the end."""
    visitors: list[Visitor] = []

    def come(
        address: str, language: str = "en-US", size: tuple[int, int] = DESK, dark: bool = False, js: bool = True
    ) -> Visitor:
        context = browser.new_context(
            locale=language,
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if dark else "light",
            java_script_enabled=js,
        )
        visitors.append(Visitor(context, address))
        return visitors[-1]

    yield come
    for each in visitors:
        each.leaves()
