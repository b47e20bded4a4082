"""The pipeline's own speed on SQLite: import, claim and submit, export; one JSON line, with each as a ratio to the import."""

import json
import os
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
TRACES, STEPS, TEXT = 500, 20, "web_search(query='the weather in Oslo tomorrow morning')" * 10


def main() -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from apps.exports.records import answered
    from tests.factories import import_project, make_member, make_organization, submit
    from tracewright.export import export, exporter_of

    call_command("migrate", verbosity=0)
    acme = make_organization()
    items = [
        {"id": f"t{n}", "task": "x", "steps": [{"action": f"{n} {TEXT}"} for _ in range(STEPS)]} for n in range(TRACES)
    ]
    seconds = {}
    began = time.perf_counter()
    project = import_project(acme, items=items)
    seconds["import"] = time.perf_counter() - began
    member = make_member(acme)
    edits = [{"step": "0", "pointer": "/action", "text": "better", "reason": "x"}]
    began = time.perf_counter()
    for _ in range(TRACES):
        submit(project, member, {"fix": {"edits": edits}})
    seconds["claim and submit"] = time.perf_counter() - began
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as out:
        export(exporter_of("trajectory_correction"), answered(project, timezone.now()), Path(out))
    seconds["export"] = time.perf_counter() - began
    print(
        json.dumps(
            {
                "benchmark": "pipeline",
                "traces": TRACES,
                "milliseconds a trace": {name: round(1000 * value / TRACES, 2) for name, value in seconds.items()},
                "ratio to import": {name: round(value / seconds["import"], 2) for name, value in seconds.items()},
            }
        )
    )


if __name__ == "__main__":
    main()
