"""A studio that runs, and its page in a browser."""

import signal
import subprocess
import sys
import time
import urllib.parse
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "Browser"))
from watched import WatchedPage


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


class Page(WatchedPage):
    """The studio in a browser."""

    def __init__(self, browser, studio, scheme="light", width=1280, waits_for=".tile img[src]:visible", context=None):
        allowed = (f"http://127.0.0.1:{studio.port}/", "data:", "blob:")
        super().__init__(browser, scheme, width, allowed, context)
        self.page.goto(studio.address)
        self.page.wait_for_selector(waits_for)

    def until(self, condition, seconds=15):
        """Waits for a condition in JavaScript. Playwright's own waiting would need what the page's policy forbids."""
        end = time.monotonic() + seconds
        while not self.page.evaluate(condition):
            assert time.monotonic() < end, condition
            time.sleep(0.03)
