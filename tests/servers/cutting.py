"""A proxy between the driver and a server that cuts the connection at a COMMIT."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum
from urllib.parse import urlsplit

COMMIT = b"\x00\x02\xb0\x12\x00\x00"
"""The message in Bolt's chunked encoding: 2 bytes, structure without fields, tag 0x12, end."""


class When(Enum):
    """Whether the server gets the COMMIT before the connection is cut."""

    BEFORE = "before"
    AFTER = "after"


@dataclass
class Proxy:
    """Cuts once it is `armed`, at the next COMMIT."""

    server: tuple[str, int]
    when: When
    uri: str
    armed: threading.Event = field(default_factory=threading.Event)

    def serve(self, listener: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = listener.accept()
                upstream = socket.create_connection(self.server)
                pair = _Pair(client, upstream)
                for job in (self._forward, _back):
                    threading.Thread(target=job, args=(pair,), daemon=True).start()

    def _forward(self, pair: _Pair) -> None:
        with contextlib.suppress(OSError):
            while data := pair.client.recv(65536):
                if self.armed.is_set() and data.endswith(COMMIT):
                    self.armed.clear()
                    self._cut(pair, data)
                    break
                pair.server.sendall(data)
        pair.close()

    def _cut(self, pair: _Pair, data: bytes) -> None:
        if self.when is When.AFTER:
            pair.silenced.set()
            pair.server.sendall(data)
            if not pair.answered.wait(30):
                raise TimeoutError("the server did not answer COMMIT")


@dataclass
class _Pair:
    """The two connections of a driver's one. Once silenced, the server's answer is not passed."""

    client: socket.socket
    server: socket.socket
    silenced: threading.Event = field(default_factory=threading.Event)
    answered: threading.Event = field(default_factory=threading.Event)

    def close(self) -> None:
        for connection in (self.client, self.server):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            connection.close()


def _back(pair: _Pair) -> None:
    with contextlib.suppress(OSError):
        while data := pair.server.recv(65536):
            if pair.silenced.is_set():
                pair.answered.set()
                return
            pair.client.sendall(data)
    pair.close()


@contextmanager
def cutting(uri: str, when: When) -> Iterator[Proxy]:
    """A proxy in front of a server."""
    there = urlsplit(uri)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        proxy = Proxy(
            (str(there.hostname), int(there.port or 0)),
            when,
            f"bolt://127.0.0.1:{listener.getsockname()[1]}",
        )
        thread = threading.Thread(target=proxy.serve, args=(listener,), daemon=True)
        thread.start()
        yield proxy
        listener.shutdown(socket.SHUT_RDWR)
    thread.join(10)
