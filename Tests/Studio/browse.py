"""The studio in a real browser.

Usage: browse.py DIORAMA [FOLDER]    FOLDER keeps screenshots of the page, light and dark, wide and narrow
"""

import contextlib
import http.client
import json
import os
import socket
import sys
import tempfile
import threading
import time
from pathlib import Path

from playwright.sync_api import sync_playwright
from studio import Page, Studio
from watched import WILD, chromium, dataset


def foreign(own, folder):
    """A COCO file with a category whose name would be a script, over images of another dataset, and one that is gone."""
    root = Path(folder, "foreign")
    root.mkdir()
    for number, picture in enumerate(sorted(own.glob("images/*/*.jpg"))[:3]):
        (root / f"{number}.jpg").write_bytes(picture.read_bytes())
    labels = {
        "images": [{"id": n, "file_name": f"{n}.jpg", "width": 480, "height": 320} for n in range(4)],
        "categories": [{"id": 1, "name": WILD}],
        "annotations": [
            {"id": n + 1, "image_id": n, "category_id": 1, "bbox": [10, 10, 40, 30], "area": 1200, "iscrowd": 0}
            for n in range(4)
        ],
    }
    (root / "labels.json").write_text(json.dumps(labels))
    return root / "labels.json"


# What is answered


def ask(studio, path, method="GET", body=None, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", studio.port, timeout=10)
    headers = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status


def check_gate(studio):
    token = {"X_Diorama_Token": studio.token}
    cookie = {"Cookie": f"diorama-{studio.port}={studio.token}"}
    assert ask(studio, "/api/subject", **token) == 200
    assert ask(studio, "/api/subject", **cookie) == 200
    assert ask(studio, "/api/subject") == 403
    assert ask(studio, "/") == 403
    assert ask(studio, "/", X_Diorama_Token="0" * 64) == 403
    assert ask(studio, "/api/subject", Host="evil.example", **token) == 403
    assert ask(studio, "/api/subject", Origin="http://evil.example", **token) == 403
    change = json.dumps({"image": 0, "mark": "bad", "note": ""})
    assert ask(studio, "/api/marks", "POST", change, **cookie) == 403
    assert ask(studio, "/api/marks", "POST", change, Origin="http://evil.example", **token) == 403
    for path in (
        "/page/../../etc/passwd", "/page/..%2f..%2fetc%2fpasswd", "/page/%2e%2e/api.js", "/etc/passwd", "//etc/passwd",
        "/api/../Package.swift",
    ):  # fmt: skip
        assert ask(studio, path, **token) == 404, path
    assert ask(studio, "/api/picture?image=../../etc/passwd", **token) == 400
    assert ask(studio, "/api/picture?image=99999", **token) == 400
    # A request that is too large is not taken in, and no other machine reaches the port.
    assert ask(studio, "/api/marks", "POST", b" " * (2 << 20), **token) == 413
    with socket.socket() as other:
        # Another address of this machine, at which one that listens everywhere would answer.
        assert other.connect_ex(("127.0.0.2", studio.port)) != 0


# What is shown


def check_start(page):
    # Something else may keep the machine busy once.
    paints = []
    while not paints or (min(paints) >= 1000 and len(paints) < 5):
        if paints:
            page.page.reload()
            page.page.wait_for_selector(".tile")
        paints.append(page.page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime"))
    assert min(paints) < 1000, f"first paint after {min(paints):.0f} ms"
    assert "token" not in page.page.url, page.page.url
    assert page.page.evaluate("document.cookie") == ""
    assert page.visible(".tile") == 12
    page.page.wait_for_selector(".tile .masks path")
    names = page.page.eval_on_selector_all(".tile:not([hidden])", "all => all.map(t => t.getAttribute('aria-label'))")
    assert all(".jpg" in name and "label" in name for name in names), names
    assert page.page.locator(".top [role=status]").text_content() == "12 images"


def check_waiting(page):
    """Until labels have been read, the page says what it waits for; then it shows them by itself."""
    asked = []

    def answer(route):
        asked.append(route)
        if len(asked) > 3:
            route.continue_()
        else:
            route.fulfill(json={"kind": "reading", "name": "out/many", "version": "0"})

    page.page.route("**/api/subject", answer)
    page.page.reload()
    page.page.wait_for_selector(".waiting")
    assert "out/many" in page.page.locator(".waiting").text_content()
    page.page.wait_for_selector(".tile .masks path")
    assert page.visible(".waiting") == 0
    page.page.unroute("**/api/subject")


def check_light(page):
    """Images are filtered by the light of their scenes."""
    count = page.page.locator(".top [role=status]")
    handle = page.page.get_by_label("Light, from")
    handle.focus()
    page.page.keyboard.press("End")
    page.until("document.querySelector('.top [role=status]').textContent.includes(' of ')")
    assert 0 < int(count.text_content().split()[0]) < 12, count.text_content()
    page.page.get_by_text("Clear filters").click()
    page.until("document.querySelector('.top [role=status]').textContent === '12 images'")


def check_layers(page):
    for key, layer, shape in [("m", "masks", "path"), ("x", "boxes", "rect"), ("t", "names", "text")]:
        selector = f".tile .{layer} {shape}"
        assert page.visible(selector) > 0, layer
        page.page.keyboard.press(key)
        assert page.visible(selector) == 0, layer
        page.page.locator(f".top [data-layer={layer}]").click()
        assert page.visible(selector) > 0, layer
    assert page.visible(".tile .amodal path") == 0
    page.page.keyboard.press("a")
    assert page.visible(".tile .amodal path") > 0
    page.page.keyboard.press("a")
    fill = "getComputedStyle(document.querySelector('.tile .masks path')).fill"
    assert page.page.evaluate(fill) != "none"
    page.page.keyboard.press("i")
    assert page.page.evaluate(fill) == "none"
    page.page.keyboard.press("i")


def shown(page):
    return page.page.locator(".top [role=status]").text_content()


def check_filters(page):
    page.until("document.querySelectorAll('.range:not([hidden])').length >= 3")
    row = page.page.locator(".names-list label").first
    name = row.locator(".word").text_content()
    row.click()
    page.until("document.querySelector('.top [role=status]').textContent.includes(' of ')")
    count = int(shown(page).split()[0])
    assert 0 < count < 12, shown(page)
    some = page.page.evaluate("""async ([name]) => {
      const gallery = await (await fetch('/api/gallery')).json();
      const sheets = await (await fetch('/api/labels?images=' + [...Array(12).keys()])).json();
      return sheets.filter(s => s.labels.some(l => gallery.categories[l.category].name === name)).length;
    }""", [name])  # fmt: skip
    assert some == count, (some, count)
    # Nearer things alone are fewer.
    handle = page.page.get_by_label("Distance, to")
    handle.focus()
    for _ in range(24):
        page.page.keyboard.press("ArrowLeft")
    page.page.wait_for_timeout(100)
    assert int(shown(page).split()[0]) < count, shown(page)
    page.page.get_by_text("Clear filters").click()
    page.until("document.querySelector('.top [role=status]').textContent === '12 images'")


def check_keyboard(page):
    """From here on no key but those of the keyboard is used."""
    keyboard = page.page.keyboard
    page.page.locator(".grid").focus()
    keyboard.press("Home")
    first = page.page.locator(".tile.current").get_attribute("aria-label")
    keyboard.press("ArrowRight")
    keyboard.press("g")
    assert page.page.locator(".tile.current").get_attribute("aria-label").endswith("marked good")
    keyboard.press("ArrowRight")
    keyboard.press("Enter")
    page.page.wait_for_selector(".viewer table tbody tr")
    keyboard.press("b")
    keyboard.press("n")
    keyboard.type("too dark, g and b")
    keyboard.press("Escape")
    assert page.visible(".viewer") == 1
    keyboard.press("ArrowLeft")
    keyboard.press("ArrowLeft")
    page.until("!document.querySelector('.good').matches('[aria-pressed=true]')")
    keyboard.press("Escape")
    page.page.wait_for_selector(".viewer", state="hidden")
    assert page.page.evaluate("document.activeElement.matches('.grid')")
    assert page.page.locator(".tile.current").get_attribute("aria-label") == first
    keyboard.press("?")
    assert page.visible(".help") == 1
    keyboard.press("Escape")


def check_marks(page, root):
    page.page.wait_for_timeout(200)
    kept = json.loads((root / "diorama-marks.json").read_text())["images"]
    assert sorted(mark["mark"] for mark in kept.values()) == ["bad", "good"], kept
    assert [mark.get("note") for mark in kept.values() if mark["mark"] == "bad"] == ["too dark, g and b"], kept
    assert all(name.startswith("images/") for name in kept), kept
    page.page.reload()
    page.page.wait_for_selector(".badge.good:visible")
    assert page.visible(".badge.bad") == 1
    page.page.locator(".chip[data-mark=bad]").click()
    page.until("document.querySelector('.top [role=status]').textContent === '1 of 12 images'")
    page.page.locator(".chip[data-mark=all]").click()


def check_list(page):
    """The images shown are copied as --only takes them."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.page.get_by_text("Copy list").click()
    page.until("document.querySelector('.top').textContent.includes('Copied')")
    assert page.page.evaluate("navigator.clipboard.readText()") == "0-11"


def check_without(page):
    """The image without an object is another image, and the command names the image."""
    held = []
    page.page.route("**/api/image?image=0", lambda route: held.append(route))
    page.page.locator(".grid").focus()
    page.page.keyboard.press("End")
    page.page.keyboard.press("Enter")
    page.page.wait_for_selector(".without .chip")
    page.page.keyboard.press("Escape")
    page.page.keyboard.press("Home")
    page.page.keyboard.press("Enter")
    # Until the first image is known, nothing of the last one stands in its place.
    page.until("document.querySelector('.viewer').open")
    assert page.page.locator(".viewer pre, .without .chip, .viewer tbody tr").count() == 0
    page.page.wait_for_timeout(100)
    held.pop().continue_()
    page.page.unroute("**/api/image?image=0")
    page.page.wait_for_selector(".without .chip")
    command = page.page.locator(".viewer pre").first.text_content()
    assert command.startswith("diorama run ") and "--only 0" in command and "resize.longest=480" in command, command
    page.page.locator(".without .chip").first.click()
    page.page.wait_for_selector(".made:visible")
    page.until("document.querySelector('.made').naturalWidth === 480")
    assert "Shown without" in page.page.locator(".without [role=status]").text_content()
    scene = json.loads(page.page.locator(".viewer details pre").text_content())
    assert scene["index"] == 0 and scene["objects"]
    page.page.keyboard.press("Escape")


def check_depth(page):
    """Depth is shown in colours, between distances that are told."""
    page.page.locator(".grid").focus()
    page.page.keyboard.press("Enter")
    page.page.wait_for_selector(".viewer [data-layer=depth]:visible")
    assert page.visible(".viewer .depth") == 0
    page.page.keyboard.press("d")
    page.page.wait_for_selector(".depth.legend:visible")
    near, far = (float(part) for part in page.page.locator(".depth.legend").text_content().replace("m", "").split())
    assert 1 < near <= far < 60, (near, far)
    page.until("document.querySelector('.fit .depth').naturalWidth === 480")
    page.page.keyboard.press("d")
    page.page.keyboard.press("Escape")


def check_broken_off(diorama, work):
    """Ctrl-C ends the studio at once while a sheet is being drawn, here from a photo that never comes."""
    os.mkfifo(Path(work, "never.jpg"))
    pipeline = Path(work, "never.yaml")
    pipeline.write_text("diorama: 1\nbackgrounds: {photos: [never.jpg]}\n")
    with Studio(diorama, pipeline) as studio:
        connection = http.client.HTTPConnection("127.0.0.1", studio.port, timeout=20)
        connection.request("GET", "/api/sheet?stamp=a", headers={"X-Diorama-Token": studio.token})
        time.sleep(0.5)
        start = time.monotonic()
        studio.end()
        assert time.monotonic() - start < 3
        connection.close()


@contextlib.contextmanager
def fed(pipe, content):
    """Everyone who opens a named pipe reads this: a file may be opened more than once."""
    done = threading.Event()

    def feed():
        while not done.wait(0.02):
            # Without a reader it cannot be opened, and a reader may leave before it has read.
            with contextlib.suppress(OSError):
                end = os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
                try:
                    os.write(end, content)
                finally:
                    os.close(end)

    thread = threading.Thread(target=feed, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def check_reading(browser, diorama, work):
    """Labels that take long, here for ever: the page is there, Ctrl-C works, and what cannot be read is told to the page
    and the terminal."""
    pipe = Path(work, "labels.json")
    os.mkfifo(pipe)
    with Studio(diorama, pipe) as studio:
        page = Page(browser, studio, waits_for=".waiting")
        assert "labels.json" in page.page.locator(".waiting").text_content()
        start = time.monotonic()
        studio.end()
        assert time.monotonic() - start < 3
        page.context.close()
    with Studio(diorama, pipe) as studio:
        page = Page(browser, studio, waits_for=".waiting")
        with fed(pipe, b"{"):
            page.page.wait_for_selector(".notice:visible")
        assert "labels.json" in page.page.locator(".notice").first.text_content()
        page.context.close()
        assert studio.process.wait(timeout=10) == 2
        assert "labels.json" in studio.process.stderr.read()


def check_end(browser, diorama, root):
    """A page that is open after the server's end says so, and loses no mark."""
    studio = Studio(diorama, root)
    page = Page(browser, studio)
    page.page.wait_for_selector(".badge.good:visible")
    studio.end()
    page.page.keyboard.press("End")
    page.page.keyboard.press("b")
    page.page.wait_for_selector(".notice:visible")
    assert "has ended" in page.page.locator(".notice").first.text_content()
    with Studio(diorama, root, port=studio.port) as again:
        page.page.goto(again.address)
        page.until("document.querySelectorAll('.badge.bad').length === 2")
        page.page.wait_for_timeout(300)
    kept = json.loads((root / "diorama-marks.json").read_text())["images"]
    assert sorted(mark["mark"] for mark in kept.values()) == ["bad", "bad", "good"], kept
    page.context.close()


def check_foreign(browser, diorama, labels):
    """Names of another's file are names; a picture that is gone is said to be; marks that cannot be saved stay."""
    (labels.parent / "labels.json.diorama-marks.json").mkdir()
    with Studio(diorama, labels) as studio:
        page = Page(browser, studio)
        page.page.wait_for_selector(".tile .names text")
        assert page.page.locator(".names-list .word").first.text_content() == WILD
        assert page.page.locator(".tile .names text").first.text_content() == WILD
        page.page.wait_for_selector(".gone")
        page.page.keyboard.press("g")
        page.page.wait_for_selector(".notice:visible")
        assert "cannot be saved" in page.page.locator(".notice").first.text_content()
        page.page.reload()
        page.page.wait_for_selector(".badge.good:visible")
        # The browser itself reports answers that refuse.
        page.faults = [fault for fault in page.faults if "Failed to load resource" not in fault]
        page.close()


def check_photos(browser, diorama, own, folder, work):
    """A horizon and a figure drawn with the mouse give the facts that were worked out by hand, and undo takes them back."""
    photos = Path(work, "photos")
    photos.mkdir()
    (photos / "street.jpg").write_bytes(sorted(own.glob("images/*/*.jpg"))[0].read_bytes())
    with Studio(diorama, photos) as studio:
        page = Page(browser, studio)
        page.page.locator(".grid").focus()
        page.page.keyboard.press("Enter")
        page.until("document.querySelector('.drawing .horizon') !== null")
        place = page.page.locator(".editor .fit").bounding_box()
        scale = place["width"] / 480

        def drag(*points):
            mouse = page.page.mouse
            for number, (x, y) in enumerate(points):
                mouse.move(place["x"] + x * scale, place["y"] + y * scale)
                if number == 0:
                    mouse.down()
            mouse.up()
            page.page.wait_for_timeout(150)

        # From the middle to a quarter of the height, at both ends; the second end by keyboard.
        drag((0, 160), (0, 120))
        page.page.keyboard.press("n")
        for _ in range(4):
            page.page.keyboard.press("Shift+ArrowUp")
        page.until("document.querySelector('[aria-label=Horizon]').value === '0.375'")
        # A person of 1.7 m whose head touches the horizon.
        page.page.keyboard.press("f")
        drag((240, 260), (240, 200), (240, 120))
        page.until("document.querySelector('[aria-label=\"Camera height\"]').value !== ''")
        height = float(page.page.get_by_label("Camera height").input_value())
        # The photo is 320 high and the horizon lies 40 pixels above its middle: the camera looks down by a few degrees.
        assert abs(height - 1.7) < 0.08, height
        page.page.keyboard.press("Control+z")
        page.until("document.querySelector('[aria-label=\"Camera height\"]').value === ''")
        page.page.keyboard.press("Control+Shift+z")
        page.until("document.querySelector('[aria-label=\"Camera height\"]').value !== ''")
        # What is drawn and not saved survives.
        page.page.reload()
        page.page.wait_for_selector(".tile:visible img[src]")
        page.page.locator(".grid").focus()
        page.page.keyboard.press("Enter")
        page.until("document.querySelectorAll('.drawing .figures').length === 1")
        page.until("document.querySelector('.drawing .horizon') !== null")
        if folder:
            page.page.screenshot(path=f"{folder}/photo.png")
        page.page.keyboard.press("Control+s")
        page.until("document.querySelector('.editor .details').textContent.includes('Saved in')")
        text = (photos / "street.scene.yaml").read_text()
        assert text.startswith("horizon: 0.375\n") and "camera_height: " in text, text
        # A plane: a drag makes a rectangle, whose corners are moved singly; its width is typed.
        page.page.keyboard.press("q")
        page.page.get_by_label("Name of the plane").fill("barn wall")
        page.page.get_by_label("Width of the plane in metres").fill("4")
        drag((100, 60), (150, 80), (220, 140))
        drag((220, 60), (220, 50), (220, 40))
        page.until("document.querySelector('.editor .details').textContent.includes('m high')")
        if folder:
            page.page.screenshot(path=f"{folder}/plane.png")
        page.page.keyboard.press("Control+s")
        page.until("document.querySelector('.editor .details').textContent.includes('Saved in')")
        text = (photos / "street.scene.yaml").read_text()
        assert "barn wall" in text and "width: 4" in text and "[0.4583, 0.125]" in text, text
        assert text.startswith("horizon: 0.375\n"), text
        # Corners next to the edge lie on it. Numbers that are not known are shown pale.
        page.page.locator(".editor .stage").focus()
        page.page.keyboard.press("g")
        for x, y in ((2, 318), (478, 317), (477, 200), (3, 200)):
            drag((x, y))
        page.page.keyboard.press("Control+s")
        page.until("document.querySelector('.editor .details').textContent.includes('Saved in')")
        text = (photos / "street.scene.yaml").read_text()
        assert "ground: [[0, 1], [1, 1], [1, 0.625], [0, 0.625]]" in text, text
        assert page.page.get_by_label("Field of view").get_attribute("placeholder") == "60"
        assert "field of view" in page.page.locator(".editor .facts").text_content()
        # A guess is never saved by itself, and says how sure it is.
        page.page.get_by_text("Guess", exact=True).click()
        page.until("document.querySelector('.guessed-words').textContent.includes('straight edges:')", seconds=90)
        page.page.wait_for_timeout(200)
        assert (photos / "street.scene.yaml").read_text() == text
        # A closed photo has no room, and is not drawn.
        page.page.get_by_text("Close", exact=True).click()
        page.page.set_viewport_size({"width": 1000, "height": 700})
        page.page.wait_for_timeout(200)
        page.close()


def check_numbers(browser, diorama, work):
    """Numbers that are typed: those that cannot be are refused, others take the place of marks. What is drawn and not saved
    is there again when the studio is started again."""
    photos = Path(work, "numbers")
    photos.mkdir()
    for name in "abc":
        (photos / f"{name}.jpg").write_bytes(Path(work, "photos", "street.jpg").read_bytes())
    (photos / "b.scene.yaml").write_text("pitch: -90\ncamera_height: 2\n")
    (photos / "c.scene.yaml").write_text("horizon: [\n")
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    with Studio(diorama, photos) as studio:
        page = Page(browser, studio, context=context)
        keyboard, stage = page.page.keyboard, page.page.locator(".editor .stage")

        def value(words):
            return page.page.get_by_label(words, exact=True).input_value()

        def type_in(words, text):
            page.page.get_by_label(words, exact=True).fill(text)
            keyboard.press("Tab")

        def stroke(*points):
            place = page.page.locator(".editor .fit").bounding_box()
            for number, (x, y) in enumerate(points):
                page.page.mouse.move(place["x"] + x * place["width"], place["y"] + y * place["height"])
                if number == 0:
                    page.page.mouse.down()
            page.page.mouse.up()
            page.page.wait_for_timeout(150)

        page.page.locator(".grid").focus()
        keyboard.press("Enter")
        page.until("document.querySelector('.drawing .horizon') !== null")
        type_in("Field of view", "200")
        assert "from 1 to 170" in page.page.locator(".editor .details").text_content()
        assert value("Field of view") == ""
        # Lines give a horizon, which a typed one replaces.
        for key, lines in (
            ("1", [((0.1, 0.9), (0.4, 0.5)), ((0.9, 0.9), (0.6, 0.5))]),
            ("2", [((0.1, 0.6), (0.9, 0.65)), ((0.1, 0.9), (0.9, 0.8))]),
        ):
            stage.focus()
            keyboard.press(key)
            for line in lines:
                stroke(*line)
        page.until("document.querySelector('[aria-label=\"Field of view\"]').value !== ''")
        field = value("Field of view")
        type_in("Horizon", "0.3")
        page.until("document.querySelectorAll('.mark.a, .mark.b').length === 0")
        assert (value("Horizon"), value("Field of view")) == ("0.3", field)
        # A region that gets another name leaves the drawing whole.
        stage.focus()
        keyboard.press("r")
        for corner in ((0.2, 0.2), (0.4, 0.2), (0.4, 0.5)):
            stroke(corner)
        page.page.get_by_label("Name of the region").fill("sky")
        stage.focus()
        keyboard.press("ArrowLeft")
        # The principal point of a cropped photo, by keyboard.
        keyboard.press("c")
        keyboard.press("n")
        keyboard.press("Shift+ArrowUp")
        page.until("document.querySelectorAll('.mark.principal').length === 2")
        assert page.page.locator(".outline.region").count() == 1
        keyboard.press("Control+s")
        page.until("document.querySelector('.editor .details').textContent.includes('Saved in')")
        text = (photos / "a.scene.yaml").read_text()
        assert "\nprincipal: [0.5, 0.4688]\n" in text and text.startswith("horizon: 0.3\n"), text
        type_in("Camera height", "2.5")
        # What an editor has written meanwhile is not lost without a word.
        sun = "sun: {azimuth: 10, elevation: 20}\n"
        (photos / "a.scene.yaml").write_text(text + sun)
        stage.focus()
        keyboard.press("Control+s")
        page.until("document.querySelector('.editor .details').textContent.includes('was changed meanwhile')")
        assert (photos / "a.scene.yaml").read_text() == text + sun
        # A photo that was taken straight down has a grid, and no horizon.
        page.page.get_by_label("Next photo").click()
        page.until("document.querySelector('[aria-label=\"Or pitch\"]').value === '-90'")
        page.until("document.querySelector('.ground-grid').getAttribute('d') !== ''")
        assert page.page.locator(".drawing .horizon").count() == 0
        # Of one whose file has a mistake, nothing of the last one is shown.
        page.page.get_by_label("Next photo").click()
        page.until("document.querySelector('.editor .details').textContent.includes('c.scene.yaml:2')")
        assert value("Or pitch") == "" and page.page.locator(".editor h2").text_content() == "c.jpg"
        # The browser itself reports answers that refuse.
        assert [fault for fault in page.faults if "Failed to load resource" not in fault] == []
    with Studio(diorama, photos) as again:
        assert again.port == studio.port
        page = Page(browser, again, context=context)
        page.page.locator(".grid").focus()
        page.page.keyboard.press("Enter")
        page.until("document.querySelector('[aria-label=\"Camera height\"]').value === '2.5'")
        page.close()


def check_trial(browser, diorama, folder, work):
    """The user's own objects stand on the photo while the facts are drawn, and move with them."""
    photos, pipeline = Path(work, "photos"), Path(work, "objects.yaml")
    pipeline.write_text(f"""diorama: 1
backgrounds: {{photos: [gone.jpg]}}
objects:
  cone: {{from: {{drawing: {os.path.abspath("objects/traffic-cone.svg")}}}, height: 1}}
scene: {{count: 3, place: {{ground: {{distance: {{uniform: [3, 8]}}}}}}}}
""")
    before = (photos / "street.scene.yaml").read_text()
    with Studio(diorama, photos, "--pipeline", pipeline) as studio:
        page = Page(browser, studio)
        page.page.locator(".grid").focus()
        page.page.keyboard.press("Enter")
        page.until("document.querySelector('.drawing .horizon') !== null")
        page.page.keyboard.press("o")
        page.page.wait_for_selector(".trial:visible")
        page.until("document.querySelector('.trial').naturalWidth === 480")
        first = page.page.locator(".trial").get_attribute("src")
        if folder:
            page.page.screenshot(path=f"{folder}/objects.png")
        page.page.get_by_label("Camera height").fill("3")
        page.page.keyboard.press("Tab")
        page.until(f"document.querySelector('.trial').src.length !== {len(first)}")
        page.page.locator(".editor .stage").focus()
        page.page.keyboard.press("o")
        assert page.visible(".trial") == 0
        page.close()
    assert (photos / "street.scene.yaml").read_text() == before


def check_values(page, pipeline, folder):
    """A slider writes its own value into the file and not one byte else; undo takes it back."""
    text = pipeline.read_text()
    page.page.locator(".scalar", has_text="4").last.click()
    slider = page.page.get_by_label("scene count", exact=True)
    assert page.page.evaluate("document.activeElement.getAttribute('aria-label')") == "scene count"
    page.page.evaluate("window.drawn = document.querySelector('.sheet').src")
    if folder:
        page.page.screenshot(path=f"{folder}/values.png")
    page.page.keyboard.press("ArrowRight")
    page.until("document.querySelector('.tabs [role=status]').textContent === 'scene · count: 5'")
    assert pipeline.read_text() == text.replace("count: 4", "count: 5")
    page.until("document.querySelector('.sheet').src !== window.drawn")
    page.page.keyboard.press("Control+z")
    page.until("document.querySelector('.tabs [role=status]').textContent === 'scene · count: 4'")
    assert pipeline.read_text() == text
    page.page.keyboard.press("Control+Shift+z")
    page.until("document.querySelector('.tabs [role=status]').textContent === 'scene · count: 5'")
    # An editor's change meanwhile is kept, and there is nothing to take back.
    edited = "# mine\n" + text
    pipeline.write_text(edited)
    page.until("document.querySelector('.text').textContent.includes('# mine')")
    page.until("document.querySelector('.tabs .plain').disabled")
    page.page.get_by_label("scene count, number").fill("9999")
    page.page.keyboard.press("Tab")
    page.until("document.querySelector('.tabs [role=status]').textContent.includes('is no value')")
    assert pipeline.read_text() == edited
    assert slider.input_value() == "4"
    # The browser itself reports answers that refuse.
    page.faults = [fault for fault in page.faults if "Failed to load resource" not in fault]


def check_pipeline(browser, diorama, folder, work):
    """An edit draws the sheet again; a mistake stands at its line until it is gone."""
    pipeline = Path(work, "try.yaml")
    photo = sorted(Path(work, "own").glob("images/*/*.jpg"))[0]
    text = f"""diorama: 1
images: 6
backgrounds: {{photos: [{photo}], resize: {{longest: 160}}}}
objects:
  cone: {{from: {{drawing: {os.path.abspath("objects/traffic-cone.svg")}}}}}
scene: {{count: 2}}
"""
    pipeline.write_text(text)
    with Studio(diorama, pipeline) as studio:
        page = Page(browser, studio, waits_for=".sheet:visible")
        first = page.page.locator(".sheet").get_attribute("src")
        pipeline.write_text(text.replace("count", "cuont"))
        page.page.wait_for_selector(".mistake")
        assert "cuont" in page.page.locator(".text .wrong").text_content()
        assert "count" in page.page.locator(".mistake").text_content()
        pipeline.write_text(text.replace("count: 2", "count: 4"))
        page.until("document.querySelectorAll('.mistake').length === 0 && !document.querySelector('.sheet.old')")
        assert page.page.locator(".sheet").get_attribute("src") != first
        if folder:
            page.page.screenshot(path=f"{folder}/pipeline.png")
        check_values(page, pipeline, folder)
        # On a narrow screen the sheet stands below the file.
        page.page.set_viewport_size({"width": 420, "height": 900})
        assert page.page.evaluate("document.documentElement.scrollWidth") <= 420
        assert page.page.locator(".sheet").bounding_box()["width"] > 300
        if folder:
            page.page.screenshot(path=f"{folder}/pipeline-narrow.png")
        page.close()


def check_schemes(browser, studio, folder):
    grounds = set()
    for scheme in ("light", "dark"):
        for width in (1280, 420):
            page = Page(browser, studio, scheme, width)
            assert page.page.evaluate("document.documentElement.scrollWidth") <= width, (scheme, width)
            grounds.add((scheme, page.page.evaluate("getComputedStyle(document.body).backgroundColor")))
            if folder:
                page.page.wait_for_timeout(700)
                page.page.screenshot(path=f"{folder}/grid-{scheme}-{width}.png")
                page.page.keyboard.press("Enter")
                page.page.wait_for_selector(".viewer table")
                page.page.wait_for_timeout(500)
                page.page.screenshot(path=f"{folder}/image-{scheme}-{width}.png")
            page.close()
    assert len({colour for _, colour in grounds}) == 2, grounds


def main():
    diorama = os.path.abspath(sys.argv[1])
    folder = sys.argv[2] if len(sys.argv) > 2 else None
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as work, sync_playwright() as playwright:
        root = dataset(diorama, Path(work, "own"), 12, "--set", "output.layers.depth=png")
        browser = chromium(playwright)
        with Studio(diorama, root) as studio:
            check_gate(studio)
            page = Page(browser, studio)
            for check in (check_start, check_waiting, check_layers, check_filters, check_light, check_keyboard):
                check(page)
            check_marks(page, root)
            check_list(page)
            check_depth(page)
            check_without(page)
            page.close()
            check_schemes(browser, studio, folder)
        check_end(browser, diorama, root)
        check_broken_off(diorama, work)
        check_reading(browser, diorama, work)
        check_foreign(browser, diorama, foreign(root, work))
        check_photos(browser, diorama, root, folder, work)
        check_numbers(browser, diorama, work)
        check_trial(browser, diorama, folder, work)
        check_pipeline(browser, diorama, folder, work)
        browser.close()
    print(f"the studio opens, switches, filters, marks, and answers nobody else ({time.monotonic() - start:.0f} s)")


if __name__ == "__main__":
    main()
