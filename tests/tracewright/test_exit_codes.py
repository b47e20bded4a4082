"""Which exit codes other than 0 tell of no failure."""

import pytest

from tracewright.exit_codes import is_benign, red_check

# As mini-swe-agent, Codex, Gemini CLI and OpenHands write it.
NOTHING = [
    "<returncode>1</returncode>\n<output>\n</output>",
    "Exit code: 1\nWall time: 0.1 seconds\nOutput:\n",
    "Chunk ID: 91\nWall time: 0.05 seconds\nProcess exited with code 1\nOriginal token count: 0\nOutput:",
    '{"output": "", "metadata": {"exit_code": 1}}',
    "Output: (empty)\nError: (none)\nExit Code: 1\nProcess Group PGID: 7",
    "[The command completed with exit code 1.]\n[Current working directory: /a]",
]


@pytest.mark.parametrize("output", NOTHING)
def test_a_search_that_finds_nothing_is_benign_however_its_output_is_wrapped(output: str) -> None:
    assert is_benign("rg foo src", output)


@pytest.mark.parametrize(
    "command",
    ["cd /a && grep 'x;y' b", "A=1 /usr/bin/rg x", "cat a | grep x 2>&1", "git grep x", "[ -f a ]", "ls\ngrep x b"],
)
def test_the_last_command_of_a_line_has_its_exit_code(command: str) -> None:
    assert is_benign(command, "", 1)


@pytest.mark.parametrize("command", ["grep x b && make", "make", "echo grep", "grep 'x", "", "cat grep.txt"])
def test_of_other_programs_an_exit_code_is_a_failure(command: str) -> None:
    assert not is_benign(command, "", 1)


def test_a_search_that_could_not_search_is_a_failure() -> None:
    assert not is_benign("grep x b", "grep: b: No such file or directory", 2)
    assert not is_benign("grep x b", "bash: cd: /a: No such file or directory", 1)


def test_files_that_differ_are_no_failure_though_that_is_printed() -> None:
    assert is_benign("diff -u a b", "<returncode>1</returncode>\n<output>\n-x\n+y\n</output>")
    assert not is_benign("diff a b", "diff: b: No such file or directory", 2)


@pytest.mark.parametrize(
    ("command", "output"),
    [
        ("cd a && python -m pytest -x", "1 failed, 3 passed"),
        ("npm run test:unit", "Tests: 2 failed"),
        ("go test ./a 2>&1", "--- FAIL: TestA"),
        ("cargo test", "test result: FAILED. 1 passed"),
        ("mise run lint", "a.go:3:1: unused"),
    ],
)
def test_red_tests_and_linters_are_known_by_their_programs(command: str, output: str) -> None:
    assert red_check(command, output, 1)


@pytest.mark.parametrize(
    ("command", "output", "code"),
    [
        ("go test ./a", "FAIL ./a [build failed]", 1),
        ("pytest", "ERROR: 2 errors during collection", 2),
        ("ruff check", "error: no such option", 2),
        ("make", "2 failed", 1),
    ],
)
def test_what_could_not_run_or_is_no_test_is_not_red(command: str, output: str, code: int) -> None:
    assert red_check(command, output, code) == ""
