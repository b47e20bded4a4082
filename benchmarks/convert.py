"""How fast each converter reads, against decoding the same lines and nothing else. Prints one JSON line a format.

TRACE_CORPUS names a folder of real logs with one folder for each format; without it, the sessions of the example are read.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "platform"))

from tracewright.convert import CONVERTERS, Converter  # noqa: E402
from tracewright.errors import TraceFormatError  # noqa: E402

EXAMPLE = ROOT / "examples" / "agent-traces" / "coding-session-repair" / "sessions"


def files_of(name: str) -> list[Path]:
    corpus = os.environ.get("TRACE_CORPUS")
    folder = Path(corpus) / name if corpus else EXAMPLE
    return sorted(path for path in folder.rglob("*.jsonl") if path.is_file())


def convert(converter: Converter, files: list[Path]) -> None:
    problems: list[TraceFormatError] = []
    for source in converter.sources(files):
        for _ in converter.convert(source, problems.append):
            pass


def decode(lines: list[bytes]) -> None:
    for line in lines:
        try:
            msgspec.json.decode(line)
        except msgspec.DecodeError:
            continue


def seconds(work: Callable[[], None], rounds: int = 5) -> float:
    """The best of some rounds, in CPU time: others may work on the machine."""
    took = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        took.append(time.process_time() - start)
    return min(took)


def main() -> None:
    for name, converter in CONVERTERS.items():
        files = files_of(name)
        lines = [line for path in files for line in path.read_bytes().split(b"\n") if line]
        megabytes = sum(path.stat().st_size for path in files) / 1e6
        ours = megabytes / seconds(lambda converter=converter, files=files: convert(converter, files))
        bare = megabytes / seconds(lambda lines=lines: decode(lines))
        result = {"files": len(files), "mb": round(megabytes, 1), "mb_per_second": round(ours), "decode": round(bare)}
        print(json.dumps({"benchmark": "convert", "format": name, **result, "ratio": round(ours / bare, 2)}))


if __name__ == "__main__":
    main()
