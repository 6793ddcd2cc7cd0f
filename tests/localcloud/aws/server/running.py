"""A server process of the tests, with a fleet that only notes what it is told."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

KEY_ID, SECRET = "AKIAABCDEFGHIJKLMNOP", "s3cret/with+signs"
_CONFIG = Config(retries={"max_attempts": 0}, signature_version="v4")
_S3_CONFIG = Config(retries={"max_attempts": 0}, signature_version="s3v4")


class RunningServer:
    """`directory` becomes the cloud; the server's own words are in server.log there."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.port = _free_port()
        directory.mkdir(exist_ok=True)
        fields = {
            "name": "test", "port": self.port, "access_key_id": KEY_ID, "secret_access_key": SECRET,
            "passphrase": "", "region": "us-east-1", "account_id": "123456789012",
        }  # fmt: skip
        (directory / "cloud.json").write_text(json.dumps(fields))
        self._process: subprocess.Popen[bytes] | None = None
        self._clients: dict[str, Any] = {}

    def start(self) -> None:
        with (self.directory / "server.log").open("ab") as log:
            self._process = subprocess.Popen(self.command(), env=self.environment(), stdout=log, stderr=log)
        deadline = time.monotonic() + 60
        while not self.answers("/localcloud/health"):
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(f"The server did not start:\n{self.log()}")
            time.sleep(0.02)

    def command(self) -> list[str]:
        launcher = Path(__file__).with_name("serve_without_kubernetes.py")
        return [sys.executable, str(launcher), "--cloud-dir", str(self.directory)]

    def environment(self) -> dict[str, str]:
        return {**os.environ, "PYTHONPATH": str(Path.cwd()), "PYTHONHASHSEED": "0", "TZ": "UTC"}

    def kill(self) -> None:
        """As a power cut, as far as a test can."""
        self._end(signal.SIGKILL)

    def stop(self) -> int:
        return self._end(signal.SIGTERM)

    def _end(self, number: int) -> int:
        if self._process is None or self._process.poll() is not None:
            return 0
        self._process.send_signal(number)
        return self._process.wait(30)

    def log(self) -> str:
        return (self.directory / "server.log").read_text()

    def client(self, service: str) -> Any:
        if service not in self._clients:
            self._clients[service] = self.client_with(service, KEY_ID, SECRET)
        return self._clients[service]

    def client_with(self, service: str, key_id: str, secret: str, token: str | None = None) -> Any:
        make_client: Any = boto3.client
        return make_client(
            service,
            "us-east-1",
            endpoint_url=f"http://127.0.0.1:{self.port}",
            aws_access_key_id=key_id,
            aws_secret_access_key=secret,
            aws_session_token=token,
            config=_S3_CONFIG if service == "s3" else _CONFIG,
        )

    def answers(self, path: str) -> bool:
        try:
            return self.request("GET", path)[0] == 200
        except OSError:
            return False

    def request(self, method: str, path: str, headers: Any = None, body: Any = None) -> tuple[int, Any]:
        data = json.dumps(body).encode() if body is not None else None
        url = f"http://127.0.0.1:{self.port}{path}"
        request = urllib.request.Request(url, data, headers or {}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, json.loads(answer.read())
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    def told_fleet(self) -> list[Any]:
        """What the fleet was told, oldest first."""
        path = self.directory / "fleet.jsonl"
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
