"""A studio that runs, and pages of a browser that note all that should not happen."""

import os
import signal
import subprocess
import time
import urllib.parse


class Studio:
    """`diorama studio`, until the end of a with statement."""

    def __init__(self, diorama, *arguments, port=None):
        options = ["--no-browser"] + (["--port", str(port)] if port else [])
        self.process = subprocess.Popen(
            [diorama, "studio", *map(str, arguments), *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )  # fmt: skip
        self.address = self.process.stdout.readline().strip()
        assert self.address.startswith("http://127.0.0.1:"), self.process.stderr.read()
        parts = urllib.parse.urlparse(self.address)
        self.port, self.token = parts.port, parts.query.removeprefix("token=")

    def end(self):
        self.process.send_signal(signal.SIGINT)
        assert self.process.wait(timeout=10) == 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.end()


def chromium(playwright):
    # Chromium's sandbox refuses to run as root.
    return playwright.chromium.launch(
        executable_path=os.environ.get("DIORAMA_BROWSER", "/usr/bin/chromium"),
        args=["--no-sandbox"] if os.geteuid() == 0 else [],
    )


class Page:
    """The studio in a browser."""

    def __init__(self, browser, studio, scheme="light", width=1280, waits_for=".tile img[src]:visible"):
        self.context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        self.page = self.context.new_page()
        self.faults = []
        self.page.on("console", lambda message: self.faults.append(f"console: {message.text}"))
        self.page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        self.page.on("dialog", lambda dialog: (self.faults.append("a script of a file ran"), dialog.dismiss()))
        self.page.on("request", lambda request: self.request(request, studio))
        self.page.goto(studio.address)
        self.page.wait_for_selector(waits_for)

    def request(self, request, studio):
        if not request.url.startswith((f"http://127.0.0.1:{studio.port}/", "data:", "blob:")):
            self.faults.append(f"asks the network for {request.url}")

    def until(self, condition):
        """Waits for a condition in JavaScript. Playwright's own waiting would need what the page's policy forbids."""
        end = time.monotonic() + 15
        while not self.page.evaluate(condition):
            assert time.monotonic() < end, condition
            time.sleep(0.03)

    def visible(self, selector):
        return self.page.locator(f"{selector}:visible").count()

    def close(self):
        assert self.faults == [], self.faults
        self.context.close()
