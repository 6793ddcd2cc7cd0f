"""The app of each phase on real backing services: a small load, memory, a neighbour that hangs."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import psutil

from app.backing import packages
from app.backing.phase import names, read
from app.backing.services import Services
from benchmarks.kinds import ADDRESSES, CACHED, SCHEDULED, UNCACHED
from benchmarks.table import Figure

USERS, WARM, REQUESTS = 2, 40, 60
# Of each user between two requests. Posts are fewer than their jobs of a second each can be done at once, or
# what is measured is the jobs' own work.
PAUSE_SECONDS = {CACHED: 0.05, UNCACHED: 0.05, SCHEDULED: 0.25}
# Nothing that works takes so long, even on a busy machine.
MOST_SECONDS = 120
# What a publication takes outside, by the diagram of the request flows.
PUBLICATION_SECONDS = 1.0
# A caller is left so long to notice that its neighbour hangs, and is then watched for as long.
NOTICE_SECONDS = 5.0
# Then something is wrong, and the measurement ends in words.
PATIENCE_SECONDS = 240.0


def measure() -> Sequence[Figure]:
    figures: list[Figure] = []
    load, cores = os.getloadavg()[0], os.cpu_count() or 1
    if load > cores / 2:
        print(f"the load is {load:.1f} on {cores} cores: trust the ratios, not the times", file=sys.stderr)
    for phase in names():
        print(f"{phase}: starting its services and the app …", file=sys.stderr)
        with _running(phase) as (bases, processes):
            memory = max(_worker_mib(process) for process in processes.values())
            medians = _load(bases)
            for what in (CACHED, UNCACHED, SCHEDULED):
                figures.append(Figure(f"{phase}: {what}, median", medians[what], "ms"))
            figures.append(Figure(f"{phase}: idle memory of the largest web worker", memory, "MiB"))
            if len(processes) > 1:
                figures += _hung(phase, bases, processes["coocook"])
    return figures


@contextmanager
def _running(name: str) -> Iterator[tuple[Mapping[str, str], Mapping[str, "subprocess.Popen[bytes]"]]]:
    """The phase's web processes and a worker; their addresses by service."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        phase = read(name)
        packages.install_missing(packages.programs(phase))
        services = Services(phase, Path(folder), lambda text: None)
        web: dict[str, subprocess.Popen[bytes]] = {}
        workers: list[subprocess.Popen[bytes]] = []
        try:
            services.start()
            services.outside.ledger.seconds = PUBLICATION_SECONDS
            shapes = [shape for shape in ADDRESSES.values() if shape in services.shapes] or ["monolith"]
            variables = {shape: services.variables(shape) for shape in shapes}
            for shape in shapes:
                web[shape] = _start(variables[shape], shape.replace("_", "-"))
            if "BROKER_URL" in variables[shapes[-1]]:
                workers.append(_start(variables[shapes[-1]], "worker", shapes[-1]))
            bases = {shape: f"http://127.0.0.1:{variables[shape]['PORT']}" for shape in shapes}
            for base in bases.values():
                _await(base)
            yield {part: bases.get(part, next(iter(bases.values()))) for part in ADDRESSES.values()}, web
        finally:
            for process in [*web.values(), *workers]:
                process.terminate()
            for process in [*web.values(), *workers]:
                _end(process)
            services.stop()


def _start(variables: Mapping[str, str], *arguments: str) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "app.processes", *arguments]
    return subprocess.Popen(
        command, env=os.environ | variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def _end(process: "subprocess.Popen[bytes]") -> None:
    try:
        process.wait(60)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _await(base: str) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    with httpx.Client(base_url=base, timeout=10) as client:
        while True:
            try:
                if client.get("/readyz").status_code == 200:
                    return
            except httpx.HTTPError:
                pass
            if time.monotonic() > end:
                sys.exit(f"{base} was not ready within {PATIENCE_SECONDS:.0f} s")
            time.sleep(0.2)


def _worker_mib(process: "subprocess.Popen[bytes]") -> float:
    return max(child.memory_full_info().pss for child in psutil.Process(process.pid).children()) / 2**20


def _load(bases: Mapping[str, str]) -> Mapping[str, float]:
    """The median of each kind of request in milliseconds."""
    environment = os.environ | {name: bases[part] for name, part in ADDRESSES.items()}
    environment |= {"WARM": str(WARM), "ENOUGH": str(REQUESTS)}
    command = [
        sys.executable, "-m", "locust", "-f", str(Path(__file__).with_name("load.py")), "--headless",
        "--json", "--users", str(USERS), "--spawn-rate", str(USERS), "--exit-code-on-error", "1",
        "--run-time", f"{MOST_SECONDS}s",
    ]  # fmt: skip
    medians: dict[str, float] = {}
    # Each kind by itself: in phase 1 a job is done within its request, and others would wait behind it.
    for kind in (CACHED, UNCACHED, SCHEDULED):
        paced = environment | {"PAUSE_SECONDS": str(PAUSE_SECONDS[kind])}
        done = subprocess.run(
            [*command, "--tags", kind], env=paced, capture_output=True, text=True, check=False
        )
        if done.returncode:
            sys.exit(f"the load ended with {done.returncode}:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
        times = {entry["name"]: entry["response_times"] for entry in json.loads(done.stdout)}
        if sum(times.get(kind, {}).values()) < REQUESTS:
            sys.exit(f"in {MOST_SECONDS} s there were too few of {kind!r}: the machine is too busy")
        medians[kind] = _median(times[kind])
    return medians


def _median(counts: Mapping[str, int]) -> float:
    times = sorted((float(time), count) for time, count in counts.items())
    left = sum(counts.values()) / 2
    for milliseconds, count in times:
        left -= count
        if left <= 0:
            return milliseconds
    raise ValueError("nothing was answered")


def _hung(phase: str, bases: Mapping[str, str], coocook: "subprocess.Popen[bytes]") -> list[Figure]:
    """What a caller's answers take while its neighbour hangs, and how soon after its return all is normal."""
    client = httpx.Client(base_url=bases["platform"], timeout=30)
    account = {"email": "hung@test.example", "name": "Kim", "password": "correct horse battery"}
    token = client.post("/api/auth/signup", json=account).json()["access_token"]
    client.headers["Authorization"] = f"Bearer {token}"
    # To pay for a booking that is not there: 404 from the neighbour, 503 without it.
    payment: dict[str, Any] = {"kind": "booking", "reference_id": 10**9, "source": "card_1"}

    def ask() -> tuple[float, int]:
        began = time.perf_counter()
        status = client.post("/api/payment/payments", json=payment).status_code
        return time.perf_counter() - began, status

    group = [coocook.pid, *(child.pid for child in psutil.Process(coocook.pid).children(recursive=True))]
    before = sorted(ask()[0] for _ in range(200))
    try:
        for pid in group:
            os.kill(pid, signal.SIGSTOP)
        end = time.monotonic() + NOTICE_SECONDS
        while time.monotonic() < end:
            ask()
        during = sorted(ask()[0] for _ in range(500))
    finally:
        for pid in group:
            os.kill(pid, signal.SIGCONT)
    back = time.monotonic()
    # Each of the caller's workers finds out by itself.
    in_a_row = 0
    while in_a_row < 50:
        in_a_row = in_a_row + 1 if ask()[1] == 404 else 0
        if time.monotonic() > back + PATIENCE_SECONDS:
            sys.exit(f"{phase}: {PATIENCE_SECONDS:.0f} s after its return the neighbour is not used again")
    return [
        Figure(f"{phase}: a call to a neighbour, p99", before[-3] * 1000, "ms"),
        Figure(f"{phase}: the same, hung for {NOTICE_SECONDS:.0f} s, p99", during[-6] * 1000, "ms"),
        Figure(f"{phase}: after its return, until every answer is normal", time.monotonic() - back),
    ]
