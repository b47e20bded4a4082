"""Outcomes: what a benchmark says of its runs in files of their own. They become no traces, but are joined to them."""

from tracewright.convert.outcomes.files import Kind, Outcome, OutcomeFile, kind_of, kind_of_file, read
from tracewright.convert.outcomes.joining import Joined, Joining

__all__ = ["Joined", "Joining", "Kind", "Outcome", "OutcomeFile", "kind_of", "kind_of_file", "read"]
