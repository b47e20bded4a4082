"""What Cline and Roo write as text: calls as XML in what the agent says, and results and notes in what the user does."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

TOOLS = (
    "execute_command|read_file|write_to_file|replace_in_file|apply_diff|apply_patch|insert_content|search_and_replace|edit_file"
    "|search_files|list_files|list_code_definition_names|codebase_search|browser_action|use_mcp_tool|access_mcp_resource"
    "|ask_followup_question|attempt_completion|plan_mode_respond|act_mode_respond|new_task|switch_mode|condense|summarize_task"
    "|load_mcp_documentation|fetch_instructions|update_todo_list|new_rule|report_bug|web_fetch|web_search|run_slash_command"
    "|generate_image|focus_chain|use_skill|use_subagents"
)
TAG = re.compile(rf"<({TOOLS}|thinking)>")
PARAMETER = re.compile(r"<(\w{1,40})>")
RESULT = re.compile(rf"\[({TOOLS}|[a-z]\w{{0,60}}_\w{{1,60}})(?:[ :].*?)?\] Result:\n?", re.DOTALL)
RESULT_CHARS = 100_000  # of a heading: a command that it quotes may be long
TASK = re.compile(r"<(task|feedback|user_message|answer)>(.*)</\1>", re.DOTALL)
ENVIRONMENT = "<environment_details>"
NOTES = (
    "[TASK RESUMPTION]",
    "[ERROR]",
    "[NOTE]",
    "[PLAN MODE",
    "<explicit_instructions",
    "<hook_context",
    "# Todo list",
)
DENIED = re.compile(r"The user (?:denied|rejected) this operation|Tool use was rejected")
FAILED = re.compile(r"The tool execution failed with|Error(?:: | executing )|<error>|Missing value for required")
EXIT_CODE = re.compile(r"\b[Ee]xit code: ?(-?\d{1,9})\b")
COMMAND, PRINTED = "execute_command", "Output:"
HEAD_CHARS = 400  # of what Cline says of a command, before what it printed


class Said(NamedTuple):
    """`kind` is text, thinking or call; a call has its `tool` and what it was `given`."""

    kind: str
    text: str = ""
    tool: str = ""
    given: dict[str, str] | None = None


def said(text: str) -> Iterator[Said]:
    """What the agent says, parted. A call that does not end was broken off; what it holds so far is its input.

    >>> [each.kind for each in said("I look.<read_file><path>a.py</path></read_file>")]
    ['text', 'call']
    """
    at = 0
    while found := TAG.search(text, at):
        if before := text[at : found.start()].strip():
            yield Said("text", before)
        end = text.find(f"</{found[1]}>", found.end())
        inner = text[found.end() : end if end >= 0 else len(text)]
        if found[1] == "thinking":
            yield Said("thinking", inner.strip())
        else:
            yield Said("call", "", found[1], _parameters(inner))
        at = end + len(found[1]) + 3 if end >= 0 else len(text)
    if rest := text[at:].strip():
        yield Said("text", rest)


def _parameters(inner: str) -> dict[str, str]:
    """By their names; a value may hold anything, its own tag too, so it reaches to the last end of its name."""
    found, at = dict[str, str](), 0
    while begin := PARAMETER.search(inner, at):
        end = inner.find(f"</{begin[1]}>", begin.end())
        if begin[1] in ("content", "diff", "patch", "result"):
            end = inner.rfind(f"</{begin[1]}>", begin.end())
        found[begin[1]] = inner[begin.end() : end if end >= 0 else len(inner)].strip("\n")
        at = end + len(begin[1]) + 3 if end >= 0 else len(inner)
    return found


def result_head(text: str) -> re.Match[str] | None:
    """The heading "[read_file for 'a.py'] Result:" at the beginning of a text."""
    return RESULT.match(text, 0, RESULT_CHARS)


def facts_of(output: str, tool: str) -> dict[str, Any]:
    """That it failed, whose failure that was, and the exit code of a command, by the words of Cline and Roo.

    >>> facts_of("Command executed. Exit code: 2\\nOutput:\\nnone", "execute_command")
    {'is_error': True, 'exit_code': 2}
    """
    if DENIED.match(output):
        return {"is_error": True, "error_source": "rejected"}
    head = output.partition(PRINTED)[0][:HEAD_CHARS] if tool == COMMAND else ""
    found = EXIT_CODE.search(head)
    code = int(found[1]) if found else None
    return {"is_error": bool(code) or FAILED.match(output) is not None} | ({} if code is None else {"exit_code": code})


def kind_of(text: str) -> tuple[str, str]:
    """Who speaks in a text of the user, and what is said without the tag around it.

    >>> kind_of("<task>Repair it.</task>"), kind_of("<environment_details>")
    (('prompt', 'Repair it.'), ('reminder', '<environment_details>'))
    """
    start = text.lstrip()
    if start.startswith(ENVIRONMENT):
        return "reminder", text
    if start.startswith(NOTES):
        return "command", text
    found = TASK.fullmatch(text.strip())
    return "prompt", found[2].strip() if found else text
