"""A server process that a test starts, kills and starts again on the same port and data."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

ENDED_WITHIN = 60.0


@dataclass
class ServerProcess:
    """`ready` says whether it answers. The process is ended with whoever started it.

    It works in the folder of its log, where it may leave files of its own.
    """

    command: list[str]
    log: Path
    ready: Callable[[], bool]
    ready_within: float
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Returns when it answers. RuntimeError with its last words where it does not come up."""
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                self.command,
                cwd=self.log.parent,
                env=self.environment,
                stdout=output,
                stderr=output,
            )
        end = time.monotonic() + self.ready_within
        while not self.ready():
            if self.process.poll() is not None or time.monotonic() > end:
                self.end()
                words = self.log.read_text(encoding="utf-8", errors="replace")[-2000:]
                raise RuntimeError(f"{self.command[0]} did not start:\n{words}")
            time.sleep(0.25)

    def kill(self) -> None:
        """As a power cut would."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def end(self) -> None:
        """Ask it to end, and see that it does."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(ENDED_WITHIN)
        except subprocess.TimeoutExpired:
            self.kill()


def free_port() -> int:
    """A port of 127.0.0.1 on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
