"""A real browser for tests of pages, and pages in it that note all that should not happen."""

import os
import subprocess

# A name that is a script where it is not taken as a name.
WILD = "<img src=x onerror=alert(1)> \"'&"


def chromium(playwright):
    # Chromium's sandbox refuses to run as root.
    return playwright.chromium.launch(
        executable_path=os.environ.get("DIORAMA_BROWSER", "/usr/bin/chromium"),
        args=["--no-sandbox"] if os.geteuid() == 0 else [],
    )


def run(*command):
    outcome = subprocess.run([str(word) for word in command], capture_output=True, text=True)
    assert outcome.returncode == 0, f"{command}: {outcome.returncode}\n{outcome.stdout}{outcome.stderr}"
    return outcome.stdout


def dataset(diorama, root, images, *options):
    """A dataset of ours, of a few small images."""
    run(
        diorama, "run", "pipelines/quickstart.yaml", "--out", root, "--images", images, "--quiet", "--allow-empty",
        "--set", "backgrounds.resize.longest=480", *options,
    )  # fmt: skip
    return root


class WatchedPage:
    """A page of the browser that asks for nothing but what it may, and logs nothing."""

    def __init__(self, browser, scheme, width, allowed, context=None):
        self.context = context or browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        self.page = self.context.new_page()
        self.faults = []
        self.page.on("console", lambda message: self.faults.append(f"console: {message.text}"))
        self.page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        self.page.on("dialog", lambda dialog: (self.faults.append("a script of a file ran"), dialog.dismiss()))
        self.page.on("request", lambda request: self.request(request, allowed))

    def request(self, request, allowed):
        if not request.url.startswith(allowed):
            self.faults.append(f"asks the network for {request.url}")

    def visible(self, selector):
        return self.page.locator(f"{selector}:visible").count()

    def close(self):
        assert self.faults == [], self.faults
        self.context.close()
