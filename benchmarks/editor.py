"""Typing into long texts on the annotate page, in headless Chromium, beside a bare textarea with the same text.

One JSON line for each length. Opening long traces: benchmarks/page.py.
"""

import argparse
import json
import random
import tempfile
import time
from pathlib import Path

from browser import CHROMIUM, WATCH, served, signed_in, submit, take_next, write_project
from playwright.sync_api import Browser, Page, sync_playwright

SCHEME = {"annotation_type": "trajectory_edit", "name": "fix", "description": "Fix", "steps_key": "structured_turns"}
BARE = """(value) => {
  const area = Object.assign(document.createElement("textarea"), { rows: 30, cols: 90, value });
  document.body.replaceChildren(area);
}"""
SENTENCE = "the file handler reads a request and writes its answer to the session store before it returns"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=18171)
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        rows = [typing(2_000), typing(20_000)]
        (Path(folder) / "traces.jsonl").write_text("".join(json.dumps(each) + "\n" for each in rows))
        write_project(Path(folder), ["traces.jsonl"], SCHEME)
        browser = playwright.chromium.launch(**CHROMIUM)
        with served(Path(folder), options.port) as (site, email, password):
            page = signed_in(browser, site, email, password)
            for row in rows:
                report_typing(browser, page, take_next(page, site), str(row["id"]), options.repeat)
                submit(page)
        browser.close()


def text(size: int, seed: int) -> str:
    rows = random.Random(seed)
    return "".join(
        " ".join(rows.choices(SENTENCE.split(), k=10)) + f"  # {number}\n" for number in range(size // 50 + 1)
    )[:size]


def typing(size: int) -> dict[str, object]:
    return {
        "id": f"typing {size}",
        "task_description": "Type",
        "structured_turns": [{"role": "assistant", "content": text(size, size)}],
    }


def report_typing(browser: Browser, page: Page, address: str, name: str, repeat: int) -> None:
    page.goto(address)
    page.locator("edit-field[data-main] .label").click()
    ours = keystrokes(page, page.locator("edit-field textarea"), repeat)
    bare = browser.new_context(viewport={"width": 1400, "height": 900})
    bare.add_init_script(WATCH)
    other = bare.new_page()
    other.goto(address.split("/o/")[0] + "/healthz")
    value = page.locator("edit-field textarea").input_value()
    other.evaluate(BARE, value)
    alone = keystrokes(other, other.locator("textarea"), repeat)
    bare.close()
    print(json.dumps({
        "benchmark": "typing", "chars": int(name.split()[1]), "editor": ours, "bare textarea": alone,
        "ratio p95": round(ours["p95_ms"] / alone["p95_ms"], 2),
    }))  # fmt: skip


def keystrokes(page: Page, area, repeat: int) -> dict[str, float]:
    """Key to painted frame, in the middle of the text and at its end."""
    area.click()
    page.evaluate("keys.length = 0")
    for place in ("Control+End", "Control+Home") * repeat:
        page.keyboard.press(place)
        for key in "abcdefghij ":
            before = page.evaluate("keys.length")
            page.keyboard.press(key)
            deadline = time.monotonic() + 10
            while page.evaluate("keys.length") <= before and time.monotonic() < deadline:
                page.wait_for_timeout(5)
        page.wait_for_timeout(300)
    found = sorted(page.evaluate("keys"))
    return {
        "p50_ms": round(found[len(found) // 2], 1),
        "p95_ms": round(found[int(len(found) * 0.95)], 1),
        "keys": len(found),
    }


if __name__ == "__main__":
    main()
