"""
The pictures in docs/pictures, made anew by `make screenshots`. A fresh demo is served from a temporary folder, its people sign
in, and one function for each picture brings a page into the state to be shown. What it changes in the demo, later ones find.

For a look at all pages elsewhere: docs/screenshots.py --folder var/look --size 1920x1080 --theme dark
"""

import argparse
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parent.parent
FOLDER = Path(__file__).with_name("pictures")
ORGANIZATION, PASSWORD = "/o/halden-lab", "trace-by-trace"
SIZE = {"width": 1280, "height": 800}
# What the examples are shown with: the project's address in the demo, somebody who has answered, and a trace of theirs.
EXAMPLES = {
    "trajectory-correction": ("trajectory-correction", "mirela", "shell_002"),
    "trajectory-evaluation": ("trajectory-evaluation", "mirela", "garden_001"),
    "coding-agent-prm": ("coding-agent-first-wrong-step", "mirela", "ledger_1187"),
    "coding-agent-evaluation": ("coding-agent-evaluation", "nadia", "retry_0007"),
    "coding-agent-review": ("coding-agent-review", "mirela", "paging_0012"),
    "coding-agent-comparison": ("coding-agent-comparison", "mirela", "invoice_cent"),
    "coding-session-repair": ("repair-of-coding-sessions", "nadia", "4b7e1c52-9d03-4f6a-8a51-2c90be7d3f18"),
    "swebench-evaluation": ("swe-bench-patches", "mirela", "harbor__timetable-412"),
}


class Visit:
    """A browser in which one person after the other looks at the demo."""

    def __init__(self, browser: Browser, site: str, folder: Path, size: dict[str, int], theme: str) -> None:
        self._browser, self._site, self._folder, self._size, self._theme = browser, site, folder, size, theme
        self._pages: dict[tuple[str, str], Page] = {}

    def page(self, person: str, theme: str = "") -> Page:
        """Theirs, signed in; the same one every time."""
        theme = theme or self._theme
        if (person, theme) not in self._pages:
            context = self._browser.new_context(
                base_url=self._site, viewport=self._size, color_scheme=theme, reduced_motion="reduce"
            )
            page = self._pages[person, theme] = context.new_page()
            page.goto("/accounts/login/")
            page.get_by_label("E-mail").fill(f"{person}@halden.example")
            page.get_by_label("Password", exact=True).fill(PASSWORD)
            page.get_by_role("button", name="Sign in", exact=True).click()
            page.wait_for_url("**/o/**")
        return self._pages[person, theme]

    def take(self, page: Page, name: str) -> None:
        page.wait_for_load_state("networkidle")
        page.screenshot(path=self._folder / f"{name}.png")

    def open(self, example: str, theme: str = "", trace: str = "") -> Page:
        """The annotate page of an example, with what somebody answered."""
        project, person, shown = EXAMPLES[example]
        page = self.page(person, theme)
        page.goto(f"{ORGANIZATION}/p/{project}/my-work/")
        page.get_by_role("link", name=trace or shown, exact=True).click()
        page.locator(".step, .compare-row, .shown").first.wait_for()
        return page


def examples(visit: Visit) -> None:
    for example in EXAMPLES:
        visit.take(visit.open(example), example)


def dark(visit: Visit) -> None:
    visit.take(visit.open("trajectory-evaluation", "dark"), "dark")


def keys(visit: Visit) -> None:
    page = visit.open("trajectory-correction")
    page.keyboard.press("?")
    page.get_by_role("dialog").wait_for()
    visit.take(page, "keys")


def replacing(visit: Visit) -> None:
    page = visit.open("coding-session-repair")
    page.keyboard.press("Control+h")
    bar = page.get_by_role("search", name="Find and replace")
    bar.get_by_label("Find", exact=True).fill("berths")
    bar.get_by_label("Replace by").fill("quays")
    page.locator(".replace-places li").first.wait_for()
    visit.take(page, "find-and-replace")


def hint(visit: Visit) -> None:
    page = visit.open("trajectory-correction", trace="travel_001")
    action = page.locator("#step-1 textarea")
    action.fill(action.input_value().replace("date=", "dat="))
    page.get_by_text("did you mean “date”?").wait_for()
    visit.take(page, "argument-hint")


def flag(visit: Visit) -> None:
    page = visit.open("coding-agent-evaluation")
    page.keyboard.press("j")
    page.keyboard.press("b")
    dialog = page.get_by_role("dialog", name="Flag this trace")
    dialog.get_by_label("Broken").check()
    dialog.get_by_label("Note").fill("The upload that fails is not in it: the log begins after the first call.")
    dialog.get_by_role("button", name="Send").click()
    dialog.get_by_role("button", name="Go on with it").click()


def flags(visit: Visit) -> None:
    flag(visit)
    page = visit.page("manager")
    page.goto(f"{ORGANIZATION}/p/coding-agent-evaluation/flags/")
    visit.take(page, "flags")


def projects(visit: Visit) -> None:
    page = visit.page("manager")
    page.goto(f"{ORGANIZATION}/")
    visit.take(page, "projects")


def project(visit: Visit) -> None:
    page = visit.page("manager")
    page.goto(f"{ORGANIZATION}/p/trajectory-correction/")
    visit.take(page, "project")


def questions(visit: Visit) -> None:
    page = visit.page("manager")
    page.goto(f"{ORGANIZATION}/p/trajectory-correction/questions/")
    visit.take(page, "questions")


def others(visit: Visit) -> None:
    page = visit.page("manager")
    page.goto(f"{ORGANIZATION}/p/trajectory-evaluation/questions/others/")
    visit.take(page, "other-errors")


PICTURES: dict[str, Callable[[Visit], None]] = {
    each.__name__: each for each in (examples, dark, keys, replacing, hint, flags, projects, project, questions, others)
}


@contextmanager
def demo() -> Iterator[str]:
    """A fresh one, by its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "manage.py", "demo", "--port", str(port)]
        with subprocess.Popen(
            command, cwd=ROOT, env=os.environ | {"DEMO_DIR": folder}, stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            try:
                said = ""
                while "Tracewright is at" not in said:
                    said = process.stdout.readline() or sys.exit("The demo ended before it was served; see above.")
                yield f"http://127.0.0.1:{port}"
            finally:
                process.terminate()
                process.communicate()  # to its last word: a closed pipe would be an error there


def main() -> None:
    parser = argparse.ArgumentParser(description="Take the pictures of the docs.")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where to, by default docs/pictures")
    parser.add_argument("--size", default="1280x800", help="of the window")
    parser.add_argument("--theme", choices=["light", "dark"], default="light")
    parser.add_argument("--only", nargs="*", choices=PICTURES, default=list(PICTURES))
    options = parser.parse_args()
    width, height = map(int, options.size.split("x"))
    options.folder.mkdir(parents=True, exist_ok=True)
    program = shutil.which("chromium") or shutil.which("chromium-browser") or sys.exit("No Chromium on this machine.")
    with demo() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        visit = Visit(browser, site, options.folder, {"width": width, "height": height}, options.theme)
        for name in options.only:
            PICTURES[name](visit)
        browser.close()


if __name__ == "__main__":
    main()
