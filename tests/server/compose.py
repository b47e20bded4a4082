"""docker-compose.yml as Compose reads it: variables filled in, and the environment that a service's process gets."""

import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parent.parent.parent
FILE = ROOT / "docker-compose.yml"
VARIABLE = re.compile(r"\$\{(?P<name>\w+)(?::(?P<sign>[-?])(?P<rest>[^}]*))?\}")


class Missing(KeyError):
    """A variable that has to be set is not."""


def services(variables: Mapping[str, str]) -> dict[str, Any]:
    """The services with ${NAME:-default} and ${NAME:?message} replaced as Compose does; Missing without a required one."""

    def value(found: re.Match[str]) -> str:
        if set_value := variables.get(found["name"]):
            return set_value
        if found["sign"] != "-":
            raise Missing(found["name"])
        return found["rest"]

    def filled(node: Any) -> Any:
        match node:
            case str():
                return VARIABLE.sub(value, node).replace("$$", "$")
            case dict():
                return {key: filled(element) for key, element in node.items()}
            case list():
                return [filled(element) for element in node]
            case _:
                return node

    found: dict[str, Any] = filled(yaml.safe_load(FILE.read_text())["services"])
    return found


def image_environment() -> dict[str, str]:
    """The ENV of the Dockerfile."""
    block = re.search(r"^ENV (.*?[^\\])$", (ROOT / "Dockerfile").read_text(), re.MULTILINE | re.DOTALL)
    assert block
    return dict(re.findall(r"(\w+)=(\S+)", block[1]))


def environment(service: Mapping[str, Any], moved: Mapping[str, str]) -> dict[str, str]:
    """What the service's process gets, with the addresses inside the containers `moved` to this machine's."""
    given = {**image_environment(), **service["environment"]}
    del given["PATH"]  # the image's own; here the running environment's programs are meant
    for there, here in moved.items():
        given = {name: value.replace(there, here) for name, value in given.items()}
    return {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "HOME": moved["/var/lib/tracewright"],
        **given,
    }
