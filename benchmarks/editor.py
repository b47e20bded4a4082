"""The annotate page in headless Chromium: opening traces of 50 and 1,000 calls, and typing into long texts.

One JSON line for each trace and for each length; typing beside a bare textarea with the same text in the same browser.
`--session FILE` opens a Claude Code session, too. Beside Potato: benchmarks/peers/page.py in the same run.
"""

import argparse
import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parent.parent
# A key counts until its frame is painted: the message is handled after the frame's callbacks and its painting.
WATCH = """
window.tasks = []; new PerformanceObserver((list) => { for (const e of list.getEntries()) tasks.push(e.startTime + e.duration); })
  .observe({ type: "longtask", buffered: true });
window.keys = []; document.addEventListener("keydown", ({ timeStamp }) => requestAnimationFrame(() => {
  const channel = new MessageChannel(); channel.port1.onmessage = () => keys.push(performance.now() - timeStamp);
  channel.port2.postMessage(0); }), true);
"""
OPENED = """() => {
  const paint = performance.getEntriesByName("first-contentful-paint")[0], page = performance.getEntriesByType("navigation")[0];
  const interactive = Math.max(page.loadEventEnd, ...tasks);
  return { first_paint_ms: Math.round(paint.startTime), interactive_ms: Math.round(interactive),
    dom_nodes: document.getElementsByTagName("*").length, document_kB: Math.round(page.decodedBodySize / 1000) };
}"""
BARE = """(value) => {
  const area = Object.assign(document.createElement("textarea"), { rows: 30, cols: 90, value });
  document.body.replaceChildren(area);
}"""
SENTENCE = "the file handler reads a request and writes its answer to the session store before it returns"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--session", type=Path)
    parser.add_argument("--port", type=int, default=18171)
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        names = write_project(Path(folder), options.session)
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        with served(Path(folder), options.port) as (site, email, password):
            page = signed_in(browser, site, email, password)
            for name in names:
                address = take_next(page, site)
                if name.startswith("typing"):
                    report_typing(browser, page, address, name, options.repeat)
                else:
                    report_opening(page, address, name, options.repeat)
                submit(page)
        browser.close()


def write_project(folder: Path, session: Path | None) -> list[str]:
    """A folder whose traces are handed out in the order of the names."""
    traces = [trace("50 calls", 50), trace("1000 calls", 1000), typing(2_000), typing(20_000)]
    (folder / "traces.jsonl").write_text("".join(json.dumps(each) + "\n" for each in traces))
    if session:
        (folder / "session.jsonl").write_bytes(session.read_bytes())
    scheme = {
        "annotation_type": "trajectory_edit",
        "name": "fix",
        "description": "Fix",
        "steps_key": "structured_turns",
    }
    config = {
        "annotation_task_name": "bench",
        "task_dir": ".",
        "output_annotation_dir": "out",
        "data_files": ["traces.jsonl", *(["session.jsonl"] if session else [])],
        "item_properties": {"id_key": "id", "text_key": "task_description"},
        "annotation_schemes": [scheme],
    }
    (folder / "config.yaml").write_text(json.dumps(config))
    return [*(each["id"] for each in traces), *([session.name] if session else [])]


def text(size: int, seed: int) -> str:
    rows = random.Random(seed)
    return "".join(
        " ".join(rows.choices(SENTENCE.split(), k=10)) + f"  # {number}\n" for number in range(size // 50 + 1)
    )[:size]


def trace(name: str, calls: int) -> dict[str, object]:
    """Turns of one call each, with results of 2.5 kB on average and some of 60 kB."""
    turns = [
        {
            "role": "assistant",
            "content": f"Now {text(120, number)}",
            "tool_calls": [
                {
                    "id": f"c{number}",
                    "tool": ("Bash", "Read", "Edit")[number % 3],
                    "input": {"file_path": f"src/part_{number}.py", "command": text(200, number + 1)},
                    "output": text(60_000 if number % 50 == 7 else 1_500, number + 2),
                    "is_error": number % 20 == 3,
                }
            ],
        }
        for number in range(calls)
    ]
    return {"id": name, "task_description": text(300, 0), "structured_turns": turns}


def typing(size: int) -> dict[str, object]:
    return {
        "id": f"typing {size}",
        "task_description": "Type",
        "structured_turns": [{"role": "assistant", "content": text(size, size)}],
    }


@contextmanager
def served(folder: Path, port: int):
    """The project as `manage.py start` serves it; yields the site and the login that is shown once."""
    env = {**os.environ, "VAR_DIR": str(folder / "var"), "LOG_LEVEL": "WARNING"}
    command = [sys.executable, "-W", "ignore", "manage.py", "start", str(folder), "-p", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)
    try:
        for line in process.stdout:
            if found := re.search(r"Sign in as\s+(\S+) with the password (\S+)", line):
                yield f"http://127.0.0.1:{port}", found[1], found[2]
                return
        raise SystemExit("the server did not start")
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def signed_in(browser: Browser, site: str, email: str, password: str) -> Page:
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    context.add_init_script(WATCH)
    page = context.new_page()
    page.goto(f"{site}/accounts/login/")
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(password)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(lambda address: "/accounts/" not in address)
    return page


def take_next(page: Page, site: str) -> str:
    if "/annotate/" not in page.url:
        page.goto(f"{site}/o/home/p/bench/annotate/")
        page.get_by_role("button", name=re.compile("Start")).click()
    page.locator("trace-steps article").first.wait_for()
    return page.url


def submit(page: Page) -> None:
    before = page.url
    page.get_by_role("button", name=re.compile("^Submit")).click()
    page.wait_for_url(lambda address: address != before)


def report_opening(page: Page, address: str, name: str, repeat: int) -> None:
    opened = []
    for _ in range(repeat):
        page.goto(address)
        page.locator("trace-steps article").first.wait_for()
        page.wait_for_timeout(1500)  # quiet: no long task for a second
        opened.append(page.evaluate(OPENED))
    print(json.dumps({"benchmark": "page", "trace": name, **median(opened)}))


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


def median(rows: list[dict[str, int]]) -> dict[str, int]:
    return {key: sorted(row[key] for row in rows)[len(rows) // 2] for key in rows[0]}


if __name__ == "__main__":
    main()
