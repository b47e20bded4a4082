"""A trace read without a turn at it."""

from typing import Any

import pytest
from django.test import Client

from apps.tenants.models import Role
from apps.tenants.scope import scope
from apps.traces.models import Trace
from tests.factories import import_project, make_member, make_organization, sign_in

pytestmark = pytest.mark.django_db


def address_of(client: Client, record: dict[str, Any], role: Role = Role.REVIEWER) -> str:
    of = make_organization()
    project = import_project(of, items=[record])
    sign_in(client, make_member(of, role))
    with scope(of.pk):
        return f"/o/acme/p/weather/traces/{Trace.objects.get(project=project).pk}/"


def steps(count: int) -> dict[str, Any]:
    return {"id": "t1", "task_description": "Find it.", "steps": [f"look at {n}" for n in range(1, count + 1)]}


def test_a_step_is_read_on_the_page_that_it_is_on(client: Client) -> None:
    address = address_of(client, steps(45))
    html = client.get(f"{address}?step=41").content.decode()
    assert 'id="step-41"' in html and "look at 41" in html and "look at 40<" not in html


@pytest.mark.parametrize("query", ["", "?step=0", "?step=x", "?step=99999999999", "?page=0"])
def test_a_step_that_is_not_there_is_no_error(client: Client, query: str) -> None:
    assert client.get(address_of(client, steps(3)) + query).status_code == 200


def test_first_page_has_the_task(client: Client) -> None:
    assert "Find it." in client.get(address_of(client, steps(3))).content.decode()


@pytest.mark.parametrize("asked", ["Fix it.", "Fix it.\n", "Mend it."])
def test_a_task_that_is_the_prompt_is_read_once(client: Client, asked: str) -> None:
    html = page_of(client, {**turns(), "task": asked})
    assert html.count(asked.strip()) == 1 and ('class="read-task' in html) == (asked == "Mend it.")


def test_a_trace_without_steps_says_so(client: Client) -> None:
    html = client.get(address_of(client, {"id": "t1", "text": "Find it.", "steps": []})).content.decode()
    assert "This trace has no steps." in html


def test_texts_of_the_trace_are_escaped(client: Client) -> None:
    html = client.get(address_of(client, {"id": "t1", "text": "x", "steps": ["<script>alert(1)</script>"]}))
    assert "<script>alert" not in html.content.decode()


def test_annotators_read_traces_in_their_turns_only(client: Client) -> None:
    assert client.get(address_of(client, steps(3), Role.ANNOTATOR)).status_code == 403


def call(tool: str, given: object, output: object, **more: object) -> dict[str, Any]:
    return {"tool": tool, "input": given, "output": output, **more}


def turns(*calls: dict[str, Any], **more: object) -> dict[str, Any]:
    asked = {"role": "user", "kind": "prompt", "content": "Fix it."}
    did = {"role": "assistant", "kind": "agent", "content": "", "tool_calls": list(calls), **more}
    return {"id": "t1", "task": "Fix it.", "structured_turns": [asked, did]}


def page_of(client: Client, record: dict[str, Any], query: str = "") -> str:
    answer = client.get(address_of(client, record) + query)
    assert answer.status_code == 200
    return answer.content.decode()


PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
IMAGE = [{"type": "image", "source": {"type": "base64", "data": PNG}}]
EDIT = {"file_path": "a.py", "old_string": "x = 1", "new_string": "x = 2"}
DRAWN = {
    "diff": (call("Edit", EDIT, "done"), ['<tr class="removed">', '<tr class="added">', "<ins>", "a.py"]),
    "terminal": (
        call("Bash", {"command": "pytest"}, "\x1b[31mFAILED\x1b[0m", exit_code=1),
        ["<b>pytest</b>", '<span class="t-red">FAILED</span>', "exit 1"],
    ),
    "code": (
        call("Read", {"file_path": "a.py"}, "     7\tdef f():\n     8\t    pass", output_type="code"),
        ['<span class="c-word">def</span>', '<td class="n" data-side="">7</td>'],
    ),
    "json": (
        call("fetch", {"id": 1}, '{"price": 12, "tags": ["new"]}', output_type="json"),
        ['<span class="json-key">price</span>', '<span class="c-number">12</span>', '<span class="json-at">0</span>'],
    ),
    "image": (call("shot", {}, IMAGE), ['<img loading="lazy"', "pointer=/tool_calls/0/output/0/source/data"]),
    "text": (call("ask", {"name": "Ana"}, "yes"), ['<span class="label code">name</span>', "yes"]),
}


@pytest.mark.parametrize("kind", DRAWN)
def test_a_call_is_drawn_as_what_it_is(client: Client, kind: str) -> None:
    made, wanted = DRAWN[kind]
    html = page_of(client, turns(made))
    assert [part for part in wanted if part not in html] == []


@pytest.mark.parametrize("kind", DRAWN)
def test_hostile_content_of_a_call_is_escaped(client: Client, kind: str) -> None:
    made, _ = DRAWN[kind]
    hostile = "<img src=x onerror=alert(1)>"
    given = {key: f"{hostile}{value}" for key, value in made["input"].items()}
    output = made["output"]
    if isinstance(output, str):
        output = (
            '{"<img src=x onerror=alert(1)>": "<img src=x onerror=alert(1)>"}' if kind == "json" else hostile + output
        )
    else:
        output = [{"type": "text", "text": hostile}, *output]
    html = page_of(
        client, turns({**made, "tool": made["tool"], "input": given, "output": output, "soft_error": hostile})
    )
    assert "<img src=x" not in html and "&lt;img src=x" in html


def test_thinking_is_folded_and_named(client: Client) -> None:
    html = page_of(client, turns(thinking="They should fail.", content="I run them."))
    folded = html[html.index("read-thinking") :]
    assert folded.index("Thought") < folded.index("They should fail.") < folded.index("</details>")
    assert "I run them." in html


@pytest.mark.parametrize(
    ("mark", "words"),
    [
        ({"is_error": True}, "badge-error"),
        ({"is_error": True, "error_source": "rejected"}, "Rejected by the person"),
        ({"soft_error": "2 failed"}, "Soft error"),
    ],
)
def test_what_went_wrong_is_marked(client: Client, mark: dict[str, Any], words: str) -> None:
    assert words in page_of(client, turns(call("Bash", {"command": "pytest"}, "2 failed", **mark)))


def test_an_error_leads_to_where_it_was_recovered(client: Client) -> None:
    record = turns(call("Bash", {"command": "make"}, "No rule", is_error=True))
    again = {"role": "assistant", "kind": "agent", "tool_calls": [call("Bash", {"command": "make"}, "Built.")]}
    record["structured_turns"].append(again)
    html = page_of(client, record)
    assert "Recovered at step 3" in html and "?step=3#step-3" in html


def test_steps_of_a_sub_agent_are_told_from_the_main_agents(client: Client) -> None:
    record = turns(call("Task", {"subagent_type": "Explore", "prompt": "Look."}, "Done.", id="c1"))
    record["structured_turns"].append({"role": "assistant", "content": "I look.", "agent": "a1", "parent_call": "c1"})
    html = page_of(client, record)
    assert html.count("Sub-agent Explore") == 2  # above its first step, and in the step's head
    assert "called by step 2" in html and html.count("is-nested") == 1


PATCH = "diff --git a/a.py b/a.py\n--- a/a.py\n+++ b/a.py\n@@ -1 +1 @@\n-x = 1\n+x = 2\n"
BESIDE = {
    "a line": ({"cwd": "/srv/app"}, '<dt class="code">cwd</dt><dd dir="auto">/srv/app</dd>'),
    "a number": ({"seed": 7}, '<dt class="code">seed</dt><dd dir="auto">7</dd>'),
    "a text": ({"system_prompt": "You are careful.\nYou test."}, "You are careful.\nYou test.</p>"),
    "a patch": ({"model_patch": PATCH}, '<tr class="removed">'),
    "an object": ({"outcome": {"resolved": True}}, '<span class="json-key">resolved</span>'),
    "a list": ({"tools": [{"name": "get_weather"}]}, '<span class="c-text">"get_weather"</span>'),
}


@pytest.mark.parametrize(("more", "drawn"), BESIDE.values(), ids=BESIDE)
def test_what_a_trace_says_beside_its_steps_is_folded_away(client: Client, more: dict[str, Any], drawn: str) -> None:
    html = page_of(client, {**turns(), **more})
    beside = html.partition('aria-label="Also recorded"')[2].partition("</section>")[0]
    assert drawn in beside and "<details><summary" in beside


def test_a_record_without_steps_is_read_open(client: Client) -> None:
    html = page_of(client, {"id": "t1", "model_patch": PATCH})
    beside = html.partition('aria-label="Recorded"')[2].partition("</section>")[0]
    assert '<tr class="removed">' in beside and "<details open>" in beside and "This trace has no steps." not in html


def test_nothing_is_said_of_what_has_a_place_of_its_own(client: Client) -> None:
    more = {"final_answer": "Done.", "model": "m", "source": {"format": "x"}, "cost": None, "files": []}
    assert "Also recorded" not in page_of(client, {**turns(), **more})


def test_a_text_of_megabytes_is_cut(client: Client) -> None:
    html = page_of(client, {**turns(), "system_prompt": "word " * 1_000_000})
    assert len(html) < 200_000 and "4,980,000 more are not shown." in html


RUNS = {
    "id": "t1",
    "task": "Fix it.",
    "runs": [{"model": "large", **turns(call("ls", {}, LS))} for LS in ("a.py", "b.py")],
}


def test_runs_that_are_compared_are_read_like_traces(client: Client) -> None:
    address = address_of(client, RUNS)
    html = client.get(address).content.decode()
    assert f'href="{address}runs/2/"' in html and html.count("Read its 2 steps") == 2
    assert "This trace has no steps." not in html and "Also recorded" not in html
    html = client.get(f"{address}runs/2/").content.decode()
    assert "b.py" in html and "a.py" not in html and f'href="{address}runs/2/?step=2#step-2"' in html
    assert "b.py" in client.get(f"{address}runs/2/steps/2/").content.decode()


@pytest.mark.parametrize("page", ["runs/0/", "runs/3/", "runs/2/steps/3/", "runs/2/picture/?step=3"])
def test_a_run_that_is_not_there_has_no_page(client: Client, page: str) -> None:
    assert client.get(address_of(client, RUNS) + page).status_code == 404


def way(*said: dict[str, Any], fork: object = 1) -> dict[str, Any]:
    return {"id": "b1", "fork": {"turn": fork, "call": None}, "turns": [{"role": "assistant", **turn} for turn in said]}


@pytest.mark.parametrize("fork", [1, 99], ids=["there", "behind the end"])
def test_a_way_that_was_left_is_told_where_it_leaves(client: Client, fork: int) -> None:
    html = page_of(client, {**turns(), "alternatives": [way({"content": "Or so."}, fork=fork)]})
    assert html.index('id="step-2"') < html.index("Read its 1 turn<") < html.index("Or so.")


def test_a_way_that_leaves_behind_the_end_leaves_at_the_last_step(client: Client) -> None:
    html = page_of(client, {**turns(), "alternatives": [way({"content": "Or so."}, fork=99)]}, "ways/1/")
    assert "It leaves the trace at step 2." in html and "?step=2#step-2" in html


def test_a_way_that_was_left_is_read_like_the_trace(client: Client) -> None:
    did = [call("Bash", {"command": "seq"}, LONG), call("shot", {}, IMAGE)]
    address = address_of(client, {**turns(), "alternatives": [way(), way({"content": "Or so.", "tool_calls": did})]})
    assert f'href="{address}ways/2/"' in client.get(address).content.decode()
    html = client.get(f"{address}ways/2/").content.decode()
    assert "<b>seq</b>" in html and "line 999" not in html and "Fix it." not in html
    assert f'href="{address}?step=2#step-2"' in html and "It leaves the trace at step 2." in html
    assert f'href="{address}ways/2/steps/1/"' in html and f'src="{address}ways/2/picture/?step=1&amp;pointer=' in html
    assert "line 999" in client.get(f"{address}ways/2/steps/1/").content.decode()
    picture = client.get(f"{address}ways/2/picture/?step=1&pointer=/tool_calls/1/output/0/source/data")
    assert picture["Content-Type"] == "image/png"


@pytest.mark.parametrize("page", ["ways/0/", "ways/1/", "ways/3/", "ways/2/steps/2/", "ways/2/picture/?step=2"])
def test_a_way_that_is_not_there_has_no_page(client: Client, page: str) -> None:
    """The first has no turns: it is no way."""
    address = address_of(client, {**turns(), "alternatives": [way(), way({"content": "Or so."})]})
    assert client.get(f"{address}ways/2/").status_code == 200
    assert client.get(address + page).status_code == 404


@pytest.mark.parametrize(
    ("kind", "words"), [("compaction", "Summary of what came before"), ("reminder", "Reminder"), ("command", "Command")]
)
def test_what_nobody_said_is_named_and_folded(client: Client, kind: str, words: str) -> None:
    record = turns()
    record["structured_turns"].append({"role": "user", "kind": kind, "content": "All that was before."})
    step = page_of(client, record).partition('id="step-3"')[2]
    assert words in step and "<details" in step[: step.index("All that was before.")]


LONG = "\n".join(f"line {number}" for number in range(1000))


def test_all_of_a_step_that_is_cut_has_an_address(client: Client) -> None:
    record = turns(call("Bash", {"command": "seq"}, LONG), call("ask", {"text": LONG}, LONG), content=LONG)
    address = address_of(client, record)
    page = client.get(address).content.decode()
    assert "line 999" not in page and f'href="{address}steps/2/"' in page
    whole = client.get(f"{address}steps/2/").content.decode()
    assert whole.count("line 999") == 5  # the text, the terminal and its result as text, the argument, the result
    assert "Show all" not in whole and f'href="{address}?step=2#step-2"' in whole


@pytest.mark.parametrize("step", [0, 3, 99])
def test_a_step_that_is_not_there_has_no_page(client: Client, step: int) -> None:
    assert client.get(f"{address_of(client, turns())}steps/{step}/").status_code == 404


def test_an_image_of_the_document_comes_as_a_picture(client: Client) -> None:
    address = address_of(client, turns(call("shot", {}, IMAGE)))
    answer = client.get(f"{address}picture/?step=2&pointer=/tool_calls/0/output/0/source/data")
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.content.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    "query", ["", "step=2", "step=2&pointer=/content", "step=2&pointer=/no/such", "step=9&pointer=", "step=x"]
)
def test_what_is_no_picture_is_not_there(client: Client, query: str) -> None:
    address = address_of(client, turns(call("shot", {}, IMAGE), content="<svg/>"))
    assert client.get(f"{address}picture/?{query}").status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_steps(client: Client, django_assert_max_num_queries: Any) -> None:
    record = turns(*[call("Bash", {"command": "pytest"}, "2 failed", is_error=True)] * 9)
    record["structured_turns"] *= 9
    address = address_of(client, record)
    with django_assert_max_num_queries(16):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    "page", ["", "steps/1/", "images/image-1/", "picture/?step=1&pointer=/content", "ways/1/", "runs/1/"]
)
def test_strangers_find_no_trace(client: Client, page: str) -> None:
    address = address_of(client, {**turns(), "runs": RUNS["runs"], "alternatives": [way({"content": "Or so."})]})
    stranger = sign_in(Client(), make_member(make_organization("other"), Role.OWNER, "Zoe"))
    assert stranger.get(address + page).status_code == 404
    assert stranger.get(address.replace("/acme/", "/other/") + page).status_code == 404


def test_a_time_without_a_zone_is_told_as_it_was_logged(client: Client) -> None:
    assert ">09:00:03<" in page_of(client, turns(call("ls", {}, "a.py"), at="2026-03-02T09:00:03"))


def test_what_a_step_cost_is_told_in_its_head(client: Client) -> None:
    html = page_of(client, turns(call("ls", {}, "a.py"), cost_usd=0.0125))
    assert "<span>$0.0125</span>" in html and "Cost usd" not in html
