"""Why a tool failed, where a log tells it beside what the tool gave back."""

UNTOLD = "error"  # the log says that it failed, and not why


def with_error(output: str, error: str) -> str:
    """What a tool gave back, and on a line below why it failed, where the output does not say so itself.

    >>> with_error("half of it", "TimeoutError: 30 s"), with_error("", "TimeoutError: 30 s"), with_error("refused: no", "no")
    ('half of it\\nTimeoutError: 30 s', 'TimeoutError: 30 s', 'refused: no')
    """
    if not output:
        return error
    return output if error == UNTOLD or error in output else f"{output}\n{error}"
