"""Terminal output as spans of text and style: what a terminal would show in the end, without its escape sequences.

A span: ["FAILED", "red bold"]. The style names a colour (black, red, green, yellow, blue, magenta, cyan, white, or one of
these behind "bright-"), then any of bold, dim, italic, underline and inverse; "" is plain. Other colours become the nearest
of the sixteen. Backgrounds are left out: the terminal of the page has a ground of its own.

Sequences as in ECMA-48 (CSI, OSC, DCS) and xterm's 256 and direct colours.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

# Beyond these a text is shown without styles: escapes cost time here, and each span a node in the page.
MAX_CHARS = 1_000_000
MAX_SPANS = 4000
# How far a sequence may move right of what is written; a line is not longer for a number in a sequence.
_MAX_COLUMN = 1000
_MAX_PARAMETERS = 32
# Characters that a text may erase from the line's begin: each sequence may blank a long line once more.
_MAX_ERASED = 500_000

_SEQUENCE = (
    r"\x1b\[([0-?]*)[ -/]*([@-~])?"  # CSI, also when it was cut
    r"|\x1b\][^\x07\x1b\n]*(?:\x07|\x1b\\)?"  # OSC: titles, links
    r"|\x1b[PX^_][^\x1b\n]*(?:\x1b\\)?"  # DCS, SOS, PM, APC
    r"|\x1b[ -/]*[0-~]?"  # two characters, and an escape alone
)
_TOKENS = re.compile(rf"{_SEQUENCE}|[\r\b\x07]|[^\x1b\r\b\x07]+")
_DROPPED = re.compile(rf"{_SEQUENCE}|[\b\x07]")
_MOVES = re.compile(r"[\b\r]|\x1b\[[0-?]*[GKCD]")
# The escape character written out, as some programs that write JSON leave it. Only what sets a style or erases a line is
# taken for a sequence: other text may speak of escapes.
_WRITTEN_OUT = re.compile(r"\\(?:u001[bB]|x1[bB])(?=\[[\d;]*[mK])")

_COLOURS = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")
_NAMES = (*_COLOURS, *(f"bright-{colour}" for colour in _COLOURS))
# xterm's own values of the sixteen.
_RGB = (
    (0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (0, 0, 238), (205, 0, 205), (0, 205, 205), (229, 229, 229),
    (127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0), (92, 92, 255), (255, 0, 255), (0, 255, 255), (255, 255, 255),
)  # fmt: skip
_SET = {1: "bold", 2: "dim", 3: "italic", 4: "underline", 7: "inverse"}
_UNSET = {21: {"bold"}, 22: {"bold", "dim"}, 23: {"italic"}, 24: {"underline"}, 27: {"inverse"}}

Span = list[str]


def spans(text: str) -> list[Span]:
    r"""The spans of the text; neighbours differ in style, and joined they are the text that a terminal leaves.

    A carriage return and an erased line overwrite what stands there, so a progress bar is its last state. Cursor movements
    between lines are dropped. Texts above a megabyte and with more than 4,000 spans come as one plain span.

    >>> spans("\x1b[1;31mFAILED\x1b[0m tests")
    [['FAILED', 'red bold'], [' tests', '']]
    >>> spans("10%\r100%\n")
    [['100%\n', '']]
    """
    if "\x1b" not in text:
        text = _WRITTEN_OUT.sub("\x1b", text)
    if len(text) > MAX_CHARS:
        return [[_without_sequences(text), ""]]
    terminal = _Terminal()
    for position, line in enumerate(text.split("\n")):
        if position:
            terminal.put("\n")
        terminal.write(line.removesuffix("\r"))
    if terminal.erased > _MAX_ERASED:
        return [[_without_sequences(text), ""]]
    found = [["".join(pieces), style] for pieces, style in terminal.runs]
    return found if len(found) <= MAX_SPANS else [["".join(text for text, _ in found), ""]]


@dataclass
class _Terminal:
    """What is written, and the style in force, which outlives the lines."""

    runs: list[tuple[list[str], str]] = field(default_factory=list)
    colour: str = ""
    flags: set[str] = field(default_factory=set)
    style: str = ""
    erased: int = 0

    def write(self, line: str) -> None:
        if _MOVES.search(line):
            for text, style in _joined(self.cells(line)):
                self.put(text, style)
            return
        for token in _TOKENS.finditer(line):
            if token[2] == "m":
                self.set_style(token[1])
            elif token[0][0] not in "\x1b\x07":
                self.put(token[0], self.style)

    def put(self, text: str, style: str = "") -> None:
        """A line end takes the style before it, so that it begins no span."""
        if self.runs and (text == "\n" or self.runs[-1][1] == style):
            self.runs[-1][0].append(text)
        elif text:
            self.runs.append(([text], style))

    def cells(self, line: str) -> list[Span]:
        """One [character, style] for each column of a line on which the cursor goes back."""
        cells: list[Span] = []
        column = 0
        for token in _TOKENS.finditer(line):
            text, last = token[0], token[2]
            if last == "m":
                self.set_style(token[1])
            elif last == "K":
                self.erased += column if token[1] == "1" else 0
                if self.erased <= _MAX_ERASED:
                    _erase(cells, column, token[1])
            elif last in ("G", "C", "D") and last:
                by = _number(token[1], 1)
                column = {"G": by - 1, "C": column + by, "D": column - by}[last]
                column = max(0, min(column, len(cells) + _MAX_COLUMN))
            elif text == "\r":
                column = 0
            elif text == "\b":
                column = max(0, column - 1)
            elif text[0] not in "\x1b\x07":
                cells.extend([" ", ""] for _ in range(column - len(cells)))
                cells[column : column + len(text)] = [[character, self.style] for character in text]
                column += len(text)
        return cells

    def set_style(self, parameters: str) -> None:
        numbers = _parameters(parameters)
        for number in numbers:
            if number == 0:
                self.colour = ""
                self.flags.clear()
            elif number in _SET:
                self.flags.add(_SET[number])
            elif number in _UNSET:
                self.flags -= _UNSET[number]
            elif 30 <= number <= 37:
                self.colour = _NAMES[number - 30]
            elif 90 <= number <= 97:
                self.colour = _NAMES[number - 90 + 8]
            elif number == 39:
                self.colour = ""
            elif number in (38, 48):
                colour = _extended(numbers)
                self.colour = colour if colour and number == 38 else self.colour
        words = [self.colour, *(flag for flag in _SET.values() if flag in self.flags)]
        self.style = " ".join(word for word in words if word)


def _without_sequences(text: str) -> str:
    """The text of a line behind its last carriage return; the rest of what `spans` does would take too long."""
    lines = _DROPPED.sub("", text).split("\n")
    return "\n".join(line.removesuffix("\r").rpartition("\r")[2] for line in lines)


def _joined(cells: list[Span]) -> Iterator[tuple[str, str]]:
    start = 0
    for end in range(1, len(cells) + 1):
        if end == len(cells) or cells[end][1] != cells[start][1]:
            yield "".join(character for character, _ in cells[start:end]), cells[start][1]
            start = end


def _erase(cells: list[Span], column: int, parameter: str) -> None:
    """EL: from the cursor on (0), up to it (1), or all of the line (2)."""
    how = _number(parameter, 0)
    if how == 0:
        del cells[column:]
    elif how == 1:
        cells[: column + 1] = [[" ", ""] for _ in cells[: column + 1]]
    elif how == 2:
        cells.clear()


def _number(text: str, default: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else default


def _parameters(text: str) -> Iterator[int]:
    """Numbers between ";", or ":" as in "38:2::255:0:0"; one left out is 0, what is none is skipped."""
    if text[:1] in ("<", "=", ">", "?"):  # private: "\x1b[>4;2m" sets no style
        return
    for group in text.split(";")[:_MAX_PARAMETERS]:
        parts = group.split(":")
        if parts[0] in ("38", "48") and len(parts) > 2:
            parts = [*parts[:2], *(parts[-3:] if parts[1] == "2" else parts[2:3])]
        elif len(parts) > 1:  # "4:3" is a curly underline, "4:0" none
            parts = ["24"] if parts[:2] == ["4", "0"] else parts[:1]
        yield from (_number(part or "0", -1) for part in parts)


def _extended(numbers: Iterator[int]) -> str:
    """The colour behind 38 or 48: 5 and one of 256, or 2 and its red, green and blue; "" for what is neither."""
    kind = next(numbers, -1)
    if kind == 5:
        return _of_256(next(numbers, -1))
    if kind == 2:
        return _nearest(next(numbers, -1), next(numbers, -1), next(numbers, -1))
    return ""


def _of_256(number: int) -> str:
    if not 0 <= number <= 255:
        return ""
    if number < 16:
        return _NAMES[number]
    if number >= 232:
        return _nearest(*[8 + 10 * (number - 232)] * 3)
    levels = (0, 95, 135, 175, 215, 255)
    cube = number - 16
    return _nearest(levels[cube // 36], levels[cube // 6 % 6], levels[cube % 6])


@lru_cache(maxsize=4096)
def _nearest(red: int, green: int, blue: int) -> str:
    distances = [(red - r) ** 2 + (green - g) ** 2 + (blue - b) ** 2 for r, g, b in _RGB]
    return _NAMES[distances.index(min(distances))]
