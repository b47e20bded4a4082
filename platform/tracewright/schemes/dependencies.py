"""Which questions depend on which: what can be checked only where all schemes of a project are known."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from tracewright.errors import SchemeError
from tracewright.schemes import kind_of
from tracewright.schemes.conditions import watched
from tracewright.schemes.display_logic import ASKED_WHEN, OPTION
from tracewright.schemes.kind import Config
from tracewright.shown import shown

IN_THE_TRACE = {
    "trajectory_edit",
    "code_review",
}  # what they ask is done at the steps and lines, which are always there


class Placed(NamedTuple):
    """A scheme of a project, and how errors call its place."""

    where: str
    kind: str
    config: Config


def link(schemes: Mapping[str, Placed]) -> None:
    """Checks what the schemes, by name, depend on; conditions on points that have names get these as `names`.

    SchemeError for a scheme that is not there, is asked at each step or depends on itself, and for what works in
    the trace itself.
    """
    for scheme in schemes.values():
        if scheme.kind in IN_THE_TRACE and ASKED_WHEN in scheme.config:
            raise SchemeError(
                f"{scheme.where} {OPTION}", f"is not taken: {scheme.kind} works in the trace, which is always there"
            )
        for index, condition in enumerate(_conditions(scheme)):
            where = f"{scheme.where} {OPTION}.show_when[{index}].schema"
            condition.update(_names(_watched(schemes, condition["scheme"], where)))
    _refuse_circles(schemes)


def met_always(kinds: Mapping[str, str], configs: Mapping[str, Config]) -> Iterator[tuple[str, str]]:
    """Each scheme with one that it depends on whose kind is not built: nobody can answer that, so its condition always holds."""
    for name, config in configs.items():
        yield from ((name, other) for other in sorted(watched({name: config})) if kinds.get(other) == "raw")


def _conditions(scheme: Placed) -> list[dict[str, Any]]:
    conditions: list[dict[str, Any]] = scheme.config.get(ASKED_WHEN, {}).get("conditions", [])
    return conditions


def _watched(schemes: Mapping[str, Placed], name: str, where: str) -> Placed:
    if name not in schemes:
        raise SchemeError(where, f"names no scheme of the config: {shown(name)}")
    if kind_of(schemes[name].kind).level != "trace":
        raise SchemeError(where, f"is asked at each step, so no other question can depend on it: {shown(name)}")
    return schemes[name]


def _names(watched: Placed) -> dict[str, list[str]]:
    """The names of a scale's points: their answers are numbers here, and names in the projects that come from Potato."""
    names = [label["name"] for label in watched.config["labels"]] if watched.kind == "likert" else []
    return {"names": names} if names else {}


def _refuse_circles(schemes: Mapping[str, Placed]) -> None:
    """Takes away, again and again, what depends on nothing that is left; what stays depends on itself in the end."""
    left = {name: {condition["scheme"] for condition in _conditions(scheme)} for name, scheme in schemes.items()}
    while free := [name for name, watched in left.items() if watched.isdisjoint(left)]:
        for name in free:
            del left[name]
    if left:
        circle = _circle(left)
        way = " -> ".join(shown(name) for name in [*circle, circle[0]])
        raise SchemeError(f"{schemes[circle[0]].where} {OPTION}", f"depends on itself: {way}")


def _circle(left: Mapping[str, set[str]]) -> list[str]:
    way = [next(iter(left))]
    while (onward := min(left[way[-1]] & left.keys())) not in way:
        way.append(onward)
    return way[way.index(onward) :]
