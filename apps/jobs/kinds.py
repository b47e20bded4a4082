"""The sorts of background work. Later apps register theirs in `AppConfig.ready`; workers and pages know this registry only."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Any

from tracewright.errors import TracewrightError

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from apps.jobs.models import Job

JOB_KINDS: dict[str, JobKind] = {}
Report = dict[str, Any]


class UnknownJobKind(TracewrightError):
    """A job names a kind that no installed app registered."""


class JobKind:
    """One sort of work. A subclass names itself, cuts a job into shards and does them.

    plan, total, work and finish run outside any tenant scope: open `scope(job.organization_id)` around each read and each
    write, close it before you yield, and keep files, conversion and model calls outside. Then no transaction outlives a
    moment and progress is seen at once.

    A worker may die anywhere, so whatever `work` writes it must be able to write again (update_or_create, a file named by
    job and shard). Shards run in order of their index, one at a time; a later one may read the results of earlier ones.
    """

    name: str
    title: str | _StrPromise  # "Export of corrections": shown where a job has no title of its own

    def plan(self, job: Job) -> int:
        """The number of shards, asked once before the first. Cut so that one takes seconds, not hours; 0 is allowed."""
        raise NotImplementedError

    def total(self, job: Job) -> int | None:
        """Units of the whole job (traces, records) for the progress bar; None while that is not known.

        Asked after the planning and after each shard, which may have found it out.
        """
        return None

    def work(self, job: Job, index: int) -> Generator[int, None, Report | None]:
        """Do shard `index` (from 0), yielding the units done so far in it; the return value is kept as the shard's result.

        Yield at least every few seconds: only then is the lease renewed and a cancel heard. Raise a TracewrightError or a
        ValidationError for what a person must mend (the job fails at once, with these words); anything else is tried
        again, three times in all.
        """
        raise NotImplementedError

    def finish(self, job: Job, results: list[Report]) -> Report:
        """Join the shards' results, by index, into the job's. Must end within one lease: long joining is a last shard."""
        return {}

    def link(self, job: Job) -> str | None:
        """The page where the job was asked for and its result is seen; called in the scope of a request."""
        return None


def register(kind: JobKind) -> None:
    """Make the kind known to this process; raises ValueError when another has its name."""
    if kind.name in JOB_KINDS:
        raise ValueError(f"two job kinds are called {kind.name!r}: {JOB_KINDS[kind.name]!r} and {kind!r}")
    JOB_KINDS[kind.name] = kind


def kind_named(name: str) -> JobKind:
    if name not in JOB_KINDS:
        raise UnknownJobKind(
            f"job kind {name!r}", f"not known here; known are {', '.join(sorted(JOB_KINDS)) or 'none'}"
        )
    return JOB_KINDS[name]
