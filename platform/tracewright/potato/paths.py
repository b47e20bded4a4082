"""Paths of a project, which must stay inside the folder of its config."""

from pathlib import Path

from tracewright.errors import ConfigError
from tracewright.shown import SHOWN_CHARS


def inside(folder: Path, base: Path, value: str, where: str) -> Path:
    """The path with its symbolic links followed. ConfigError when it leaves the folder of the config."""
    try:
        path = (base / value).resolve()
        path.exists()  # a name longer than the file system takes is found out here
    except (ValueError, OSError, RuntimeError) as error:  # a NUL in the path, a loop of links
        raise ConfigError(where, f'"{value[:SHOWN_CHARS]}" is no path') from error
    if not path.is_relative_to(folder):
        raise ConfigError(where, f'"{value[:SHOWN_CHARS]}" leaves the folder of the config')
    return path
