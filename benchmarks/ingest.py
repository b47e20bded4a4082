"""Logs into a project as the import page sends them: bytes a second from the first piece to the last trace, and the memory of
the worker.

One JSON line for each number of traces (seeded items of about 8 kB: benchmarks/peers/gen_traces.py small), each in a server of
its own; with `--logs FILE...` one line for these files instead, which are imported together. `again_s` is the import of the same
files once more, `restart_s` the server's start with these traces, to its first page. Label Studio's import of the same is
`benchmarks/peers/import_other.py --peer labelstudio --data FILE`, of logs with each as the one value of an item.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import requests
from browser import ROOT, served, write_project

PIECE = 8 * 1024 * 1024
SCHEME = {"annotation_type": "text", "name": "note", "description": "What is it?"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--traces", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--data", type=Path, help="where the made files are kept: NUMBER.jsonl")
    parser.add_argument("--logs", type=Path, nargs="+", help="files to import instead")
    parser.add_argument("--port", type=int, default=18173)
    options = parser.parse_args()
    for number in options.traces if options.logs is None else [None]:
        with tempfile.TemporaryDirectory() as folder:
            logs = options.logs if number is None else [made(options.data or Path(folder), number)]
            print(json.dumps({"benchmark": "ingest", **measured(Path(folder), logs, options.port)}), flush=True)


def made(folder: Path, number: int) -> Path:
    found = folder / f"{number}.jsonl"
    if not found.exists():
        folder.mkdir(parents=True, exist_ok=True)
        generate = [sys.executable, str(ROOT / "benchmarks/peers/gen_traces.py"), "small", "--n", str(number)]
        with tempfile.TemporaryDirectory() as made_in:
            subprocess.run([*generate, "--out", made_in], check=True, stdout=subprocess.DEVNULL)
            found.write_bytes((Path(made_in) / "turns.jsonl").read_bytes())
    return found


def measured(folder: Path, logs: list[Path], port: int) -> dict[str, float]:
    (folder / "one.jsonl").write_text('{"id": "one", "structured_turns": [{"role": "user", "content": "Hello."}]}\n')
    write_project(folder, ["one.jsonl"], SCHEME)
    with served(folder, port) as (site, email, password):
        session, page = signed_in(site, email, password), f"{site}/o/home/p/bench/import/"
        memory = Memory()
        sent_s, imported_s, traces = imported(session, page, logs)
        memory.ended.set()
        again = imported(session, page, logs)
    size = sum(file.stat().st_size for file in logs)
    return {
        "traces": traces,
        "bytes": size,
        "sent_s": round(sent_s, 2),
        "imported_s": round(imported_s, 2),
        "MB_s": round(size / 1e6 / (sent_s + imported_s), 2),
        "worker_before_MB": round(memory.before / 1e6, 1),
        "worker_peak_MB": round(memory.peak / 1e6, 1),
        "again_s": round(again[1], 2),
        "restart_s": round(restarted(folder, port), 2),
    }


def imported(session: requests.Session, page: str, logs: list[Path]) -> tuple[float, float, int]:
    """The seconds until the files were there, from then until their traces were, and how many came new of the latest import."""
    began = time.perf_counter()
    for file in logs:
        send(session, page, file)
    sent = time.perf_counter()
    post(session, f"{page}begin/")
    while 'hx-trigger="every 1s"' in (rows := session.get(f"{page}rows/").text):
        time.sleep(0.1)
    new = re.findall(r'data-label="New">([\d,.]+)<', rows)
    count = sum(int(each.replace(",", "")) for each in new[: len(logs)])
    return sent - began, time.perf_counter() - sent, count


def restarted(folder: Path, port: int) -> float:
    """Seconds until a server that was stopped shows a page again."""
    began = time.perf_counter()
    env = {**os.environ, "VAR_DIR": str(folder / "var"), "LOG_LEVEL": "WARNING"}
    command = [sys.executable, "-W", "ignore", "manage.py", "start", str(folder), "-p", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL)
    try:
        while time.perf_counter() < began + 120:
            try:
                requests.get(f"http://127.0.0.1:{port}/accounts/login/", timeout=10).raise_for_status()
                return time.perf_counter() - began
            except requests.ConnectionError:
                time.sleep(0.02)
        raise SystemExit("the server did not start again")
    finally:
        process.terminate()
        process.wait(20)


def signed_in(site: str, email: str, password: str) -> requests.Session:
    session = requests.Session()
    session.get(f"{site}/accounts/login/")
    post(session, f"{site}/accounts/login/", login=email, password=password)
    return session


def post(session: requests.Session, address: str, **form: str) -> requests.Response:
    token = next(value for name, value in session.cookies.items() if "csrf" in name)
    reply = session.post(address, data={**form, "csrfmiddlewaretoken": token}, headers={"Referer": address})
    reply.raise_for_status()
    return reply


def send(session: requests.Session, page: str, logs: Path) -> None:
    token = next(value for name, value in session.cookies.items() if "csrf" in name)
    headers = {"X-CSRFToken": token, "Referer": page}
    begun = session.post(page, json={"name": logs.name, "size": logs.stat().st_size}, headers=headers)
    begun.raise_for_status()
    with logs.open("rb") as file:
        offset = 0
        while piece := file.read(PIECE):
            address = f"{page}{begun.json()['id']}/bytes/?offset={offset}"
            session.put(address, data=piece, headers=headers).raise_for_status()
            offset += len(piece)


class Memory:
    """The resident bytes of the worker's processes, looked at ten times a second."""

    def __init__(self) -> None:
        self.before = self.peak = sum(resident(pid) for pid in workers())
        self.ended = threading.Event()
        threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self) -> None:
        while not self.ended.wait(0.1):
            self.peak = max(self.peak, sum(resident(pid) for pid in workers()))


def workers() -> Iterator[int]:
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            command = path.read_bytes()
        except OSError:
            continue  # it ended
        if b"celery" in command and b"worker" in command:
            yield int(path.parent.name)


def resident(pid: int) -> int:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    return int(found[1]) * 1024 if found else 0


if __name__ == "__main__":
    main()
