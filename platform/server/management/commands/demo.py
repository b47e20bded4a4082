import shutil
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from apps.jobs.models import Job
from apps.tenants import lookups
from server.demo import answering, making
from server.demo.people import ORGANIZATION, PASSWORD, PEOPLE
from server.local import CannotServe
from server.local.environment import write_env
from server.local.only_one import only_one
from server.local.processes import children, wait_for_web
from server.supervisor import PortInUse, Supervisor, refuse_used_port

EXPORT_SECONDS = 120  # far more than it takes; then something is wrong and is said


class Command(BaseCommand):
    help = "Make a demo organization (once), run it on SQLite and serve it on the loopback until Ctrl-C."
    requires_system_checks: list[str] = []  # said below, step by step

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, **options: Any) -> None:
        folder, port = Path(settings.VAR_DIR), options["port"]
        if not 0 < port < 65536:
            raise CommandError(f"PORT={port} is no port; choose one from 1 to 65535.")
        try:
            with only_one(folder, port, "A demo"):
                self._run(folder, port)
        except PortInUse as error:
            raise CommandError(f"{error} For example: make demo PORT={port + 1}") from error
        except CannotServe as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            self._say("Stopped.")

    def _run(self, folder: Path, port: int) -> None:
        processes = children(port)
        for child in processes:
            refuse_used_port(child)  # before a minute's work, not after it
        supervisor = Supervisor(processes, self._say_child)
        is_ready = folder / "ready"
        if not is_ready.exists():
            self._clear_half_made(folder)
        self._migrate()
        first_time = not is_ready.exists()
        slug = self._make() if first_time else ""
        try:
            supervisor.start()
            if first_time:
                self._export(supervisor, slug)
                is_ready.touch()
            wait_for_web(supervisor, port)
            self._tell(port)
            supervisor.run()
        finally:
            supervisor.stop()
        self._say("Stopped.")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

    def _say_child(self, line: str) -> None:
        if "starts again" in line:
            self._say(line)

    def _clear_half_made(self, folder: Path) -> None:
        """What a killed run left has never been shown to anybody: it is made anew."""
        remains = [path for path in folder.iterdir() if path.name not in ("secret", "lock")]
        if any(path.name.startswith("demo.sqlite3") for path in remains):
            self._say("The last run ended before the demo was made; starting over.")
        for path in remains:
            shutil.rmtree(path) if path.is_dir() else path.unlink()

    def _migrate(self) -> None:
        began = time.monotonic()
        call_command("migrate", verbosity=0, interactive=False)
        self._say(f"Database    SQLite, ready in {time.monotonic() - began:.1f} s")

    def _make(self) -> str:
        organization_id = lookups.organization_of_slug(ORGANIZATION) or making.make_people()
        self._say(f"People      {len(PEOPLE)} members of {ORGANIZATION}")
        examples = settings.BASE_DIR / "examples"
        slugs = {}
        for example, report in making.import_examples(organization_id, examples):
            slugs[example] = report.project
            self._say(f"Import      {report.project}: {report.traces_added} traces")
        repaired = slugs.pop(making.REPAIRED)
        for line in answering.repair(organization_id, repaired, examples / making.FOLDER / making.REPAIRED):
            self._say(f"Annotate    {line}")
        for example, slug in slugs.items():
            self._say(f"Annotate    {answering.answer(organization_id, slug, example)}")
        self._to_export = making.ask_for_export(organization_id, repaired)
        return repaired

    def _export(self, supervisor: Supervisor, slug: str) -> None:
        deadline = time.monotonic() + EXPORT_SECONDS
        shown = ""
        while time.monotonic() < deadline:
            supervisor.look_after()
            job, export = making.reread(self._to_export)
            if shown != (shown := self._stand_of(job)):
                self._say(f"Export      {shown}")
            if job.state == Job.State.DONE:
                for file in export.files:
                    self._say(f"            {default_storage.path(file['path'])} ({file['bytes']:,} bytes)")
                return
            if job.state == Job.State.FAILED:
                raise CommandError(f"The export failed: {job.error}")
            time.sleep(0.2)
        raise CommandError(f"The export was not done within {EXPORT_SECONDS} s; see the worker's messages above.")

    @staticmethod
    def _stand_of(job: Job) -> str:
        if job.state == Job.State.QUEUED:
            return "waiting for the worker"
        return f"{job.get_state_display().lower()}, {job.done} of {job.total or 0} answers"

    def _tell(self, port: int) -> None:
        width = max(len(person.email) for person in PEOPLE)
        self._say("")
        self._say(f"Tracewright is at  http://127.0.0.1:{port}/")
        self._say(f"Sign in as         (the password of each is {PASSWORD})")
        for person in PEOPLE:
            self._say(f"    {person.email:<{width}}  {person.role.label}: {person.name}")
        self._say(f"Begin as {PEOPLE[-1].email}, who repairs traces, or as {PEOPLE[1].email}, who runs the project.")
        self._say(f"Exported files lie under  {default_storage.path('exports')}")
        self._say(f"Other commands work on this demo after  . {write_env(Path(settings.VAR_DIR), port)}")
        self._say("Ctrl-C ends it; `make demo` brings it back as it was, deleting var/demo makes it new.")
