"""The embedded broker's messages."""

import threading
from queue import Empty

from kombu import Connection

from server.broker import Transport


def test_a_reader_never_finds_half_a_message(tmp_path):
    options = {"data_folder_in": str(tmp_path), "data_folder_out": str(tmp_path), "control_folder": str(tmp_path)}
    sent, received = 3000, 0

    def send() -> None:
        with Connection("filesystem://", transport=Transport, transport_options=options) as connection:
            channel = connection.channel()
            for number in range(sent):
                channel._put("celery", {"number": number})

    writer = threading.Thread(target=send)
    writer.start()
    with Connection("filesystem://", transport=Transport, transport_options=options) as connection:
        channel = connection.channel()
        while received < sent:
            try:
                channel._get("celery")  # kombu's own raises JSONDecodeError here within some hundred messages
                received += 1
            except Empty:
                continue
    writer.join()
    assert list(tmp_path.iterdir()) == []
