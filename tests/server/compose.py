"""docker-compose.yml as Compose reads it: variables filled in, and the environment that a service's process gets."""

import json
import os
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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


def in_order(found: Mapping[str, Any]) -> list[str]:
    """The services, each after those it depends on."""
    order: list[str] = []

    def add(name: str) -> None:
        for before in found[name].get("depends_on", ()):
            add(before)
        if name not in order:
            order.append(name)

    for name in found:
        add(name)
    return order


@dataclass(frozen=True)
class HealthCheck:
    """A check with Compose's own defaults; times in seconds."""

    command: Sequence[str]
    interval: float = 30
    timeout: float = 30
    retries: int = 3
    start_period: float = 0

    @property
    def patience(self) -> float:
        """How long a service may take until Compose calls it unhealthy."""
        return self.start_period + self.retries * (self.interval + self.timeout)


def health_check(service: Mapping[str, Any]) -> HealthCheck | None:
    """The service's check, else the Dockerfile's for our own image; None where it is switched off."""
    check = service.get("healthcheck")
    if check is None:
        return _image_health_check()
    if check.get("disable"):
        return None
    kind, *command = check["test"]
    times = {name: seconds(check[name]) for name in ("interval", "timeout", "start_period") if name in check}
    shell = ["sh", "-c", *command] if kind == "CMD-SHELL" else command
    return HealthCheck(shell, retries=check.get("retries", 3), **times)


def _image_health_check() -> HealthCheck:
    found = re.search(
        r"^HEALTHCHECK (.*?)\\\n\s*CMD (\[.*\])$", (ROOT / "Dockerfile").read_text(), re.MULTILINE | re.DOTALL
    )
    assert found
    times = {name.replace("-", "_"): seconds(value) for name, value in re.findall(r"--([\w-]+)=(\w+)", found[1])}
    return HealthCheck(json.loads(found[2]), **times)


def seconds(text: str) -> float:
    """
    >>> seconds("30s"), seconds("2m")
    (30.0, 120.0)
    """
    return float(text[:-1]) * {"s": 1, "m": 60}[text[-1]]


def image_environment() -> dict[str, str]:
    """The ENV of the Dockerfile."""
    block = re.search(r"^ENV (.*?[^\\])$", (ROOT / "Dockerfile").read_text(), re.MULTILINE | re.DOTALL)
    assert block
    return dict(re.findall(r"(\w+)=(\S+)", block[1]))


def environment(service: Mapping[str, Any], moved: Mapping[str, str]) -> dict[str, str]:
    """What the service's process gets, with the addresses inside the containers `moved` to this machine's."""
    given = {**image_environment(), **service.get("environment", {})}
    del given["PATH"]  # the image's own; here the running environment's programs are meant
    for there, here in moved.items():
        given = {name: value.replace(there, here) for name, value in given.items()}
    return {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "HOME": moved["/var/lib/tracewright"],
        **given,
    }
