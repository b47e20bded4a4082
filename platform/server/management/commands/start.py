from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from apps.annotations.importing.project import Refused, import_project
from apps.annotations.importing.report import ImportReport
from apps.projects.services import address
from server.config_path import config_of
from server.import_lines import refusal, report_lines, warning_lines
from server.local import CannotServe
from server.local.environment import write_env
from server.local.only_one import only_one
from server.local.owner import make_owner, organization_of
from server.local.processes import children, wait_for_web
from server.local.tables import bring_up_to_date
from server.supervisor import PortInUse, Supervisor, refuse_used_port
from tracewright.errors import TracewrightError


class Command(BaseCommand):
    help = "Import a Potato project, or what has changed of it, and serve it on the loopback until Ctrl-C."
    requires_system_checks: list[str] = []  # what is wrong is said step by step

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("config", type=Path, help="the config.yaml, or the folder it lies in")
        parser.add_argument("-p", "--port", type=int, default=8000)
        parser.add_argument(
            "--project", default="", metavar="SLUG", help="its address (made from the title when not given)"
        )
        parser.add_argument("--organization", default="home", metavar="SLUG", help="whose it is: home when not given")
        parser.add_argument("--email", default="owner@localhost", help="of the first login: %(default)s when not given")

    def handle(self, *args: Any, **options: Any) -> None:
        config, port = config_of(options["config"]), options["port"]
        if not 0 < port < 65536:
            raise CommandError(f"{port} is no port; choose one from 1 to 65535.")
        for option in ("organization", "project"):
            if options[option] and options[option] != address(options[option]):
                raise CommandError(f"--{option} {options[option]!r}: an address is like {address(options[option])!r}.")
        try:
            with only_one(settings.VAR_DIR, port, f"A server of {settings.VAR_DIR}"):
                self._run(config, port, options)
        except PortInUse as error:
            raise CommandError(f"{error} For example: -p {port + 1}") from error
        except Refused as refused:
            raise CommandError(refusal(refused)) from refused
        except (CannotServe, TracewrightError) as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            self._say("Stopped.")

    def _run(self, config: Path, port: int, options: dict[str, Any]) -> None:
        processes = children(port)
        for child in processes:
            refuse_used_port(child)  # before a minute's work, not after it
        bring_up_to_date()
        slug = options["organization"]
        organization_id = organization_of(slug)
        report = import_project(config, organization_id=organization_id, slug=options["project"], progress=self._count)
        password = make_owner(organization_id, options["email"])
        self._tell_report(report, slug)
        supervisor = Supervisor(processes, self._say_child)
        try:
            supervisor.start()
            wait_for_web(supervisor, port)
            self._tell(port, slug, report.project, password and f"{options['email']} with the password {password}")
            supervisor.run()
        finally:
            supervisor.stop()
        self._say("Stopped.")

    def _tell_report(self, report: ImportReport, organization: str) -> None:
        if not report.is_news:
            self._say(
                f"Project {organization}/{report.project} as before: "
                f"{report.traces_same} traces, {report.answers_same} stored answers."
            )
            return
        for line in report_lines(report, organization):
            self._say(line)
        for line in warning_lines(report):
            self._say(self.style.WARNING(line))

    def _tell(self, port: int, organization: str, project: str, login: str) -> None:
        site = f"http://127.0.0.1:{port}"
        page = f"{site}/o/{organization}/p/{project}/"
        for line in (
            "",
            f"The project is at  {page}",
            f"Annotate at        {page}annotate/",
            f"Sign in as         {login} (shown this once)" if login else f"Sign in at         {site}/, as before",
            f"Other commands     . {write_env(settings.VAR_DIR, port)}  first, then: manage.py invite {organization} EMAIL,",
            "                   manage.py changepassword EMAIL, ...",
            "Ctrl-C ends it; the same command brings it back, with what has changed in the folder.",
        ):
            self._say(line)

    def _count(self, what: str, count: int) -> None:
        if self.stdout.isatty():
            self.stdout.write(f"\r{count:,} {what} ...", ending="")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

    def _say_child(self, line: str) -> None:
        if "starts again" in line:
            self._say(line)
