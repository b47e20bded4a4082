"""Every key of Potato's config.yaml that we know, and what becomes of it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from tracewright.schemes import KINDS, kind_of

Status = Literal["used", "stored", "ignored"]


class Key(NamedTuple):
    """`used`: read by the import. `stored`: kept with the project for later. `ignored`: neither, with the reason."""

    status: Status
    what: str


KEYS: dict[str, Key] = {
    "annotation_task_name": Key("used", "Title of the project, up to 200 characters."),
    "task_dir": Key("used", "Folder that other paths start from; inside the folder of the config."),
    "output_annotation_dir": Key(
        "used", "Folder with one folder for each annotator (user_id up to 100 characters), whose answers are imported."
    ),
    "data_files": Key(
        "used",
        "Data files: .json, .jsonl, .csv, .tsv, .parquet, or sessions of Claude Code (.jsonl); each a path or an object "
        "with a path.",
    ),
    "data_files[].path": Key("used", "Path of the file, from task_dir."),
    "data_files[].encoding": Key("used", "Encoding of a text file; utf-8 unless said otherwise."),
    "data_files[].filter_by_prior_annotation": Key("ignored", "Every record of the file is imported."),
    "data_directory": Key("ignored", "Watched folders come later; name the files under data_files."),
    "data_sources": Key("ignored", "Remote sources come later; name the files under data_files."),
    "item_properties": Key("used", "Which keys of a record mean what."),
    "item_properties.id_key": Key("used", "Key of the record's id, which has up to 500 characters."),
    "item_properties.text_key": Key("used", "Key of the text shown where instance_display names no fields."),
    "item_properties.category_key": Key("stored", "Key of the record's category; for assignment by category, later."),
    "annotation_schemes": Key("used", "The questions; docs/reference/schemes.md has the options of each kind."),
    "instance_display": Key("used", "What of a record is shown above its steps."),
    "instance_display.fields": Key("used", "The shown fields, in order."),
    "instance_display.fields[].key": Key("used", "Key of the record to show."),
    "instance_display.fields[].type": Key(
        "used", "How to show it: docs/reference/displays.md has the types; any other is shown as text so far."
    ),
    "instance_display.fields[].label": Key("used", "Heading of the field."),
    "instance_display.fields[].display_options": Key("used", "Options of the display type."),
    "instance_display.fields[].span_target": Key(
        "stored", "Whether Potato offers it for spans; here a span scheme marks every text, or its target_field."
    ),
    "instance_display.layout": Key("used", "How the shown fields stand."),
    "instance_display.layout.direction": Key("used", "Below each other (vertical) or beside each other (horizontal)."),
    "instance_display.layout.gap": Key("used", "The room between them, such as 20px."),
    "instance_display.resizable": Key("stored", "The page has its own layout."),
    "assignment_strategy": Key("used", "Order in which traces are given out."),
    "assignment_strategy.name": Key("used", "The same, in its longer form."),
    "num_annotators_per_item": Key("used", "How many people answer each trace, up to 100; -1 means as many as come."),
    "num_annotators_per_item.default": Key("used", "The same, in its longer form."),
    "num_annotators_per_item.overlap_sample": Key("stored", "A share of traces with more annotators; comes later."),
    "num_annotators_per_item.adaptive": Key("stored", "More annotators where people disagree; comes later."),
    "num_annotators_per_item.min": Key("stored", "Fewest annotators for each trace; comes later."),
    "max_annotations_per_item": Key("used", "Older name of num_annotators_per_item."),
    "max_annotations_per_user": Key("used", "How many traces one person answers, up to 2147483647."),
    "per_annotator_quota": Key("stored", "Quotas by person; come later."),
    "random_seed": Key("used", "Seed of the random order, from -2147483648 to 2147483647."),
    "instance_reclaim": Key("stored", "Claims have a lease of their own."),
    "live_coding_agent": Key("stored", "The live coding agent; comes later."),
    "attention_checks": Key("stored", "Quality control; comes later."),
    "gold_standards": Key("stored", "Quality control; comes later."),
    "pre_annotation": Key("stored", "Predictions; come later."),
    "training": Key("stored", "Training before annotating; comes later."),
    "phases": Key("stored", "Surveys and training before and after annotating; come later."),
    "adjudication": Key("stored", "Review and adjudication; come later."),
    "category_assignment": Key("stored", "Assignment by qualification; comes later."),
    "annotation_instructions": Key("used", "The guidelines of the project, as Markdown."),
    "export_annotation_format": Key("stored", "Formats of automatic exports; scheduled exports come later."),
    "auto_export_interval": Key("stored", "Seconds between automatic exports; scheduled exports come later."),
    "export_include_phase_data": Key("stored", "Survey rows in exports; come later."),
    "export_include_annotation_changes": Key("stored", "Answer revisions in exports; come later."),
    "output_annotation_format": Key("ignored", "Potato reads it nowhere; answers are in user_state.json."),
    "port": Key("ignored", "Serving is the server's own setting."),
    "host": Key("ignored", "Serving is the server's own setting."),
    "server": Key("ignored", "Serving is the server's own setting."),
    "user_config": Key("ignored", "People join by invitation."),
    "require_password": Key("ignored", "Everyone signs in."),
    "authentication": Key("ignored", "Sign-in is the server's own setting."),
    "rbac": Key("ignored", "Roles belong to memberships of the organization."),
    "database": Key("ignored", "The server has its own database; connection details are never stored."),
    "admin_api_key": Key("ignored", "A secret, so never stored; API tokens belong to memberships."),
    "secret_key": Key("ignored", "A secret, so never stored."),
    "debug": Key("ignored", "A switch of the server."),
    "debug_phase": Key("ignored", "A switch of the server."),
    "verbose": Key("ignored", "A switch of the server."),
    "very_verbose": Key("ignored", "A switch of the server."),
    "site_dir": Key("ignored", "The pages are our own."),
    "site_file": Key("ignored", "The pages are our own."),
    "base_html_template": Key("ignored", "The pages are our own."),
    "html_layout": Key("ignored", "The pages are our own."),
    "customjs": Key("ignored", "Scripts of a project are never run."),
    "customjs_hostname": Key("ignored", "Scripts of a project are never run."),
    "alert_time_each_instance": Key("ignored", "The page shows the time spent, without an alert."),
}

_SECRET = re.compile(r"api_?key|secret|password|credential|access_token", re.IGNORECASE)
_INDEX = re.compile(r"\[\d+\]")


@dataclass
class KeyReport:
    """The keys of one config by what becomes of them, as `data_files[0].path`; unknown ones are in no way fatal."""

    used: list[str] = field(default_factory=list)
    stored: list[str] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def key_report(config: Mapping[str, Any]) -> KeyReport:
    report = KeyReport()
    for place in _places(config, ""):
        known = KEYS.get(_INDEX.sub("[]", place))
        getattr(report, known.status if known else "unknown").append(place)
    for place, is_option in _scheme_keys(config):
        (report.used if is_option else report.stored).append(place)
    return report


def kept(config: Mapping[str, Any]) -> dict[str, Any]:
    """The config without what is ignored or unknown, and without secrets at any depth: what a project may store."""
    return {
        key: _without_secrets(value)
        for key, value in config.items()
        if key in KEYS and KEYS[key].status != "ignored" and not _SECRET.search(key)
    }


def _without_secrets(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_secrets(element) for key, element in value.items() if not _SECRET.search(key)}
    if isinstance(value, list):
        return [_without_secrets(element) for element in value]
    return value


def _places(value: Any, place: str) -> Iterator[str]:
    """The keys of the config, going inside only where KEYS knows keys inside."""
    if isinstance(value, Mapping):
        for key, element in value.items():
            inner = f"{place}.{key}" if place else key
            yield inner
            if _has_known_keys_inside(inner):
                yield from _places(element, inner)
    elif isinstance(value, list):
        for index, element in enumerate(value):
            yield from _places(element, f"{place}[{index}]")


def _has_known_keys_inside(place: str) -> bool:
    pattern = _INDEX.sub("[]", place)
    return any(known.startswith((f"{pattern}.", f"{pattern}[]")) for known in KEYS)


# Options that change what a kind asks and are not built: a scheme that has one would be asked wrongly.
UNBUILT = {"multirate": "options_from_data", "hierarchical_multiselect": "taxonomy_preset", "ranking": "items_key"}


def _scheme_keys(config: Mapping[str, Any]) -> Iterator[tuple[str, bool]]:
    """Each key of each scheme, and whether its kind reads it; the others are stored with the scheme."""
    schemes = config.get("annotation_schemes")
    for index, scheme in enumerate(schemes if isinstance(schemes, list) else []):
        if isinstance(scheme, Mapping):
            options = kind_of(kind_name(scheme)).options
            yield from ((f"annotation_schemes[{index}].{key}", key in options) for key in scheme)


def kind_name(scheme: Mapping[str, Any]) -> str:
    """Potato's annotation_type is our kind; "raw" stands for all that is not built."""
    annotation_type = scheme.get("annotation_type")
    if not isinstance(annotation_type, str) or annotation_type not in KINDS:
        return "raw"
    return "raw" if scheme.get(UNBUILT.get(annotation_type, "")) else annotation_type
