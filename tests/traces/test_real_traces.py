"""The corpus of real logs in a project: imported twice, grown, and run more than once for one task."""

from collections import Counter
from pathlib import Path

import pytest

from apps.tenants.scope import scope
from apps.traces.models import Trace, TraceRevision
from apps.traces.prepared import prepare
from apps.traces.services import store
from tests.factories import make_organization, make_project
from tests.tracewright.convert.corpus import of_corpus, rows
from tests.tracewright.convert.whole import converted
from tracewright.records import Record

pytestmark = pytest.mark.django_db


def imported(folder: Path, project) -> list[str]:
    """Stores the corpus; the files, in the order in which it is listed, of which something was new."""
    order = {row.file: number for number, row in enumerate(rows())}
    new = []
    for run in sorted(converted(folder).runs, key=lambda run: order[run.rows[0].file]):
        for found in run.traces:
            made_by = (run.converter.name, run.converter.version, found.identity)
            record = Record(found.document, found.native, found.report.repairs, run.source.name, *made_by)
            if store(project=project, prepared=prepare(found.identity, record), goes_back=False).revision:
                new.append(run.rows[0].file)
    return new


@of_corpus
def test_the_corpus_imported_twice_changes_nothing_and_what_has_grown_is_a_revision(tmp_path):
    acme = make_organization()
    with scope(acme.pk):
        project = make_project(acme)
        assert imported(tmp_path / "first", project)
        known = Counter(Trace.objects.values_list("current__number", flat=True))
        states = Counter(row.group for row in rows() if row.group.startswith("grow"))
        assert (known.total(), known[2]) == (Trace.objects.count(), len(states))
        assert TraceRevision.objects.count() == known[1] + sum(states.values())
        assert imported(tmp_path / "second", project) == []
