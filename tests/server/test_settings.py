"""Settings come from the environment, are all documented, and refuse what cannot be meant."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from server import env

ROOT = Path(__file__).parent.parent.parent
SETTINGS = ROOT / "platform" / "server" / "settings.py"
PAGE = ROOT / "docs" / "operations" / "settings.md"


def read_by_the_code() -> set[str]:
    """NAME of every env.text("NAME"), env.flag("NAME") and so on."""
    calls = [node for node in ast.walk(ast.parse(SETTINGS.read_text())) if isinstance(node, ast.Call)]
    ours = [call for call in calls if isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) == "env"]
    return {ast.literal_eval(call.args[0]) for call in ours}


def test_the_page_lists_exactly_what_the_code_reads() -> None:
    assert set(re.findall(r"^\| `([A-Z_]+)` \|", PAGE.read_text(), re.MULTILINE)) == read_by_the_code()


def test_without_a_secret_key_no_process_starts(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SECRET_KEY")}
    environment |= {"VAR_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "server.settings"}
    command = [sys.executable, "manage.py", "check"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "Set SECRET_KEY (or SECRET_KEY_FILE)" in done.stderr


@pytest.mark.parametrize("value", ["yes", "true", "1", ""])
def test_a_switch_is_true_or_false(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEBUG", value)
    with pytest.raises(ImproperlyConfigured, match=f"DEBUG is '{value}'; it is either True or False"):
        env.flag("DEBUG")


@pytest.mark.parametrize("value", ["0", "-3", "ten", "1.5", ""])
def test_a_number_is_whole_and_not_below_its_least(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INVITATION_DAYS", value)
    with pytest.raises(ImproperlyConfigured, match=f"INVITATION_DAYS is '{value}'"):
        env.number("INVITATION_DAYS", 14, least=1)


def test_a_choice_names_what_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOG_LEVEL", "LOUD")
    with pytest.raises(ImproperlyConfigured, match="one of INFO, ERROR"):
        env.choice("LOG_LEVEL", "INFO", ("INFO", "ERROR"))


def test_a_secret_is_read_from_a_mounted_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "key").write_text("mounted\n")
    monkeypatch.setenv("SECRET_KEY_FILE", str(tmp_path / "key"))
    assert env.text("SECRET_KEY") == "mounted"


def test_a_list_drops_spaces_and_empty_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLOWED_HOSTS", "a.example, b.example,,")
    assert env.names("ALLOWED_HOSTS") == ["a.example", "b.example"]
