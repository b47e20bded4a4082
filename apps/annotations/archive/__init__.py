"""A zip that anybody may have made: looked at, then unpacked, with every bound counted on the way.

Only plain files in folders are taken, stored or deflated: other methods unpack in one piece, however large. What a zip says
of sizes is good for an early answer only. A zip inside a zip is a file like any other.
"""

from apps.annotations.archive.bounds import ArchiveError
from apps.annotations.archive.configs import Config, Contents, look
from apps.annotations.archive.unpacking import unpack

__all__ = ["ArchiveError", "Config", "Contents", "look", "unpack"]
