"""Our own server as one more peer: production processes (uvicorn, two web workers), PostgreSQL as the application's role
behind row-level security, people with logins. save = the submit with its idempotency key, which claims the next trace; fetch = that turn's data. Both as
the page sends them; what it reads ahead while somebody works on a trace does not show, for nobody here thinks."""

import json
import os
import re
import subprocess
import time
import uuid
from pathlib import Path
from urllib.parse import quote

from common import ROOT, start, wait_http

HERE = Path(__file__).resolve().parent.parent.parent
SOCKET = f"{ROOT}/run/pgsock"
PORT = "54329"
PASSWORD = "correct horse battery"
FOLDER = "tracewright-project"


class Tracewright:
    """opt: python=<interpreter with the server's packages>, workers=2, pool=4, db=pg (pg_start.sh must run) or sqlite"""

    def __init__(self, arguments, items, opt):
        self.arguments, self.items = arguments, items
        self.python = opt.get("python", str(HERE / ".venv/bin/python"))
        self.workers, self.database = opt.get("workers", "2"), opt.get("db", "pg")
        self.folder = Path(ROOT) / "run" / "tracewright"
        self.base = f"http://127.0.0.1:{arguments.port}"
        self.env = {
            "SECRET_KEY": "bench",
            "SITE_URL": self.base,
            "ALLOWED_HOSTS": "127.0.0.1",
            "VAR_DIR": str(self.folder),
            "LOG_LEVEL": "WARNING",
            "BROKER_URL": "filesystem://localhost",
            "PYTHONPATH": f"{HERE}:{HERE}/platform",
            "WEB_CONCURRENCY": self.workers,
            # The door counts attempts by address, and here everybody has the same.
            "DJANGO_SETTINGS_MODULE": "bench_settings",
        }
        if self.database == "pg":
            self.env["DATABASE_POOL"] = opt.get("pool", "4")
            self.env["DATABASE_URL"] = f"postgres://tracewright_app@{quote(SOCKET, safe='')}:{PORT}/tracewright_bench"

    def prepare(self):
        subprocess.run(["rm", "-rf", str(self.folder)], check=True)
        self.folder.mkdir(parents=True)
        (self.folder / "bench_settings.py").write_text("from server.settings import *\nACCOUNT_RATE_LIMITS = False\n")
        self.env["PYTHONPATH"] += f":{self.folder}"
        if self.database == "pg":
            self._make_database()
        self._manage(["migrate", "--verbosity", "0"], owner=True)
        self._write_project()
        self._manage(["shell", "-c", MAKE_PEOPLE.format(count=self.arguments.n, password=PASSWORD)])
        began = time.time()
        self._manage(["import_project", str(self.folder / FOLDER / "config.yaml"), "--organization", "bench"])
        self.import_s = time.time() - began

    def start(self, restart=False):
        began = time.time()
        command = ["-m", "uvicorn", "server.asgi:application", "--port", str(self.arguments.port), "--log-level", "error"]
        log = f"{ROOT}/out/tracewright.log"
        process = start([self.python, *command], cwd=str(HERE), env=self.env, log=log)
        wait_http(self.base + "/healthz", 60, proc=process)
        self.ready_s = time.time() - began
        return process

    def load(self):
        return round(self.import_s, 2)

    async def login(self, http, user):
        cookies = {}
        async with http.get(self.base + "/accounts/login/") as reply:
            await reply.read()
            cookies |= {name: morsel.value for name, morsel in reply.cookies.items()}
        token = next(value for name, value in cookies.items() if "csrf" in name)
        form = {"login": f"{user}@bench.test", "password": PASSWORD, "csrfmiddlewaretoken": token}
        async with http.post(
            self.base + "/accounts/login/", data=form, headers=self._headers(cookies), allow_redirects=False
        ) as reply:
            text = await reply.text()
            assert reply.status == 302, (reply.status, text[:300])
            cookies |= {name: morsel.value for name, morsel in reply.cookies.items()}
        return {"cookies": cookies, "next": None, "over": False}

    async def fetch(self, http, session):
        if session["next"] is None and not session["over"]:
            session["next"] = await self._first(http, session)
        if session["next"] is None:
            return None
        async with http.get(self.base + session["next"], headers=self._headers(session["cookies"])) as reply:
            assert reply.status == 200, reply.status
            session["work"] = json.loads(await reply.read())
        return session["work"]["trace"]["external_id"]

    async def save(self, http, session, item, blob):
        work = session["work"]
        edits = [
            {"step": str(step["step_index"]), "pointer": "/action", "text": step["edited_text"], "reason": step["reason"]}
            for step in blob["steps"]
        ]
        sent = {"answers": {"fix": {"edits": edits}}, "number": work["number"], "base": work["base"]}
        headers = {**self._headers(session["cookies"]), "Content-Type": "application/json", "Accept": "application/json"}
        headers["Idempotency-Key"] = str(uuid.uuid4())
        async with http.post(self.base + work["urls"]["submit"], data=json.dumps(sent), headers=headers) as reply:
            body = await reply.read()
            if reply.status != 200:
                return reply.status, body[:200].decode()
            onward = json.loads(body)["next"]
            session["next"], session["over"] = onward and onward["data"], onward is None
            return True

    def stored(self):
        out = self._manage(["shell", "-c", READ_STORED], capture=True)
        return {(user, item): marker for user, item, marker in json.loads(out.splitlines()[-1])}

    async def _first(self, http, session):
        address = self.base + "/o/bench/p/bench/annotate/next/"
        form = {"csrfmiddlewaretoken": next(value for name, value in session["cookies"].items() if "csrf" in name)}
        async with http.post(
            address, data=form, headers=self._headers(session["cookies"]), allow_redirects=False
        ) as reply:
            await reply.read()
            assert reply.status == 302, reply.status
            place = reply.headers["Location"]
        return f"{place}data/" if re.search(r"/annotate/\d+/$", place) else None

    def _headers(self, cookies):
        token = next((value for name, value in cookies.items() if "csrf" in name), "")
        cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
        return {"Cookie": cookie, "X-CSRFToken": token, "Referer": self.base + "/", "Origin": self.base}

    def _make_database(self):
        import psycopg

        address = f"host={SOCKET} port={PORT} user=postgres dbname=postgres"
        with psycopg.connect(address, autocommit=True) as database:
            if not database.execute("SELECT 1 FROM pg_roles WHERE rolname = 'tracewright_owner'").fetchone():
                database.execute((HERE / "apps/tenants/roles.sql").read_text())
            database.execute("DROP DATABASE IF EXISTS tracewright_bench WITH (FORCE)")
            database.execute("CREATE DATABASE tracewright_bench OWNER tracewright_owner")

    def _manage(self, command, owner=False, capture=False):
        env = {**os.environ, **self.env}
        if owner:
            env["DATABASE_URL"] = env.get("DATABASE_URL", "").replace("tracewright_app", "tracewright_owner")
        env = {name: value for name, value in env.items() if value or name != "DATABASE_URL"}
        done = subprocess.run(
            [self.python, "-W", "ignore", "manage.py", *command], cwd=HERE, env=env, text=True, capture_output=True
        )
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout if capture else ""

    def _write_project(self):
        folder = self.folder / FOLDER
        folder.mkdir()
        with (folder / "items.jsonl").open("w") as out:
            out.writelines(json.dumps(record) + "\n" for record in self.items.values())
        scheme = {"annotation_type": "trajectory_edit", "name": "fix", "description": "Repair it", "steps_key": "steps"}
        scheme["editable_fields"] = ["action"]
        config = {
            "annotation_task_name": "bench",
            "task_dir": ".",
            "data_files": ["items.jsonl"],
            "output_annotation_dir": "annotation_output",
            "item_properties": {"id_key": "id", "text_key": "task_description"},
            "num_annotators_per_item": self.arguments.overlap,
            "annotation_schemes": [scheme],
        }
        (folder / "config.yaml").write_text(json.dumps(config))


MAKE_PEOPLE = """
from django.contrib.auth.hashers import make_password
from apps.tenants.models import Membership, Organization, Role, User
from apps.tenants.scope import scope
from apps.tenants.services import create_organization
of = create_organization(name="Bench", slug="bench")
hashed = make_password({password!r})
with scope(of.pk):
    for number in range({count}):
        user = User.objects.create(email=f"ann{{number:03d}}@bench.test", password=hashed)
        Membership.objects.create(organization=of, user=user, role=Role.ANNOTATOR, public_name=f"ann{{number:03d}}")
"""
READ_STORED = """
import json
from apps.annotations.models import Annotation
from apps.tenants.models import Organization
from apps.tenants.scope import scope
from apps.tenants.lookups import organization_of_slug
with scope(organization_of_slug("bench")):
    rows = Annotation.objects.select_related("assignment__member", "assignment__revision__trace")
    print(json.dumps([(a.assignment.member.public_name, a.assignment.revision.trace.identity, a.answer["edits"][0]["reason"]) for a in rows]))
"""
