"""The commands of docs/how-to, run as they stand there against a running server."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from apps.assignments.models import Assignment
from apps.tenants.models import Role
from apps.tenants.scope import scope
from tests.factories import import_project, make_member, make_organization, make_token

HOW_TO = Path(__file__).parent.parent.parent / "docs" / "how-to"
pytestmark = pytest.mark.django_db(transaction=True)


def commands(page: str) -> str:
    return "\n".join(re.findall(r"^```bash\n(.*?)^```", (HOW_TO / page).read_text(), re.MULTILINE | re.DOTALL))


def test_annotate_by_script(live_server):
    acme = make_organization()
    import_project(acme)
    nightly, jonas = make_member(acme, name="nightly", login=False), make_member(acme, Role.REVIEWER, "Jonas")
    environment = {"SITE": live_server.url, "TOKEN": make_token(nightly), "REVIEWER_TOKEN": make_token(jonas)}
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", commands("annotate-by-script.md")],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    with scope(acme.pk):
        assert sorted(Assignment.objects.values_list("state", flat=True)) == ["skipped", "submitted"]
    assert done.stdout.count('"annotator": "nightly"') == 1
