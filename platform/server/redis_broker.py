"""Redis as the broker: kombu's transport, with a worker that outlives a broker which goes away.

When the connection is lost, kombu still puts back and acknowledges the messages of the tasks at work. It looks for the address
of a connection that is closed, and the AttributeError, which nobody expects there, ends the worker (seen with kombu 5.7 and
celery 5.7). As a lost connection it is expected. Nothing is lost with the messages: the rows of apps.jobs are the truth.
"""

from typing import Any

from kombu.transport import redis


class Channel(redis.Channel):
    def _connparams(self, asynchronous: bool = False) -> dict[str, Any]:
        if self.connection is None or self.connection.client is None:
            raise ConnectionResetError("the connection to Redis was lost")
        found: dict[str, Any] = super()._connparams(asynchronous)
        return found


class Transport(redis.Transport):
    Channel = Channel
