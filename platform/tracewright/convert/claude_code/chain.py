"""The tree of a session: the chain that was lived to its end, and the branches that were left."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from tracewright.convert.claude_code.entries import Entry
from tracewright.convert.place import text_at
from tracewright.convert.report import Report


class Branch(NamedTuple):
    """A branch that was left, in the order of the file. `fork` is the last message it shares, None at the very start."""

    fork: Entry | None
    entries: list[Entry]


class Anchor(NamedTuple):
    """Where an entry hangs: its nearest ancestor on the chain (itself if it is there, -1 if none is), and the top of
    the branch that it is in.
    """

    fork: int
    top: int


class Tree(NamedTuple):
    live: list[Entry]
    left: list[Branch]


def tree_of(entries: Sequence[Entry], report: Report) -> Tree:
    """Parts the messages of one speaker into the live chain and the branches left.

    The chain is walked from the last message back to the root. An entry without a parent, or whose parent is not there,
    goes on where the entry before it in the file ended: compaction and resuming cut the chain in that way.
    """
    parents = _parents(entries, report)
    chain = _chain(_last_message(entries), parents, entries, report)
    depths = {index: depth for depth, index in enumerate(chain)}
    anchors = _anchors(parents, chain)
    live = _with_queued(entries, _with_parallel_calls(entries, set(chain)), anchors)
    order = sorted(live, key=lambda index: (depths.get(anchors[index].fork, -1), index not in depths, index))
    return Tree(
        live=[entries[index] for index in order if entries[index].is_message],
        left=list(_branches(entries, live, anchors, chain)),
    )


def _parents(entries: Sequence[Entry], report: Report) -> list[int]:
    """The index of each entry's parent, -1 for the first root."""
    places: dict[str, int] = {}
    for index, entry in enumerate(entries):
        places.setdefault(entry.uuid, index)
    parents = []
    for index, entry in enumerate(entries):
        parent = places.get(entry.parent, index) if entry.parent else index
        if parent == index:
            parent = index - 1
            if entry.parent and index:
                report.mended["parents that are not there"] += 1
                report.warn(str(entry.place), "its parent is not there; it follows what stands before it")
        parents.append(parent)
    return parents


def _last_message(entries: Sequence[Entry]) -> int:
    said = (index for index, entry in enumerate(entries) if entry.is_message and not entry.is_queued)
    return max(said, default=-1)


def _chain(leaf: int, parents: Sequence[int], entries: Sequence[Entry], report: Report) -> list[int]:
    """The entries from the root to the leaf. A circle of parents is cut where it closes."""
    path = dict[int, None]()
    while leaf >= 0 and leaf not in path:
        path[leaf] = None
        leaf = parents[leaf]
    if leaf >= 0:
        report.mended["circles of parents"] += 1
        report.warn(str(entries[leaf].place), "is its own ancestor; the chain begins behind it")
    return list(reversed(path))


def _with_parallel_calls(entries: Sequence[Entry], chain: set[int]) -> set[int]:
    """The chain and what a parallel call hangs beside it: records of the same message, and results of its calls."""
    beside = [index for index, entry in enumerate(entries) if entry.is_message and index not in chain]
    if not beside:
        return chain
    messages = {entries[index].message_id for index in chain if entries[index].type == "assistant"} - {""}
    live = chain | {index for index in beside if entries[index].message_id in messages}
    called = {text_at(block.value, "id") for index in live for block in entries[index].calls()} - {""}
    return live | {
        index
        for index in beside
        if any(text_at(block.value, "tool_use_id") in called for block in entries[index].results())
        and entries[index].type == "user"
    }


def _with_queued(entries: Sequence[Entry], live: set[int], anchors: Mapping[int, Anchor]) -> set[int]:
    """Adds what was queued where it came in, unless that was on a branch that was left."""
    left = {
        anchors[index].top
        for index, entry in enumerate(entries)
        if entry.is_message and not entry.is_queued and index not in live
    }
    queued = (index for index, entry in enumerate(entries) if entry.is_queued)
    return live | {index for index in queued if anchors[index].top not in left}


def _anchors(parents: Sequence[int], chain: Iterable[int]) -> dict[int, Anchor]:
    children = defaultdict[int, list[int]](list)
    for index, parent in enumerate(parents):
        children[parent].append(index)
    anchors = {index: Anchor(index, index) for index in chain}
    starts = [(fork, child) for fork in chain for child in children[fork]]
    for fork, top in (*starts, *((-1, index) for index in range(len(parents)))):
        if top in anchors:
            continue
        anchor, waiting = Anchor(fork, top), [top]
        while waiting:
            index = waiting.pop()
            if index not in anchors:
                anchors[index] = anchor
                waiting += children[index]
    return anchors


def _branches(
    entries: Sequence[Entry], live: set[int], anchors: Mapping[int, Anchor], chain: Sequence[int]
) -> Iterator[Branch]:
    """One for each child of the chain that leads away from it; forks inside a branch stay in it."""
    left = defaultdict[Anchor, list[Entry]](list)
    for index, entry in enumerate(entries):
        if entry.is_message and index not in live:
            left[anchors[index]].append(entry)
    before = _last_messages(entries, chain)
    for anchor, found in left.items():
        yield Branch(before.get(anchor.fork), found)


def _last_messages(entries: Sequence[Entry], chain: Sequence[int]) -> dict[int, Entry]:
    """For each entry of the chain the message it is, or the last one before it: notices of progress are in the chain."""
    found: dict[int, Entry] = {}
    last = None
    for index in chain:
        last = entries[index] if entries[index].is_message else last
        if last is not None:
            found[index] = last
    return found
