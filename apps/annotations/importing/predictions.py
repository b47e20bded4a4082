"""Predictions that come with a Potato project: in its records, and in the marks of answers that began as a model's."""

from collections.abc import Mapping, Sequence
from typing import Any

from apps.annotations.models import PredictionSource
from apps.annotations.predictions import Given, store_predictions
from apps.projects.models import Project
from apps.schemes.models import Scheme
from apps.traces.models import TraceRevision
from apps.traces.services import Stored
from tracewright.potato import OfItem
from tracewright.predictions import of_marks
from tracewright.schemes import Answer

UNNAMED_MODEL = "imported"  # Potato keeps no name of the model whose marks come with answers
Schemes = Mapping[str, Scheme]  # by name


def predict_for(project: Project, stored: Stored, said: Sequence[OfItem], schemes: Schemes) -> int:
    """Keep what a record predicts, of the newest revision of its trace; how many are new."""
    revision = stored.revision or stored.trace.current
    if revision is None:
        return 0
    return _keep(
        project,
        [Given(revision, schemes[each.scheme], each.model, each.model_version, each.predicted) for each in said],
    )


def predict_from_marks(project: Project, revision: TraceRevision, given: Mapping[str, Answer], schemes: Schemes) -> int:
    """Keep what a model had suggested where these answers were given; their marks tell, but not which model it was."""
    found = []
    for name, answer in given.items():
        version: Any = schemes[name].current
        said = of_marks(answer) if version.kind == "process_reward" else None
        if said:
            found.append(Given(revision, schemes[name], UNNAMED_MODEL, "", said))
    return _keep(project, found)


def _keep(project: Project, given: Sequence[Given]) -> int:
    if not given:
        return 0
    return store_predictions(project=project, given=given, source=PredictionSource.IMPORT, by=None)
