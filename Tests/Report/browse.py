"""Reports in a real browser.

Usage: browse.py DIORAMA [FOLDER]    FOLDER keeps screenshots of the pages, light and dark, wide and narrow
"""

import json
import os
import struct
import sys
import tempfile
import time
import zlib
from pathlib import Path

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parent.parent / "Browser"))
from watched import WILD, WatchedPage, chromium, dataset, run


def picture(path, width, height):
    """A grey PNG."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + b"\x80" * width) * height
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    )


def foreign(diorama, folder):
    """The report of a COCO file with a name that would be a script, and a photo that is missing."""
    root = Path(folder, "foreign")
    root.mkdir()
    for number in range(3):
        picture(root / f"{number}.png", 160, 120)
    labels = {
        "images": [{"id": n, "file_name": f"{n}.png", "width": 160, "height": 120} for n in range(4)],
        "categories": [{"id": 1, "name": WILD}, {"id": 2, "name": "plain"}],
        "annotations": [
            {"id": n + 1, "image_id": n, "category_id": 1 + n % 2, "bbox": [10 + n, 10, 40, 30], "area": 1200,
             "iscrowd": 0, "segmentation": [[10 + n, 10, 50 + n, 10, 50 + n, 40, 10 + n, 40]]}
            for n in range(4)
        ],
    }  # fmt: skip
    (root / "labels.json").write_text(json.dumps(labels))
    words = run(diorama, "report", str(root / "labels.json"), "--out", str(root / "page.html"))
    assert "3.png" in words, words
    return root / "page.html"


class Page(WatchedPage):
    """A report."""

    def __init__(self, browser, file, scheme="light", width=1280):
        super().__init__(browser, scheme, width, ("file:", "data:"))
        start = time.monotonic()
        self.page.goto(file.resolve().as_uri(), wait_until="load")
        self.seconds = time.monotonic() - start


def check_structure(own):
    page = own.page
    assert own.seconds < 2, f"opens in {own.seconds:.1f} s"
    assert page.locator("h1").count() == 1 and page.locator("main").count() == 1
    assert page.locator("nav a").count() == page.locator("main > section").count() >= 6
    for link in page.locator("nav a").all():
        assert page.locator(link.get_attribute("href")).count() == 1
    levels = page.eval_on_selector_all("h1,h2,h3,h4", "all => all.map(h => +h.tagName[1])")
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:])), levels
    assert page.eval_on_selector_all("img", "all => all.every(i => i.alt.includes(':'))")
    assert page.eval_on_selector_all("svg[role=img]", "all => all.every(s => s.getAttribute('aria-label'))")
    assert page.eval_on_selector_all("table", "all => all.every(t => t.caption && t.querySelector('th[scope=col]'))")
    assert page.eval_on_selector_all("[id]", "all => new Set(all.map(e => e.id)).size === all.length")
    images = page.locator("img")
    assert images.count() > 8
    images.first.scroll_into_view_if_needed()
    page.wait_for_function("document.querySelector('img').naturalWidth > 100")


def check_overlays(own):
    page = own.page
    for layer, shape in [("boxes", "rect"), ("masks", "path"), ("names", "text")]:
        selector = f".tiles .{layer} {shape}"
        assert own.visible(selector) > 0, layer
        page.locator(f"#{layer}").uncheck()
        assert own.visible(selector) == 0, layer
        page.locator(f"#{layer}").check()
        assert own.visible(selector) > 0, layer


def check_filter(own):
    page = own.page
    everything = own.visible(".tiles > li")
    rows = own.visible("#classes tbody tr")
    name = page.locator("#category option").nth(1).text_content()
    page.locator("#category").select_option(index=1)
    some = own.visible(".tiles > li")
    assert 0 < some < everything, (some, everything)
    assert own.visible("#classes tbody tr") == 1 < rows
    assert page.locator("#classes tbody tr:visible th").text_content() == name
    assert page.locator("#shown").text_content() == f"{some} pictures"
    for tile in page.locator(".tiles > li:visible img").all():
        assert name in tile.get_attribute("alt")
    page.locator("#category").select_option(index=0)
    assert own.visible(".tiles > li") == everything


def check_keyboard(own):
    page = own.page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    first = page.locator(".open").first
    first.focus()
    page.keyboard.press("Enter")
    assert page.locator("#viewer").is_visible() and page.locator("#large img").count() == 1
    words = page.locator("#large p").text_content()
    page.keyboard.press("ArrowRight")
    assert page.locator("#large p").text_content() != words
    page.keyboard.press("Escape")
    assert not page.locator("#viewer").is_visible()
    assert page.evaluate("document.activeElement.className") == "open"


def check_schemes(browser, file, folder):
    grounds = set()
    for scheme in ("light", "dark"):
        for width in (1280, 400):
            opened = Page(browser, file, scheme, width)
            assert opened.page.evaluate("document.documentElement.scrollWidth") <= width, (scheme, width)
            grounds.add((scheme, opened.page.evaluate("getComputedStyle(document.body).backgroundColor")))
            if folder:
                for image in opened.page.locator("img").all():
                    image.scroll_into_view_if_needed()
                opened.page.evaluate("scrollTo(0, 0)")
                opened.page.screenshot(path=f"{folder}/report-{scheme}-{width}.png", full_page=True)
            opened.close()
    assert len(grounds) == 2 and len({colour for _, colour in grounds}) == 2, grounds


def check_foreign(browser, file):
    opened = Page(browser, file)
    page = opened.page
    assert WILD in page.locator("#category option").all_text_contents()
    assert WILD in page.locator("#classes tbody th").first.text_content()
    assert page.locator("img[src=x]").count() == 0
    assert "3.png" in page.locator("#left-out").text_content()
    assert page.locator("#asked").count() == 0 and page.locator("#pipeline").count() == 0
    opened.close()


def main():
    diorama = os.path.abspath(sys.argv[1])
    folder = sys.argv[2] if len(sys.argv) > 2 else None
    with tempfile.TemporaryDirectory() as work, sync_playwright() as playwright:
        pages = dataset(diorama, Path(work, "own"), 8) / "report.html", foreign(diorama, work)
        browser = chromium(playwright)
        for check in (check_structure, check_overlays, check_filter, check_keyboard):
            opened = Page(browser, pages[0])
            check(opened)
            opened.close()
        check_schemes(browser, pages[0], folder)
        check_foreign(browser, pages[1])
        browser.close()
    print("reports open, switch, filter, and need no network")


if __name__ == "__main__":
    main()
