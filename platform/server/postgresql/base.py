"""Connections from the pool, without a question to the server before each request.

After a restart of the database the connections of the pool are dead. psycopg's own check sends an empty statement each time
one is taken; but a server that goes says so on each connection, and what it said is there to be read without waiting.
"""

import select
from typing import Any

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """One that is there: the dead ones go back to the pool, which makes others in their place.

        PoolTimeout when the database does not come back.
        """
        while True:
            connection: Any = super().get_new_connection(conn_params)
            if not self.pool or is_there(connection):
                return connection
            connection.close()
            self.pool.putconn(connection)


def is_there(connection: Any) -> bool:
    """Whether the server has said nothing meanwhile: whom nobody asks anything speaks only to say farewell, or that a setting
    is another one now, and then a new connection costs little.
    """
    if connection.closed:
        return False
    waiting = select.poll()
    waiting.register(connection.fileno(), select.POLLIN)
    return not waiting.poll(0)
