"""The embedded broker: kombu's filesystem transport, whose messages appear whole.

Kombu writes a message under its final name, so a worker that looks in between reads half of it and ends with a
JSONDecodeError (seen with kombu 5.7). Here it gets its name once it is written.
"""

import time
import uuid
from pathlib import Path
from typing import Any

from kombu.transport import filesystem
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    def _put(self, queue: Any, payload: Any, **kwargs: Any) -> None:
        message = Path(self.data_folder_out, f"{time.time_ns()}_{uuid.uuid4()}.{queue}.msg")
        unfinished = message.with_suffix(".unfinished")  # workers look for .msg only
        unfinished.write_text(dumps(payload), encoding="utf-8")
        unfinished.rename(message)


class Transport(filesystem.Transport):
    Channel = Channel
