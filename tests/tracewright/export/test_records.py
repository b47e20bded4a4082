from tracewright.export.records import ExportReport


def test_reports_add_counts_and_keep_every_warning() -> None:
    total = ExportReport({"a": 1}, ["x"]) + ExportReport({"a": 2, "b": 0}, ["y"])
    assert (dict(total.counts), list(total.warnings)) == ({"a": 3, "b": 0}, ["x", "y"])
