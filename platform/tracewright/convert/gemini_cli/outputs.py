"""What a tool gave back: `functionResponse.response`, and the exit code in the text of a shell."""

import re
from typing import Any, NamedTuple

from tracewright.convert.place import text_at
from tracewright.trace import text_of

EXIT_CODE = re.compile(r"(?:^|\\n)Exit Code: (-?\d{1,9})\b", re.MULTILINE)
SHELLS = ("run_shell_command", "shell")
SOURCES = (
    (
        "rejected",
        re.compile(
            r".{0,60}\b(?:User denied execution|denied by policy|[Rr]ejected by (?:the )?user|not allowed by policy)"
        ),
    ),
    (
        "cancelled",
        re.compile(
            r"\[Operation Cancelled\]|.{0,60}\b(?:cancelled by user|User cancelled|was cancelled)|Request cancelled"
        ),
    ),
)


class Output(NamedTuple):
    text: str
    failed: bool = False
    exit_code: int | None = None

    def error_source(self, status: str = "") -> str:
        """Whose error it is; "cancelled" is also a status."""
        otherwise = "cancelled" if status == "cancelled" else "agent"
        return next((source for source, pattern in SOURCES if pattern.match(self.text)), otherwise)


def output_of(response: Any, tool: str) -> Output:
    """{"output": text} or {"error": text}; any other object is what the tool gave back.

    >>> output_of({"output": "Error: (none)\\nExit Code: 1"}, "run_shell_command")
    Output(text='Error: (none)\\nExit Code: 1', failed=True, exit_code=1)
    """
    if not isinstance(response, dict):
        return Output("" if response is None else text_of(response))
    if "error" in response and set(response) <= {"error", "output"}:
        return Output(text_of(response["error"]), bool(response["error"]))
    if set(response) != {"output"}:
        return Output(text_of(response))
    text = text_of(response["output"])
    codes = EXIT_CODE.findall(text) if tool in SHELLS else []
    code = int(codes[-1]) if codes else None
    return Output(text, bool(code), code)


def joined(values: list[Any], tool: str) -> Output:
    """The outputs of one call's `result`, a list of {"functionResponse": {...}} or of texts."""
    found = []
    for value in values:
        response = value.get("functionResponse") if isinstance(value, dict) else None
        if isinstance(response, dict):
            found.append(output_of(response.get("response"), tool))
        else:
            found.append(Output(text_at(value, "text") or text_of(value)))
    codes = [each.exit_code for each in found if each.exit_code is not None]
    return Output(
        "\n".join(each.text for each in found), any(each.failed for each in found), codes[-1] if codes else None
    )
