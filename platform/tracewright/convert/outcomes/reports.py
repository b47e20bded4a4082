"""What SWE-bench's harness writes of an evaluation, by task."""

from collections.abc import Mapping
from typing import Any

from tracewright.convert.place import list_at

Facts = dict[str, Any]

# Of a report. It also lists tasks of which there is no prediction, which says nothing of any run.
REPORT_LISTS: Mapping[str, Facts] = {
    "resolved_ids": {"resolved": True},
    "unresolved_ids": {"resolved": False},
    "empty_patch_ids": {"resolved": False, "evaluation": "empty patch"},
    "error_ids": {"evaluation": "error"},
}
# Of the results of an older one, which names what kept a task from being judged.
RESULT_LISTS = (
    "resolved",
    "generated",
    "applied",
    "with_logs",
    "no_generation",
    "no_logs",
    "no_apply",
    "install_fail",
    "reset_failed",
    "test_errored",
    "test_timeout",
)
JUDGED = RESULT_LISTS[:4]


def of_instances(value: Mapping[str, Any]) -> dict[str, Facts]:
    """{"a__b-1": {"resolved": true, "tests_status": {"FAIL_TO_PASS": {"success": [...], "failure": []}}}}"""
    return {task: _of_instance(said) for task, said in value.items() if isinstance(said, dict)}


def _of_instance(said: Mapping[str, Any]) -> Facts:
    facts: Facts = {key: said[key] for key in ("resolved", "tests_status") if key in said}
    if said.get("patch_is_None") is True or said.get("patch_exists") is False:
        facts["evaluation"] = "empty patch"
    elif said.get("patch_successfully_applied") is False:
        facts["evaluation"] = "patch does not apply"
    return facts


def of_report(value: Mapping[str, Any]) -> dict[str, Facts]:
    """{"resolved_ids": ["a__b-1"], "unresolved_ids": [], "error_ids": [], "total_instances": 300}"""
    return {task: facts for key, facts in REPORT_LISTS.items() for task in list_at(value, key) if isinstance(task, str)}


def of_results(value: Mapping[str, Any]) -> dict[str, Facts]:
    """{"resolved": ["a__b-1"], "applied": ["a__b-1", "a__b-2"], "no_generation": ["a__b-3"]}"""
    resolved = set(filter(_is_text, list_at(value, "resolved")))
    found: dict[str, Facts] = {}
    for key in RESULT_LISTS:
        for task in filter(_is_text, list_at(value, key)):
            facts = found.setdefault(task, {"resolved": task in resolved})
            if key not in JUDGED:
                facts["evaluation"] = key.replace("_", " ")
    return found


def _is_text(value: Any) -> bool:
    return isinstance(value, str)
