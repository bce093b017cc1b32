# SPDX-License-Identifier: Apache-2.0
"""The real binary as tests see it: started, asked over HTTP, stopped. Standard library only."""
import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time

BINARY = os.environ.get("GATEHOUSE_BINARY", "build/dev/gatehouse")
TOKEN = "a-bootstrap-token-for-tests"
DEADLINE = 30.0


class Problem(Exception):
    """The server did not do what the test needs; the message has its output."""


def wait_until(condition, what, deadline=DEADLINE):
    """The first true value of `condition()`, asked again and again until the deadline."""
    end = time.monotonic() + deadline
    while True:
        found = condition()
        if found:
            return found
        if time.monotonic() > end:
            raise Problem(f"not within {deadline} s: {what}")
        time.sleep(0.002)


def clean_environment(more=None):
    """This process's environment without any setting of Gatehouse."""
    ours = ("GATEHOUSE_", "ADMIN_", "API_CALLS", "DISABLE_RATE", "CREATE_FIRST")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return {**kept, **(more or {})}


def command(*arguments, env=None, timeout=DEADLINE):
    """Runs `gatehouse ...` to its end."""
    return subprocess.run([BINARY, *arguments], env=clean_environment(env), capture_output=True, text=True, timeout=timeout)


class Directory:
    """A temporary directory; `.path`, and `.data` inside it for a server."""

    def __init__(self):
        self.path = tempfile.mkdtemp(prefix="gatehouse-test-")
        self.data = os.path.join(self.path, "data")

    def file(self, name):
        return os.path.join(self.path, name)

    def remove(self):
        shutil.rmtree(self.path, ignore_errors=True)


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()

    @property
    def json(self):
        return json.loads(self.body)

    def __repr__(self):
        return f"<{self.status} {self.body[:300]!r}>"


class Server:
    """`gatehouse serve` on a free port. `arguments` say where the data is."""

    def __init__(self, *arguments, env=None, preexec=None, wait=True):
        self.out = tempfile.TemporaryFile(mode="w+", prefix="gatehouse-out-")
        self.err = tempfile.TemporaryFile(mode="w+", prefix="gatehouse-err-")
        self.process = subprocess.Popen([BINARY, "serve", "--listen", "127.0.0.1:0", *arguments], env=clean_environment(env), stdout=self.out,
                                        stderr=self.err, preexec_fn=preexec)
        self.port = None
        if wait:
            self.wait_until_ready()

    @staticmethod
    def _read(file):
        # Not through the file itself: its position is shared with the server.
        return os.pread(file.fileno(), 1 << 26, 0).decode()

    @property
    def stdout(self):
        return self._read(self.out)

    @property
    def stderr(self):
        return self._read(self.err)

    def ready(self):
        found = re.search(r"is ready at http://127\.0\.0\.1:(\d+)\n", self.stdout)
        if found:
            self.port = int(found.group(1))
        return bool(found)

    def wait_until_ready(self):
        wait_until(lambda: self.ready() or self.process.poll() is not None, "the ready line")
        if not self.ready():
            raise Problem(f"exit code {self.process.returncode}\n{self.stdout}\n{self.stderr}")

    def first_token(self):
        found = re.search(r"^    (gate_\S+)$", self.stdout, re.MULTILINE)
        return found and found.group(1)

    def connect(self, timeout=DEADLINE):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)

    def ask(self, method, path, body=None, token=TOKEN, headers=None, connection=None):
        own = connection or self.connect()
        all_headers = dict(headers or {})
        if token:
            all_headers["Authorization"] = "Bearer " + token
        if body is not None:
            all_headers["Content-Type"] = "application/json"
            body = json.dumps(body)
        try:
            own.request(method, path, body=body, headers=all_headers)
            return Answer(own.getresponse())
        finally:
            if connection is None:
                own.close()

    def stop(self):
        """SIGTERM; the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=DEADLINE)

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(timeout=DEADLINE)

    def close(self):
        self.kill()
        self.out.close()
        self.err.close()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
