"""A real, headless Chromium, spoken to over its DevTools pipe: no port, no driver, no package."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PROGRAM = Path("/usr/bin/chromium")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)


@dataclass
class Page:
    """One tab. `events` are all that were heard since it was opened."""

    browser: Browser
    session: str
    events: list[dict[str, Any]] = field(default_factory=list)

    def send(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Ask the tab and wait for its answer."""
        return self.browser.send(method, parameters, self)

    def open(self, address: str) -> None:
        """Load an address and wait until it has."""
        for domain in ("Page", "Network", "Runtime", "Log"):
            self.send(f"{domain}.enable")
        self.send("Page.navigate", url=address)
        while not any(event["method"] == "Page.loadEventFired" for event in self.events):
            self.browser.hear(self)

    def value(self, script: str) -> Any:
        """What an expression gives, as plain values; a promise is waited for."""
        given = self.send(
            "Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in given, given
        return given["result"].get("value")

    def resize(self, width: int, height: int, *, mobile: bool) -> None:
        """Another screen."""
        self.send(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=2 if mobile else 1,
            mobile=mobile,
        )

    def heard(self, method: str) -> list[dict[str, Any]]:
        """The events of one kind."""
        return [event["params"] for event in self.events if event["method"] == method]


class Browser:
    """The process at the other end of two pipes."""

    def __init__(self, orders: int, answers: int) -> None:
        self._orders = orders
        self._answers = answers
        self._last = 0
        self._buffer = b""

    def page(self) -> Page:
        """A new, empty tab."""
        target = self.send("Target.createTarget", {"url": "about:blank"})["targetId"]
        given = self.send("Target.attachToTarget", {"targetId": target, "flatten": True})
        return Page(self, given["sessionId"])

    def send(
        self, method: str, parameters: dict[str, Any], page: Page | None = None
    ) -> dict[str, Any]:
        """One order, and its answer; what is heard in between goes to the page."""
        self._last += 1
        order: dict[str, Any] = {"id": self._last, "method": method, "params": parameters}
        if page is not None:
            order["sessionId"] = page.session
        os.write(self._orders, json.dumps(order).encode() + b"\0")
        while True:
            message = self.hear(page)
            if message.get("id") == order["id"]:
                assert "error" not in message, message
                result: dict[str, Any] = message["result"]
                return result

    def hear(self, page: Page | None) -> dict[str, Any]:
        """The next message; an event of the page is kept there."""
        while b"\0" not in self._buffer:
            read = os.read(self._answers, 1 << 16)
            assert read, "Chromium has ended"
            self._buffer += read
        text, self._buffer = self._buffer.split(b"\0", 1)
        message: dict[str, Any] = json.loads(text)
        if page is not None and message.get("sessionId") == page.session and "method" in message:
            page.events.append(message)
        return message


@contextmanager
def chromium(profile: Path) -> Iterator[Browser]:
    """Start it with an empty profile; it is ended with the `with` statement."""
    read_orders, orders = os.pipe()
    answers, write_answers = os.pipe()
    # Chromium reads descriptor 3 and writes 4; a shell puts ours there, whatever their numbers
    script = f'exec "$@" 3<&{read_orders} 4>&{write_answers}'
    command = [str(PROGRAM), *FLAGS, "--remote-debugging-pipe", f"--user-data-dir={profile}"]
    process = subprocess.Popen(
        ["bash", "-c", script, "chromium", *command],
        pass_fds=(read_orders, write_answers),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(read_orders)
    os.close(write_answers)
    try:
        yield Browser(orders, answers)
    finally:
        os.close(orders)
        process.kill()
        process.wait()
        os.close(answers)
