"""A Potato folder (its config.yaml, data files and users' answers) as plain records; nothing is written."""

from tracewright.potato.answers import PotatoAnswer, answer_of
from tracewright.potato.keys import KEYS, Key, KeyReport
from tracewright.potato.predictions import OfItem, Problem
from tracewright.potato.project import Item, PotatoProject, read_project
from tracewright.potato.settings import Settings

__all__ = [
    "KEYS",
    "Item",
    "Key",
    "KeyReport",
    "OfItem",
    "PotatoAnswer",
    "PotatoProject",
    "Problem",
    "Settings",
    "answer_of",
    "read_project",
]
