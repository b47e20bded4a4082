"""How fast each format is converted and written, and in how much memory. Prints one JSON line for each.

TRACE_CORPUS names a folder of real logs with one folder for each format; without it the sessions of the example are read.
Each figure is the median of some runs, each in a process of its own, in turns with what it is compared to: `orjson.loads` of
the same bytes, and for Claude Code Potato's converter. ORJSON_PYTHON and POTATO_PYTHON are interpreters that have these; without
the first msgspec decodes instead, and without the second nothing is compared. Times are of reading, converting and writing JSON,
without imports.

--gigabytes 1 also converts a folder of that size, the sessions of the corpus again and again with fresh ids.
"""

import argparse
import json
import os
import re
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "platform"))

from tracewright import json_text  # noqa: E402
from tracewright.convert import ALIASES, CONVERTERS, detect  # noqa: E402
from tracewright.errors import TraceFormatError  # noqa: E402

EXAMPLE = ROOT / "examples" / "agent-traces" / "coding-session-repair" / "sessions"
POTATO = Path(__file__).parent / "peers" / "potato_convert.py"
LEAST_OF_POTATO = 0.7
MOST_MB = 300  # of memory, for a folder of any size
SESSION = re.compile(rb'"sessionId":\s*"([^"\\]+)"')
# Run by another interpreter: the files' names come on standard input. A file is one value, else a value on each line.
DECODE = """
import json, sys, time
try:
    from orjson import loads
    name = "orjson"
except ImportError:
    from msgspec.json import decode as loads
    name = "msgspec"
spent = size = 0
for path in json.load(sys.stdin):
    raw = open(path, "rb").read()
    for values in ([raw], [line for line in raw.split(b"\\n") if line.strip()]):
        began, good = time.perf_counter(), 0
        for value in values:
            try:
                loads(value)
                good += len(value)
            except ValueError:
                pass
        if good > len(raw) / 2:  # else it is text, of which a line may be a number
            spent += time.perf_counter() - began
            size += good
            break
print(json.dumps({"decoder": name, "s": spent, "bytes": size}))
"""


def main() -> None:
    options = arguments()
    if options.child:
        print(json.dumps(converted(options.child, [Path(path) for path in json.load(sys.stdin)])))
        return
    for name in options.formats or CONVERTERS:
        if files := files_of(name):
            print(json.dumps(compared(name, files, options.rounds)), flush=True)
    if options.gigabytes:
        print(json.dumps(folder_of(options.gigabytes)), flush=True)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--formats", nargs="*", metavar="NAME", help="of these only")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--gigabytes", type=float, default=0.0)
    parser.add_argument("--child", metavar="NAME", help=argparse.SUPPRESS)
    return parser.parse_args()


def files_of(name: str) -> list[Path]:
    """The files of the corpus's folders of that format which are recognised as such."""
    corpus = os.environ.get("TRACE_CORPUS")
    folders = [folder for folder in Path(corpus).iterdir() if folder.is_dir()] if corpus else [EXAMPLE]
    own = [folder for folder in folders if ALIASES.get(folder.name, folder.name) == name or not corpus]
    return sorted(path for folder in own for path in folder.rglob("*") if path.is_file() and is_of(path, name))


def is_of(path: Path, name: str) -> bool:
    try:
        return detect(path).name == name
    except TraceFormatError:  # of no format, or files of outcomes
        return False


def compared(name: str, files: list[Path], rounds: int) -> dict[str, Any]:
    """Megabytes a second, each with the ratio to what is measured beside it."""
    potato = os.environ.get("POTATO_PYTHON") if name == "claude_code" else None
    ours, bare, theirs = [], [], []
    for _ in range(rounds):
        ours.append(run([sys.executable, __file__, "--child", name], files))
        bare.append(run([os.environ.get("ORJSON_PYTHON", sys.executable), "-c", DECODE], files))
        if potato:
            theirs.append(run([potato, str(POTATO), name, *map(str, files)], files))
    result = {
        "benchmark": "convert",
        "format": name,
        "files": len(files),
        "mb": round(ours[0]["bytes"] / 1e6, 2),
        "traces": ours[0]["traces"],
        "not_converted": ours[0]["problems"],
        "mb_per_second": round(median(map(speed, ours)), 1),
        "peak_mb": max(each["rss"] for each in ours),
    }
    if bare[0]["bytes"]:  # else the format is no JSON
        result[f"{bare[0]['decoder']}_mb_per_second"] = round(median(map(speed, bare)), 1)
        result["ratio"] = ratio(ours, bare)
    if theirs:
        result |= {"potato_mb_per_second": round(median(map(speed, theirs)), 1), "ratio_to_potato": ratio(ours, theirs)}
        result["least_of_potato"] = LEAST_OF_POTATO
    return result


def run(command: list[str], files: list[Path]) -> dict[str, Any]:
    names = json.dumps([str(path) for path in files])
    done = subprocess.run(command, input=names, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def speed(measured: dict[str, Any]) -> float:
    return float(measured["bytes"] / 1e6 / measured["s"]) if measured["s"] else 0.0


def ratio(ours: list[dict[str, Any]], theirs: list[dict[str, Any]]) -> float:
    """The median of the ratios of each pair: what else the machine did fell on both."""
    return round(median(speed(our) / speed(their) for our, their in zip(ours, theirs, strict=True)), 2)


def converted(name: str, files: list[Path]) -> dict[str, Any]:
    """In this process: each trace is converted and written to nowhere."""
    problems: list[TraceFormatError] = []
    traces, converter = 0, CONVERTERS[name]
    with Path(os.devnull).open("w", encoding="utf-8") as out:
        began = time.perf_counter()
        for source in converter.sources(files):
            for found in converter.convert(source, problems.append):
                out.write(json_text.compact_line(found.document))
                traces += 1
        spent = time.perf_counter() - began
    size = sum(path.stat().st_size for path in files)
    rss = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    return {"s": spent, "bytes": size, "traces": traces, "problems": len(problems), "rss": rss}


def folder_of(gigabytes: float) -> dict[str, Any]:
    """A folder of that size, made for this and gone afterwards."""
    with TemporaryDirectory(prefix="tracewright-bench-") as folder:
        files = list(repeated(files_of("claude_code"), Path(folder), int(gigabytes * 1e9)))
        measured = run([sys.executable, __file__, "--child", "claude_code"], files)
    return {
        "benchmark": "convert folder",
        "format": "claude_code",
        "gb": round(measured["bytes"] / 1e9, 2),
        "files": len(files),
        "traces": measured["traces"],
        "mb_per_second": round(speed(measured), 1),
        "peak_mb": measured["rss"],
        "limit_mb": MOST_MB,
    }


def repeated(sessions: list[Path], folder: Path, size: int) -> Iterator[Path]:
    """Copies of the sessions, round after round; each round has ids of its own."""
    number = 0
    while size > 0:
        target = folder / str(number)
        target.mkdir()
        for path in sessions:
            raw = SESSION.sub(rb'"sessionId":"%08d-\1"' % number, path.read_bytes())
            (target / path.name).write_bytes(raw)
            yield target / path.name
            size -= len(raw)
        number += 1


if __name__ == "__main__":
    main()
