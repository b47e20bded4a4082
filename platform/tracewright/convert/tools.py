"""What a tool's output is, as pages show it."""

from posixpath import splitext
from typing import Any

from tracewright.trace import PATH_KEYS

# The classes of Potato's converters; its spellings in lower case.
OUTPUT_TYPES = {
    **dict.fromkeys(
        ("bash", "terminal", "shell", "run", "execute", "execute_bash", "execute_ipython_cell", "run_ipython"),
        "terminal",
    ),
    **dict.fromkeys(("edit", "multiedit", "notebookedit", "replace", "file_editor", "str_replace_editor"), "diff"),
    **dict.fromkeys(("write", "create", "read", "grep", "glob", "search", "find"), "code"),
    # Of Codex and Gemini CLI.
    **dict.fromkeys(("local_shell", "shell_command", "exec_command", "run_shell_command"), "terminal"),
    "apply_patch": "diff",
    **dict.fromkeys(("read_file", "write_file", "grep_search", "search_file_content"), "code"),
}
LANGUAGES = {
    ".py": "python",
    ".js": "javascript",
    ".ts": "typescript",
    ".jsx": "jsx",
    ".tsx": "tsx",
    ".rb": "ruby",
    ".go": "go",
    ".rs": "rust",
    ".java": "java",
    ".c": "c",
    ".cpp": "cpp",
    ".sh": "bash",
    ".yaml": "yaml",
    ".yml": "yaml",
    ".json": "json",
    ".html": "html",
    ".css": "css",
    ".sql": "sql",
    ".md": "markdown",
}


def output_type(tool: str) -> str:
    """terminal, diff, code or generic.

    >>> output_type("Bash"), output_type("WebFetch")
    ('terminal', 'generic')
    """
    return OUTPUT_TYPES.get(tool.lower(), "generic")


def language(call_input: Any) -> str:
    """The language of the file that a call's input names, by its ending; "" when it names none or an unknown one.

    >>> language({"file_path": "src/a.ts"})
    'typescript'
    """
    fields = call_input if isinstance(call_input, dict) else {}
    path = next((found for key in PATH_KEYS if isinstance(found := fields.get(key), str)), "")
    return LANGUAGES.get(splitext(path)[1].lower(), "")
