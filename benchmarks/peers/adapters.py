"""How to drive each server: prepare, start, load items, login, fetch, save, read back. Add our program as one more class.
Calls are the documented HTTP interface that the peer's own page uses."""
from common import ROOT

import asyncio, glob, json, os, re, shutil, subprocess, sys, time
from common import start, stop, wait_http
import requests_mini as rq, potato_project

class Potato:
    """opt: strategy=random|fixed_order..., quota=N (max_annotations_per_user)"""
    def __init__(s, a, items, opt): s.a, s.items, s.opt = a, items, opt; s.dir = f"{ROOT}/run/load_potato"; s.base = f"http://127.0.0.1:{a.port}"
    def prepare(s):
        os.makedirs(f"{ROOT}/run", exist_ok=True); f = f"{ROOT}/run/load_items.jsonl"
        with open(f, "w") as o:
            for r in s.items.values(): o.write(json.dumps(r) + "\n")
        x = {"assignment_strategy": s.opt.get("strategy", "random")}
        if "quota" in s.opt: x["max_annotations_per_user"] = int(s.opt["quota"])
        s.cfg = potato_project.make(s.dir, "edit", f, title=f"load{os.getpid()}", overlap=s.a.overlap, **x)
    def start(s, restart=False):
        t = time.time(); p = start([s.opt.get("python", f"{ROOT}/pt/bin/python"), "-m", "potato.flask_server", "start", s.cfg, "-p", str(s.a.port)], cwd=s.dir, log=f"{ROOT}/out/load_potato.log")
        wait_http(s.base + "/", 120, proc=p); s.ready_s = time.time() - t; return p
    def load(s): return round(s.ready_s, 2)
    async def login(s, h, u):
        async with h.post(s.base + "/auth", data={"email": u, "pass": "x", "action": "login"}, allow_redirects=False) as r:
            await r.read(); ck = "; ".join(f"{k}={v.value}" for k, v in r.cookies.items()); assert r.status in (200, 302), r.status
        return {"u": u, "h": {"Cookie": ck}, "last": None}
    async def fetch(s, h, x):
        if x["last"]:
            async with h.post(s.base + "/annotate", json={"action": "next_instance", "instance_id": x["last"]}, headers=x["h"], allow_redirects=False) as r: await r.read()
        async with h.get(s.base + "/annotate", headers=x["h"]) as r: b = await r.text(); assert r.status == 200, (r.status, b[:200])
        m = re.search(r'id="instance_id"[^>]*value="([^"]*)"', b)
        if not m or not m[1] or m[1] == x["last"]: return None
        x["last"] = m[1]; return m[1]
    async def save(s, h, x, iid, blob):
        async with h.post(s.base + "/updateinstance", json={"instance_id": iid, "annotations": {"fix:fix": json.dumps(blob)}, "cleared_schemas": [], "span_annotations": []}, headers=x["h"]) as r:
            b = await r.json(); return True if r.status == 200 and b.get("status") == "success" else (r.status, b)
    def stored(s):
        out = {}
        for f in glob.glob(s.dir + "/annotation_output/*/user_state.json"):
            d = json.load(open(f)); 
            for iid, ls in d["instance_id_to_label_to_value"].items():
                for l, v in ls: out[(d["user_id"], iid)] = json.loads(v)["steps"][0]["reason"]
        return out


class LabelStudio:
    """label-studio as `pip install` gives it (SQLite, its own `start`), or opt db=pg,server=gunicorn: Postgres + gunicorn.
    Overlap: Community has none (its default is one answer per task)."""
    CFG = '<View><Text name="t" value="$text"/><TextArea name="fix" toName="t" rows="8"/></View>'
    TOK = "0123456789abcdef0123456789abcdef01234567"
    def __init__(s, a, items, opt):
        s.a, s.items, s.opt = a, items, opt; s.dir = f"{ROOT}/run/ls"; s.base = f"http://127.0.0.1:{a.port}"; s.venv = opt.get("venv", f"{ROOT}/ls")
        s.env = {"LABEL_STUDIO_BASE_DATA_DIR": s.dir, "DJANGO_DB": "sqlite", "SENTRY_DSN": "", "FRONTEND_SENTRY_DSN": "", "COLLECT_ANALYTICS": "0", "PYTHONWARNINGS": "ignore", "LATEST_VERSION_CHECK": "0"}
        if opt.get("db") == "pg":
            s.env.update(DJANGO_DB="default", POSTGRE_NAME="lsbench", POSTGRE_USER="postgres", POSTGRE_PASSWORD="", POSTGRE_HOST=f"{ROOT}/run/pgsock", POSTGRE_PORT="54329")
    def prepare(s):
        """A fresh data folder; the migrated empty database is kept as a template (first start with migrations takes about 30 s)."""
        tpl = s.dir + "_template"
        if s.opt.get("db") == "pg":
            import psycopg; db = psycopg.connect(f"host={ROOT}/run/pgsock port=54329 user=postgres dbname=postgres", autocommit=True); db.execute("drop database if exists lsbench with (force)"); db.execute("create database lsbench"); db.close()
        if s.opt.get("db") != "pg" and not os.path.exists(tpl):
            shutil.rmtree(s.dir, ignore_errors=True); os.makedirs(s.dir); p = s.start(); s.first_start_s = s.ready_s; stop(p); shutil.copytree(s.dir, tpl)
        shutil.rmtree(s.dir, ignore_errors=True)
        shutil.copytree(tpl, s.dir) if os.path.exists(tpl) and s.opt.get("db") != "pg" else os.makedirs(s.dir)
    def start(s, restart=False):
        t = time.time(); log = f"{ROOT}/out/ls.log"
        cmd = [s.venv + "/bin/label-studio", "start", "-b", "--data-dir", s.dir, "-p", str(s.a.port), "--internal-host", "127.0.0.1", "--log-level", "ERROR",
               "--username", "admin@x.io", "--password", "pw12345678", "--user-token", s.TOK, "--enable-legacy-api-token"]
        if s.opt.get("server") == "gunicorn" :
            if not restart:
                p = start(cmd, env=s.env, log=log); wait_http(s.base + "/user/login/", 300, proc=p); stop(p)   # makes the database and the first user
            sp = s.venv + "/lib/python3.11/site-packages/label_studio"
            cmd = [s.venv + "/bin/python", "-m", "gunicorn", "core.wsgi:application", "-b", f"127.0.0.1:{s.a.port}", "-w", s.opt.get("workers", "3"), "--threads", "4", "--timeout", "600", "--chdir", sp]
            s.env.update(DJANGO_SETTINGS_MODULE="core.settings.label_studio")
        p = start(cmd, env=s.env, log=log); wait_http(s.base + "/user/login/", 300, proc=p); s.ready_s = time.time() - t; return p
    def client(s):
        c = rq.Session(s.base); c.h = {"Authorization": "Token " + s.TOK}; return c
    def project(s):
        c = s.client(); r = c.post_json("/api/projects/", {"title": "bench", "label_config": s.CFG, "maximum_annotations": s.a.overlap}); assert r.status == 201, (r.status, r.body[:400]); s.pid = r.json()["id"]; return c
    def load(s, chunk=5_000_000):
        c = s.project(); t0 = time.time(); buf, n = [], 0
        def flush():
            r = c.post_json(f"/api/projects/{s.pid}/import", buf); assert r.status == 201, (r.status, r.body[:300])
        for iid, r in s.items.items():
            t = json.dumps(r.get("steps") or r.get("structured_turns"), ensure_ascii=False); buf.append({"data": {"tid": iid, "text": t}}); n += len(t)
            if n > chunk: flush(); buf, n = [], 0
        if buf: flush()
        s.import_s = time.time() - t0; t = time.time(); r = c.get(f"/api/projects/{s.pid}/next/"); assert r.status == 200, r.body[:200]; s.first_task_s = time.time() - t
        t = time.time(); r = c.get(f"/api/projects/{s.pid}/"); s.n_tasks = r.json()["task_number"]
        for i in range(getattr(s.a, "n", 0)): s.signup(f"ann{i:03d}@x.io")
        return round(s.import_s, 2)
    def signup(s, email):
        c = rq.Session(s.base); b = c.get("/user/signup/").body.decode(); m = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', b)
        r = c.post_form("/user/signup/", {"csrfmiddlewaretoken": m[1], "email": email, "password": "pw12345678", "allow_newsletters": "false"}, headers={"Referer": s.base + "/"}, follow=False); assert r.status == 302, (r.status, r.body[:500])
    async def login(s, h, u):
        async with h.get(s.base + "/user/login/") as r: b = await r.text(); ck = {k: v.value for k, v in r.cookies.items()}
        m = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', b)
        async with h.post(s.base + "/user/login/", data={"csrfmiddlewaretoken": m[1], "email": u + "@x.io", "password": "pw12345678"}, headers={"Cookie": "; ".join(f"{k}={v}" for k, v in ck.items()), "Referer": s.base + "/"}, allow_redirects=False) as r:
            assert r.status == 302, (r.status, (await r.text())[:300]); ck.update({k: v.value for k, v in r.cookies.items()})
        return {"u": u, "h": {"Cookie": "; ".join(f"{k}={v}" for k, v in ck.items()), "X-CSRFToken": ck.get("csrftoken", ""), "Referer": s.base + "/"}, "tid": None}
    async def fetch(s, h, x):
        async with h.get(s.base + f"/api/projects/{s.pid}/next/", headers=x["h"]) as r:
            if r.status == 404: return None
            assert r.status == 200, (r.status, (await r.text())[:200]); d = await r.json()
        x["tid"] = d["id"]; return d["data"]["tid"]
    async def save(s, h, x, iid, blob):
        async with h.post(s.base + f"/api/tasks/{x['tid']}/annotations/", params={"project": s.pid}, headers=x["h"], json={"result": [{"id": "r1", "from_name": "fix", "to_name": "t", "type": "textarea", "value": {"text": [json.dumps(blob)]}}], "lead_time": 9.5, "draft_id": 0}) as r:
            b = await r.text(); return True if r.status == 201 else (r.status, b[:200])
    def stored(s):
        q = "select u.email, t.data, c.result from task_completion c join task t on t.id=c.task_id join htx_user u on u.id=c.completed_by_id"
        if s.opt.get("db") == "pg":
            import psycopg; db = psycopg.connect(f"host={ROOT}/run/pgsock port=54329 user=postgres dbname=lsbench"); rows = db.execute(q).fetchall(); db.close()
        else:
            import sqlite3; db = sqlite3.connect(s.dir + "/label_studio.sqlite3"); rows = db.execute(q).fetchall(); db.close()
        J = lambda v: json.loads(v) if isinstance(v, str) else v
        return {(e.split("@")[0], J(d)["tid"]): json.loads(J(r)[0]["value"]["text"][0])["steps"][0]["reason"] for e, d, r in rows}

class Doccano:
    """doccano with SQLite as its own commands set it up: gunicorn web server + celery worker (SQLite broker). No overlap control: every
    member sees every example; fetch = first example not confirmed by anybody (collaborative) at a random offset 0 as its page does."""
    def __init__(s, a, items, opt):
        s.a, s.items, s.opt = a, items, opt; s.dir = f"{ROOT}/run/dc"; s.base = f"http://127.0.0.1:{a.port}"; s.venv = opt.get("venv", f"{ROOT}/dc")
        s.be = s.venv + "/lib/python3.11/site-packages/backend"
        s.env = {"DOCCANO_HOME": s.dir, "DATABASE_URL": f"sqlite:///{s.dir}/db.sqlite3", "MEDIA_ROOT": s.dir + "/media", "FILEPOND_UPLOAD_TMP": s.dir + "/fp", "STANDALONE": "True", "DEBUG": "False", "DJANGO_SETTINGS_MODULE": "config.settings.production", "SECRET_KEY": "bench", "PYTHONWARNINGS": "ignore"}
    def run(s, *c):
        r = subprocess.run([s.venv + "/bin/doccano", *c], env={**os.environ, **s.env}, capture_output=True, text=True, cwd=s.dir); assert r.returncode == 0, r.stderr[-800:]
    def prepare(s):
        shutil.rmtree(s.dir, ignore_errors=True); os.makedirs(s.dir + "/media"); s.run("init"); s.run("createuser", "--username", "admin", "--password", "pw12345678", "--email", "a@x.io")
        if getattr(s.a, "n", 0):
            code = "from django.contrib.auth import get_user_model as g\nfrom django.contrib.auth.hashers import make_password as m\nh=m('pw12345678')\ng().objects.bulk_create([g()(username=f'ann{i:03d}',password=h) for i in range(%d)])" % s.a.n
            r = subprocess.run([s.venv + "/bin/python", s.be + "/manage.py", "shell", "-c", code], env={**os.environ, **s.env}, capture_output=True, text=True, cwd=s.be); assert r.returncode == 0, r.stderr[-800:]
    def start(s, restart=False):
        t = time.time(); sh = f"cd {s.be}; {s.venv}/bin/doccano task --concurrency 1 & exec {s.venv}/bin/python -m gunicorn config.wsgi -b 127.0.0.1:{s.a.port} -w {s.opt.get('workers','5')} --chdir {s.be} --timeout 300"
        if restart: sh = f"cd {s.be}; exec {s.venv}/bin/python -m gunicorn config.wsgi -b 127.0.0.1:{s.a.port} -w {s.opt.get('workers','5')} --chdir {s.be}"
        p = start(["bash", "-c", sh], env=s.env, log=f"{ROOT}/out/dc.log"); wait_http(s.base + "/v1/health/", 120, ok=(200, 401, 403, 500), proc=p); s.ready_s = time.time() - t; return p
    def client(s):
        c = rq.Session(s.base); r = c.post_json("/v1/auth/login/", {"username": "admin", "password": "pw12345678"}); assert r.status in (200, 204), (r.status, r.body[:300]); c.h = {"X-CSRFToken": c.cookies.get("csrftoken", "")}; return c
    def load(s):
        c = s.client(); r = c.post_json("/v1/projects", {"name": "bench", "description": "d", "project_type": "Seq2seq", "guideline": "", "resourcetype": "Seq2seqProject", "random_order": False, "collaborative_annotation": True}); assert r.status == 201, (r.status, r.body[:400]); s.pid = r.json()["id"]
        f = s.dir + "/up.jsonl"
        with open(f, "w", encoding="utf-8") as o:
            for iid, x in s.items.items(): o.write(json.dumps({"text": json.dumps(x.get("steps") or x.get("structured_turns"), ensure_ascii=False), "tid": iid}, ensure_ascii=False) + "\n")
        t0 = time.time(); bd = "----bench7"; body = (f'--{bd}\r\nContent-Disposition: form-data; name="filepond"\r\n\r\n{{}}\r\n--{bd}\r\nContent-Disposition: form-data; name="filepond"; filename="up.jsonl"\r\nContent-Type: application/octet-stream\r\n\r\n').encode() + open(f, "rb").read() + f"\r\n--{bd}--\r\n".encode()
        r = c.req("POST", "/v1/fp/process/", body, {"Content-Type": f"multipart/form-data; boundary={bd}"}); assert r.status == 200, (r.status, r.body[:300]); up = r.body.decode()
        r = c.post_json(f"/v1/projects/{s.pid}/upload", {"format": "JSONL", "task": "Seq2seq", "uploadIds": [up], "column_data": "text", "column_label": "label", "delimiter": "", "encoding": "utf_8"}); assert r.status == 200, (r.status, r.body[:300]); tid = r.json()["task_id"]
        while time.time() - t0 < 500:
            r = c.get(f"/v1/tasks/status/{tid}").json()
            if r["ready"]: break
            time.sleep(.1)
        s.task = r; s.import_s = time.time() - t0; t = time.time(); r = c.get(f"/v1/projects/{s.pid}/examples?limit=1&offset=0&q=&confirmed=false"); s.first_task_s = time.time() - t; s.n_tasks = r.json()["count"]
        if getattr(s.a, "n", 0):
            roles = {x["name"]: x["id"] for x in c.get("/v1/roles").json()}; us = {x["username"]: x["id"] for x in c.get("/v1/users").json()}
            for i in range(s.a.n):
                r = c.post_json(f"/v1/projects/{s.pid}/members", {"user": us[f"ann{i:03d}"], "role": roles["annotator"]}); assert r.status == 201, r.body[:200]
        return round(s.import_s, 2)
    async def login(s, h, u):
        async with h.post(s.base + "/v1/auth/login/", json={"username": u, "password": "pw12345678"}) as r: assert r.status in (200, 204), r.status; ck = {k: v.value for k, v in r.cookies.items()}
        return {"u": u, "h": {"Cookie": "; ".join(f"{k}={v}" for k, v in ck.items()), "X-CSRFToken": ck.get("csrftoken", "")}, "e": None}
    async def fetch(s, h, x):
        async with h.get(s.base + f"/v1/projects/{s.pid}/examples?limit=1&offset=0&q=&confirmed=false", headers=x["h"]) as r:
            assert r.status == 200, (r.status, (await r.text())[:200]); d = (await r.json())["results"]
        if not d: return None
        x["e"] = d[0]["id"]; return d[0]["meta"]["tid"]
    async def save(s, h, x, iid, blob):
        async with h.post(s.base + f"/v1/projects/{s.pid}/examples/{x['e']}/texts", headers=x["h"], json={"text": json.dumps(blob)}) as r:
            if r.status != 201: return (r.status, (await r.text())[:200])
        async with h.post(s.base + f"/v1/projects/{s.pid}/examples/{x['e']}/states", headers=x["h"], json={}) as r: return True if r.status in (200, 201) else (r.status, (await r.text())[:200])
    def stored(s):
        import sqlite3; db = sqlite3.connect(s.dir + "/db.sqlite3"); rows = db.execute("select u.username, e.meta, l.text from labels_textlabel l join examples_example e on e.id=l.example_id join auth_user u on u.id=l.user_id").fetchall(); db.close()
        out = {}
        for u, m, t in rows: out.setdefault((u, json.loads(m)["tid"]), set()).add(json.loads(t)["steps"][0]["reason"])
        return out

from ours import Tracewright
PEERS = {"tracewright": Tracewright, "potato": Potato, "labelstudio": LabelStudio, "doccano": Doccano}
