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
    def _get(self, queue: Any) -> Any:  # type: ignore[override]
        Path(self.data_folder_in).mkdir(parents=True, exist_ok=True)  # somebody may have tidied up
        return super()._get(queue)

    def _put(self, queue: Any, message: Any, **kwargs: Any) -> None:  # type: ignore[override]  # kombu's own differ
        Path(self.data_folder_out).mkdir(parents=True, exist_ok=True)
        whole = Path(self.data_folder_out, f"{time.time_ns()}_{uuid.uuid4()}.{queue}.msg")
        unfinished = whole.with_suffix(".unfinished")  # workers look for .msg only
        unfinished.write_text(dumps(message), encoding="utf-8")
        unfinished.rename(whole)


class Transport(filesystem.Transport):
    Channel = Channel
