"""The server as `manage.py start` runs it, and somebody signed in at a browser: what the benchmarks of the page begin with."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parent.parent
CHROMIUM: dict[str, Any] = {"executable_path": "/usr/bin/chromium", "args": ["--no-sandbox"]}
# A key counts until its frame is painted: the message is handled after the frame's callbacks and its painting.
WATCH = """
window.tasks = []; new PerformanceObserver((list) => {
  for (const { startTime, duration } of list.getEntries()) tasks.push([startTime, startTime + duration]);
}).observe({ type: "longtask", buffered: true });
window.keys = []; document.addEventListener("keydown", ({ timeStamp }) => requestAnimationFrame(() => {
  const channel = new MessageChannel(); channel.port1.onmessage = () => keys.push(performance.now() - timeStamp);
  channel.port2.postMessage(0); }), true);
"""


def write_project(folder: Path, files: list[str], scheme: Mapping[str, Any]) -> None:
    config = {
        "annotation_task_name": "bench",
        "task_dir": ".",
        "output_annotation_dir": "out",
        "data_files": files,
        "item_properties": {"id_key": "id", "text_key": "task_description"},
        "annotation_schemes": [scheme],
    }
    (folder / "config.yaml").write_text(json.dumps(config))


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


def median(rows: list[dict[str, int]]) -> dict[str, int]:
    return {key: sorted(row[key] for row in rows)[len(rows) // 2] for key in rows[0]}
