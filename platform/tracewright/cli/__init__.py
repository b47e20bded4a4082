"""The command line: `tracewright COMMAND ...`. A command is a module here and one line below."""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

from tracewright.cli.output import standard_output, tell
from tracewright.errors import TracewrightError

COMMANDS = {
    "convert": "turn the logs of other programs into traces",
    "export": "write training data from a Potato project folder",
    "recoveries": "show the errors in logs, and how each was recovered",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when it worked, 1 with the message on an error of ours, 2 on wrong usage.

    Only the module of the command that was asked for is imported: help has to be quick.
    """
    given = sys.argv[1:] if arguments is None else list(arguments)
    parser = argparse.ArgumentParser(prog="tracewright", description="Agent traces become training data.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, what in COMMANDS.items():
        command = commands.add_parser(name, help=what, description=f"{what[0].upper()}{what[1:]}.")
        if given[:1] == [name]:
            module = import_module(f"tracewright.cli.{name}")
            module.add_arguments(command)
            command.set_defaults(run=module.run)
    try:
        with standard_output():
            options = parser.parse_args(given)
            code: int = options.run(options)
    except TracewrightError as error:
        tell(f"tracewright: {error}")
        return 1
    except BrokenPipeError:  # as with `| head`: who reads has had enough
        return 1
    return code
