"""`tracewright recoveries PATH...`: the errors in traces, and how each was recovered."""

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterable

from tracewright.cli.chosen import Told, converted, known
from tracewright.cli.inputs import opened
from tracewright.cli.output import visible
from tracewright.recovery import Recovery, recoveries


def add_arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "paths", nargs="+", metavar="PATH", help="logs: files, folders, patterns, - for standard input"
    )
    command.add_argument(
        "-f",
        "--format",
        type=known,
        metavar="NAME",
        help="their format; recognised without it",
    )
    command.add_argument("--json", action="store_true", help="every error with its recovery, one JSON object a line")


def run(options: argparse.Namespace) -> int:
    """0 only if every record was converted; what could be read is told all the same."""
    told = Told()
    found: list[Recovery] = []
    with opened(options.paths, told.problem) as inputs:
        for trace in converted(inputs, options.format, told):
            own = recoveries(trace.document)
            found += own
            if options.json:
                for each in own:
                    print(json.dumps({"trace": trace.identity, **each.as_json()}, ensure_ascii=False))
    if not options.json:
        _print_table(found)
    return told.end()


def _print_table(found: Iterable[Recovery]) -> None:
    """By tool: its errors, how many were recovered and how, and the distance that half of those needed at most."""
    by_tool = defaultdict[str, list[Recovery]](list)
    for each in found:
        by_tool[each.tool].append(each)
    print(
        f"{'tool':30} {'errors':>7} {'recovered':>10} {'correction':>11} {'retry':>6} {'human':>6} {'median distance':>16}"
    )
    for tool, own in sorted(by_tool.items(), key=lambda item: -len(item[1])):
        kinds = Counter(each.kind for each in own if each.kind)
        distances = sorted(each.distance for each in own if each.distance)
        median = str(distances[(len(distances) - 1) // 2]) if distances else "-"
        numbers = f"{kinds.total():>10} {kinds['correction']:>11} {kinds['retry']:>6} {kinds['human']:>6} {median:>16}"
        print(f"{visible(tool)[:30]:30} {len(own):>7} {numbers}")
