"""What a tool call does, told from its name and input: its class, its path, its command."""

import re
import shlex
from collections.abc import Iterable
from typing import Any

from tracewright import json_text
from tracewright.display.envelope import BEGIN
from tracewright.trace import PATH_KEYS

# Names without case, "_", "-" and blanks, so that "read_file", "readFile" and "Read File" are one.
_NAMES = {
    # Claude Code; Gemini CLI's read_many_files; SWE-agent's windows; Codex's view_image
    "read": "read readfile readmanyfiles view viewfile viewimage open openfile cat goto scrollup scrolldown notebookread",
    "search": "grep glob search find ls list listdir listdirectory listfiles searchfiles searchfilecontent grepsearch "
    "globfilesearch filesearch codebasesearch ripgrep rg findfile searchfile searchdir",
    # Cursor's search_replace, Codex's apply_patch, Cline's replace_in_file
    "edit": "edit editfile multiedit replace strreplace searchreplace replaceinfile applypatch patch applydiff insert "
    "notebookedit editnotebook undoedit",
    "write": "write writefile create createfile writetofile savefile",
    # Codex's exec_command and write_stdin, OpenHands' execute_bash and run_ipython, Anthropic's bash_code_execution
    "bash": "bash terminal shell run runshellcommand runcommand runterminalcmd runterminalcommand shellcommand localshell "
    "localshellcall exec execcommand writestdin execute executebash executecommand bashcodeexecution codeexecution "
    "executeipythoncell runipython ipython python bashoutput killshell killbash",
    "agent": "task agent subagent delegate delegatetoagent dispatchagent spawnagent newtask sessionsspawn",
    "web": "webfetch websearch webfetchcall websearchcall fetch fetchurl googlewebsearch duckduckgosearch browse browser "
    "browseinteractive",
    "todo": "todo todowrite todoread writetodos updateplan updatetodolist tasktracker taskcreate taskupdate tasklist",
}
_CLASS_OF = {name: tool_class for tool_class, names in _NAMES.items() for name in names.split()}
CLASSES = (*_NAMES, "generic")

# One tool with many verbs: its `command` says which. Anthropic's text editor as SWE-agent and OpenHands have it.
_EDITORS = {
    "strreplaceeditor", "strreplacebasededittool", "texteditor", "texteditorcodeexecution", "fileeditor", "editanthropic",
}  # fmt: skip
_EDITOR_COMMANDS = {"view": "read", "create": "write"}

# OpenCode's filePath, Gemini CLI's absolute_path and dir_path, Cursor's target_file, SWE-agent's filename.
_PATH_KEYS = (*PATH_KEYS, "filePath", "absolute_path", "target_file", "target_notebook", "filename", "dir_path")
_COMMAND_KEYS = ("command", "cmd", "script", "code", "chars")
_SHELLS = {"bash", "sh", "zsh", "/bin/bash", "/bin/sh", "/bin/zsh", "/usr/bin/bash", "/usr/bin/zsh"}


_RUNS_PATCH = re.compile(r"\A\s*(?:cd [^\n;&|]*(?:&&|;)\s*)?apply_?patch\b")
_SEPARATORS = re.compile(r"[\s_-]+")


def tool_class(tool: Any, call_input: Any = None) -> str:
    """One of CLASSES: read, search, edit, write, bash, agent, web, todo, generic. Case and separators do not count.

    The names are those of Potato's display, Claude Code, Codex, Gemini CLI, OpenCode, Cursor, SWE-agent and OpenHands.
    An MCP tool (`mcp__server__tool`) has the class of its own name when that has two words at least: `create` alone
    may make anything. The input decides for an editor with commands, and for a shell that runs `apply_patch`.

    >>> tool_class("Read"), tool_class("run_shell_command"), tool_class("mcp__files__read_file"), tool_class(None)
    ('read', 'bash', 'read', 'generic')
    >>> tool_class("str_replace_editor", {"command": "view", "path": "/a.py"})
    'read'
    """
    name = _own_name(tool)
    if name in _EDITORS:
        command = fields_of(call_input).get("command")
        return _EDITOR_COMMANDS.get(command, "edit") if isinstance(command, str) else "edit"
    if name.startswith(("webbrowser", "browser")):  # of Inspect: web_browser_go; of Playwright's server: browser_click
        return "web"
    found = _CLASS_OF.get(name, "generic")
    return "edit" if found == "bash" and _runs_patch(call_input) else found


def path_of(call_input: Any) -> str:
    """The file or folder that a call's input names, "" for none.

    >>> path_of({"file_path": "src/a.ts"}), path_of(["src/a.ts"])
    ('src/a.ts', '')
    """
    return text_at(fields_of(call_input), _PATH_KEYS)


def command_of(call_input: Any) -> str:
    """What a call runs, "" for nothing: a text, `command` or `cmd`, and an argument list as one would type it.

    A shell that gets a script (`["bash", "-lc", "ls"]`, as Codex calls it) is left out: the script is the command.

    >>> command_of({"command": ["bash", "-lc", "ls | wc"]}), command_of({"cmd": ["git", "commit", "-m", "a b"]})
    ('ls | wc', "git commit -m 'a b'")
    """
    fields = fields_of(call_input)
    if not fields:
        return call_input if isinstance(call_input, str) else _argv(call_input)
    action = fields.get("action")  # Codex's local_shell_call: {"action": {"type": "exec", "command": [...]}}
    if isinstance(action, dict):
        fields = action
    found = (fields.get(key) for key in _COMMAND_KEYS)
    return next((text for value in found if (text := value if isinstance(value, str) else _argv(value))), "")


def fields_of(call_input: Any) -> dict[str, Any]:
    """The input as an object, also when it is still the JSON text that OpenAI's APIs give; {} for anything else."""
    if isinstance(call_input, str) and call_input.lstrip()[:1] == "{":
        try:
            call_input, _ = json_text.read(call_input.encode(errors="replace"))
        except json_text.NotJson:
            return {}
    return call_input if isinstance(call_input, dict) else {}


def text_at(fields: dict[str, Any], keys: Iterable[str]) -> str:
    """The first text under one of the keys that is not empty, else ""."""
    return next((found for key in keys if isinstance(found := fields.get(key), str) and found), "")


def _own_name(tool: Any) -> str:
    """Without case and separators, and without the namespace of `functions.shell` and `mcp__server__tool`."""
    if not isinstance(tool, str):
        return ""
    own = tool.rpartition(".")[2] or tool
    if own.lower().startswith("mcp__"):
        own = own.rpartition("__")[2]
        if not re.search(r"[a-z0-9][A-Z]|[\s_-]", own):
            return ""
    return _SEPARATORS.sub("", own).lower()


def _argv(value: Any) -> str:
    if not (isinstance(value, list) and value and all(isinstance(word, str) for word in value)):
        return ""
    if len(value) == 3 and value[0] in _SHELLS and value[1] in ("-c", "-lc", "-ic"):
        return str(value[2])
    return shlex.join(value)


def _runs_patch(call_input: Any) -> bool:
    command = command_of(call_input)
    return BEGIN in command and bool(_RUNS_PATCH.match(command))
