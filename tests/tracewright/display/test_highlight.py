from pathlib import Path
from time import process_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tracewright.strategies import json_values
from tracewright.display.highlight import highlighted, language_of

LANGUAGES = [
    "python",
    "javascript",
    "tsx",
    "jsx",
    "go",
    "rust",
    "bash",
    "yaml",
    "json",
    "html",
    "css",
    "sql",
    "markdown",
    "c",
]
SIGNS = st.text(st.sampled_from("ab1 \n\r\t\"'`#/*<>{}()[]:;=$\\-é🎈\u2028\x0c\ufeff"), max_size=60)


@given(SIGNS | st.text(), st.sampled_from([*LANGUAGES, "", "diff", "toml", "docker", "unknown"]))
def test_joined_spans_are_the_lines(code: str, language: str) -> None:
    lines = highlighted(code, language)
    assert ["".join(text for text, _ in line) for line in lines] == code.split("\n")
    assert {voice for line in lines for _, voice in line} <= {"", "word", "text", "number", "note"}


def test_four_voices_are_told_apart() -> None:
    spans = [span for line in highlighted("def f():\n    return 'a' + 1  # why", "python") for span in line]
    assert [(text, voice) for text, voice in spans if voice] == [
        ("def", "word"),
        ("return", "word"),
        ("'a'", "text"),
        ("1", "number"),
        ("# why", "note"),
    ]


def test_a_text_over_lines_has_its_voice_on_each() -> None:
    assert highlighted('"""a\nb"""', "python") == [[['"""a', "text"]], [['b"""', "text"]]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_of_the_table_is_known(language: str) -> None:
    assert language_of("x", language) == language


@pytest.mark.parametrize(
    ("path", "given_language", "content", "expected"),
    [
        ("a.py", None, "", "python"),
        ("a.unknown", "python", "", "python"),
        ("a.py", "klingon", "", "python"),
        ("a.py", "Rust", "", "rust"),
        ("A.YML", "", "", "yaml"),
        ("Dockerfile", None, "", "docker"),
        ("x.dockerfile", None, "", "dockerfile"),
        ("src/lib.zig", None, "", "zig"),
        ("run", None, "#!/bin/sh\nls", "bash"),
        ("run", None, "#!/usr/bin/env -S node\n", "javascript"),
        ("notes.txt", None, "", ""),
        ("", None, "", ""),
        (None, 3, "", ""),
        ("x" * 10_000, "y" * 10_000, "", ""),
    ],
)
def test_the_language_is_the_given_one_or_told_by_the_file(
    path: Any, given_language: Any, content: str, expected: str
) -> None:
    assert language_of(path, given_language, content) == expected


@given(json_values, json_values)
def test_no_value_is_refused(path: Any, language: Any) -> None:
    assert isinstance(language_of(path, language), str)


def test_large_texts_and_long_lines_are_plain() -> None:
    assert highlighted("x = 1\n" * 20_000, "python")[0] == [["x = 1", ""]]
    assert highlighted("x = 1" + " " * 5000, "python") == [[["x = 1" + " " * 5000, ""]]]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", ["(" * 99, '"' * 99, "/*" * 50, "<a " * 33, "${" * 49, "a" * 99], ids=range(6))
def test_text_of_one_sign_takes_no_time(language: str, text: str) -> None:
    started = process_time()
    highlighted(f"{text}\n" * 300, language)
    assert process_time() - started < 5


def test_a_file_of_ours_is_read_whole() -> None:
    code = Path(__file__).read_text(encoding="utf-8")
    assert any(voice == "word" for line in highlighted(code, "python") for _, voice in line)
