"""A trace as its corrector leaves it: edits of its texts, and steps and calls inserted, deleted and moved.

An answer names steps and calls (step_names.py), so its parts commute and applying it needs no history. What it leads to is
derived whenever it is needed, never stored as truth.
"""

from tracewright.correction.applying import PlacedStep, arranged, corrected, is_rearranged, stale_calls
from tracewright.correction.arrangement import Arrangement
from tracewright.correction.comparing import difference
from tracewright.correction.edits import Edit, stored
from tracewright.correction.places import Editor, editor_at, editors, editors_of, edits_calls
from tracewright.correction.rows import count, edit_rows, stale_rows

__all__ = [
    "Arrangement",
    "Edit",
    "Editor",
    "PlacedStep",
    "arranged",
    "corrected",
    "count",
    "difference",
    "edit_rows",
    "editor_at",
    "editors",
    "editors_of",
    "edits_calls",
    "is_rearranged",
    "stale_calls",
    "stale_rows",
    "stored",
]
