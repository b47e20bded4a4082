"""Long traces on the annotate page, in headless Chromium: opening, searching, scrolling and judging them.

One JSON line for each trace: seeded ones of 50 to 5,000 tool calls (benchmarks/peers/gen_traces.py, so that Potato's page can
open the same: benchmarks/peers/page.py in the same run), and a Claude Code session with `--session FILE`. `first paint ratio`
is to the trace of 50 calls.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from browser import CHROMIUM, ROOT, median, served, signed_in, submit, take_next, write_project
from playwright.sync_api import Page, sync_playwright

CALLS = (50, 100, 1000, 5000)
SCHEME = {
    "annotation_type": "process_reward",
    "name": "rewards",
    "description": "Which is the first wrong step?",
    "steps_key": "structured_turns",
    "mode": "per_step",
}
# Interactive is the end of the last long task before a second without any: the next trace is read ahead later on.
OPENED = """() => {
  const paint = performance.getEntriesByName("first-contentful-paint")[0], page = performance.getEntriesByType("navigation")[0];
  let interactive = page.loadEventEnd;
  for (const [start, end] of tasks) if (start < interactive + 1000) interactive = Math.max(interactive, end);
  return { first_paint_ms: Math.round(paint.startTime), interactive_ms: Math.round(interactive),
    dom_nodes: document.getElementsByTagName("*").length, document_kB: Math.round(page.decodedBodySize / 1000) };
}"""
# From the last key to the found lines on the page.
SEARCH = """(wanted) => new Promise((found) => {
  const field = document.querySelector("#map input[type=search]"), lines = document.querySelector("#map .outline");
  const began = performance.now();
  new MutationObserver((_changes, watching) => {
    watching.disconnect();
    requestAnimationFrame(() => found(Math.round(performance.now() - began)));
  }).observe(lines, { childList: true });
  field.value = wanted;
  field.dispatchEvent(new Event("input", { bubbles: true }));
})"""
# What the middle of the trace shows in each frame while the wheel turns: a step, or the place of one that has not come.
WATCH_FRAMES = """() => {
  const trace = document.querySelector("#trace").getBoundingClientRect(), x = trace.left + trace.width / 2;
  window.frames_seen = { all: 0, blank: 0 };
  const look = () => {
    if (!window.frames_seen) return;
    frames_seen.all += 1;
    const shown = [0.25, 0.5, 0.75].map((at) => document.elementFromPoint(x, innerHeight * at)?.closest("trace-steps > *"));
    if (shown.some((step) => step?.matches(".is-waiting") ?? false)) frames_seen.blank += 1;
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}"""
MARKS, SECONDS = 100, 10


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--session", type=Path)
    parser.add_argument(
        "--traces", type=Path, help="a folder long<calls>/turns.jsonl for each size; made when not given"
    )
    parser.add_argument("--port", type=int, default=18171)
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        names = gather(Path(folder), options.traces, options.session)
        browser = playwright.chromium.launch(**CHROMIUM)
        with served(Path(folder), options.port) as (site, email, password):
            page = signed_in(browser, site, email, password)
            shortest = None
            for name in names:
                address = take_next(page, site)
                seen = opening(page, address, options.repeat)
                shortest = shortest or seen["first_paint_ms"]
                ratio = round(seen["first_paint_ms"] / shortest, 2)
                row = {**seen, "first paint ratio": ratio, **searching(page), **scrolling(page)}
                print(json.dumps({"benchmark": "page", "trace": name, **row, **judging(page, address)}), flush=True)
                submit(page)
        browser.close()


def gather(folder: Path, traces: Path | None, session: Path | None) -> list[str]:
    """The project's files; the names of its traces in the order in which they are handed out."""
    files = []
    for calls in CALLS:
        made = (traces or folder) / f"long{calls}" / "turns.jsonl"
        if not made.exists():
            generate = [sys.executable, str(ROOT / "benchmarks/peers/gen_traces.py"), "long", "--calls", str(calls)]
            subprocess.run([*generate, "--out", str(made.parent)], check=True, stdout=subprocess.DEVNULL)
        (folder / f"{calls}.jsonl").write_bytes(made.read_bytes())
        files.append(f"{calls}.jsonl")
    if session:
        (folder / "session.jsonl").write_bytes(session.read_bytes())
        files.append("session.jsonl")
    write_project(folder, files, SCHEME)
    return [*(f"{calls} calls" for calls in CALLS), *([session.name] if session else [])]


def opening(page: Page, address: str, repeat: int) -> dict[str, int]:
    opened = []
    for _ in range(repeat):
        page.goto("about:blank")
        page.goto(address)
        page.locator("trace-steps article").first.wait_for()
        page.wait_for_timeout(2500)
        opened.append(page.evaluate(OPENED))
    return median(opened)


def searching(page: Page) -> dict[str, Any]:
    """The first letter half a second after the field has the focus, which makes the text of the trace ready; then words."""
    page.locator("#map input[type=search]").focus()
    page.wait_for_timeout(500)
    took = [page.evaluate(SEARCH, wanted) for wanted in ("return", "self", "token", "buffer", "")]
    return {"first search ms": took[0], "search ms": max(took[1:])}


def scrolling(page: Page) -> dict[str, int]:
    """Quickly through the trace by the wheel, then still for as long as a reader needs."""
    page.locator("#trace").hover()
    page.evaluate(WATCH_FRAMES)
    for _ in range(60):
        page.mouse.wheel(0, 600)
        page.wait_for_timeout(50)
    seen = page.evaluate("() => { const seen = frames_seen; frames_seen = null; return seen; }")
    return {"frames": seen["all"], "frames with a waiting step": seen["blank"]}


def judging(page: Page, address: str) -> dict[str, Any]:
    """A hundred presses in ten seconds, or one for each step that can be judged: how many marks the server has a second later,
    and how long the next frame took to come.
    """
    page.goto(address)
    page.locator("trace-steps article").first.wait_for()
    judged = page.locator("process-reward").evaluate("(judge) => judge.places.length")
    given = page.evaluate(
        """async ([most, seconds]) => {
          const how = { bubbles: true, cancelable: true };
          const press = (key) => document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, ...how }));
          const began = performance.now(), late = [];
          let given = 0;
          press("J"); // to the first step that can be judged
          while (given < most && performance.now() - began < seconds * 1000) {
            const pressed = performance.now();
            press("1");
            given += 1;
            await new Promise(requestAnimationFrame);
            late.push(performance.now() - pressed);
            press("J");
            await new Promise((done) => setTimeout(done, Math.max(0, began + given * seconds * 1000 / most - performance.now())));
          }
          late.sort((a, b) => a - b);
          return { pressed: given, median: Math.round(late[late.length >> 1]), slowest: Math.round(late.at(-1)) };
        }""",
        [min(MARKS, judged), SECONDS],
    )
    page.wait_for_timeout(1000)
    stored = page.evaluate(
        "async () => (await (await fetch(location.pathname + 'data/')).json()).answers.rewards.marks"
    )
    told = {
        "steps": judged,
        "presses": given["pressed"],
        "mark ms": given["median"],
        "slowest mark ms": given["slowest"],
    }
    return {**told, "marks stored after 1 s": len(stored)}


if __name__ == "__main__":
    main()
