"""Measures the studio on a large dataset: its start, the first paint, and the frames while it scrolls.

Usage: scroll.py DIORAMA DATASET
"""

import sys
import time

from playwright.sync_api import sync_playwright
from studio import Page, Studio
from watched import chromium

# Scrolls as a wheel does, then as one who drags the handle, and notes the time between frames.
SCROLL = """async ([milliseconds, step, jumps]) => {
  const grid = document.querySelector('.grid');
  const frames = [];
  const start = performance.now();
  let last = start, turn = 0;
  await new Promise(done => {
    const next = now => {
      frames.push(now - last);
      last = now;
      if (now - start > milliseconds) return done();
      turn++;
      if (jumps && turn % 12 === 0) grid.scrollTop = (grid.scrollHeight * ((turn * 7919) % 1000)) / 1000;
      else grid.scrollTop += step;
      requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  });
  return frames.slice(2);
}"""


def main():
    diorama, dataset = sys.argv[1:3]
    with sync_playwright() as playwright:
        browser = chromium(playwright)
        start = time.monotonic()
        with Studio(diorama, dataset) as studio:
            print(f"listens after {time.monotonic() - start:.2f} s")
            page = Page(browser, studio)
            paint = page.page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
            print(f"first paint after {paint:.0f} ms")
            for words in ("while labels are read", "afterwards"):
                for name, step, jumps in (("wheel", 60, False), ("fast", 900, False), ("jumps", 40, True)):
                    frames = sorted(page.page.evaluate(SCROLL, [4000, step, jumps]))
                    print(
                        f"{words}, {name}: {len(frames)} frames, median {frames[len(frames) // 2]:.1f} ms, "
                        f"worst {frames[-1]:.1f} ms, above 50 ms: {sum(frame > 50 for frame in frames)}"
                    )
                start = time.monotonic()
                while page.visible(".filters > p"):
                    time.sleep(0.1)
                print(f"all labels are there {time.monotonic() - start:.1f} s later")
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
