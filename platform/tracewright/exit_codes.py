"""Exit codes other than 0 that tell of no failure of who ran the command: nothing is found, files differ, tests are red.

A line has the exit code of its last command. What cannot be parsed, as many a here-document, is taken for a failure.
"""

import re
import shlex
from itertools import groupby
from typing import Any

from tracewright.display.outputs import exit_status, output_text

MAX_CHARS = 4_000  # of a line that is parsed: shlex is slow
WORDS = 4  # in which a command says that it runs tests: `npm run test`, `python -m pytest`

_SEARCHES = {"grep", "egrep", "fgrep", "zgrep", "rg", "test", "["}  # 1: nothing is found, or it is not so
_COMPARISONS = {"diff", "cmp"}  # 1: they differ, which is what they then print
_BEFORE = re.compile(r"\w+=.*|sudo|command|time|git", re.DOTALL)  # `git grep` and `git diff` end as grep and diff do
_SEPARATORS = set(";&|\n()")
# What agents write around the output of a shell: Claude Code, Codex, Gemini CLI, mini-swe-agent, OpenHands, Cline.
_AROUND = re.compile(
    r"^[ \t]{0,8}(?:(?:Error: )?Exit code:? -?\d+|Process exited with code .*|Command executed\b.*|\(no output\)"
    r"|(?:Chunk ID|Wall time|Original token count|Command|Directory|Signal|Background PIDs|Process Group PGID): .*"
    r"|(?:Output|Stdout|Stderr|Error): ?(?:\((?:empty|none)\))?|</?output>|<returncode>.*"
    r"|\[(?:The command completed|Current working directory|Python interpreter|exit code)\b.*)\r?$",
    re.MULTILINE | re.IGNORECASE,
)
_TESTS = re.compile(
    r"py\.?test|unittest|tests?(?:[:_-][\w:-]*)?|runtests\.py|jest|vitest|mocha|rspec|phpunit|tox|nox|ctest"
)
_LINTERS = re.compile(r"(?:\w+-)*lint(?:[:_-][\w:-]*)?|ruff|eslint|flake8|pylint|mypy|pyright|shellcheck|rubocop")
_RED = re.compile(
    r"^[ \t]{0,8}(?:--- FAIL|FAIL|FAILED|FAILURES)\b|\b[1-9]\d* (?:failed|failing)\b|\bFAILED \(|result: FAILED", re.M
)
_NOT_RUN = re.compile(
    r"\[(?:build|setup) failed\]|errors? during collection|no tests ran|could not compile|SyntaxError"
)


def is_benign(command: str, output: Any, exit_code: Any = None) -> bool:
    """Whether a search found nothing (exit code 1, no output), or a comparison a difference (exit code 1).

    >>> is_benign("cd /a && grep -n 'x|y' b.py", "Exit code 1"), is_benign("grep x b.py", "Exit code 2\\nno such file")
    (True, False)
    """
    if exit_status(output, exit_code) != 1:
        return False
    program = next(iter(_last_command(command)), "")
    return program in _COMPARISONS or (program in _SEARCHES and not _AROUND.sub("", output_text(output)).strip())


def red_check(command: str, output: Any, exit_code: Any = None) -> str:
    """The tests or the linter that ran, and show that something is to be mended, by their first three words; "" for no such run.

    Tests that could not run, as for want of their folder, show nothing.

    >>> red_check("cd /a && go test ./b", "Exit code 1\\n--- FAIL: TestB"), red_check("go test ./b", "Exit code 1\\nno folder")
    ('go test ./b', '')
    """
    words = _last_command(command)
    text = output_text(output)
    if _names(_TESTS, words):
        is_red = bool(_RED.search(text)) and not _NOT_RUN.search(text)
    else:
        is_red = _names(_LINTERS, words) and exit_status(output, exit_code) == 1
    return " ".join(words[:3]) if is_red else ""


def _names(programs: re.Pattern[str], words: list[str]) -> bool:
    return any(programs.fullmatch(word.rpartition("/")[2]) for word in words[:WORDS])


def _last_command(line: str) -> list[str]:
    """The words of the command that ends a line, without what stands before its program; [] for a line that is no such."""
    if len(line) > MAX_CHARS:
        return []
    lexer = shlex.shlex(line, posix=True, punctuation_chars="();<>|&\n")
    lexer.whitespace, lexer.commenters = " \t\r", ""
    try:
        commands = [list(words) for ends, words in groupby(lexer, lambda word: set(word) <= _SEPARATORS) if not ends]
    except ValueError:  # a quotation that is not closed
        return []
    words = commands[-1] if commands else []
    while words and _BEFORE.fullmatch(words[0]):
        words = words[1:]
    return [words[0].rpartition("/")[2], *words[1:]] if words else []
