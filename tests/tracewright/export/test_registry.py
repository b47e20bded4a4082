import pytest

from tracewright.errors import ExportError
from tracewright.export import EXPORTERS, exporter_of


def test_an_unknown_format_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ExportError, match='format "csv": is not known; known are trajectory_correction'):
        exporter_of("csv")


@pytest.mark.parametrize("name", EXPORTERS)
def test_an_exporter_knows_its_name_and_files(name: str) -> None:
    assert exporter_of(name).name == name
    assert len(set(exporter_of(name).file_names)) == len(exporter_of(name).file_names) > 0
