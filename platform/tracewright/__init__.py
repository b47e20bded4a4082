"""Tracewright's domain: formats, schemes, diffs and exporters, without Django."""
