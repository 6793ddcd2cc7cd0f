"""The backing services of a phase, for trying the app out: `python -m app.backing up|run|down`."""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from app.backing import packages
from app.backing.phase import Phase, UnknownPhase, names, read
from app.backing.process import MissingProgram
from app.backing.running import AlreadyRunning, Running, all_running


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def run(name: str, phase: Phase) -> None:
    """Start the services, let others know of them, and stay until told to end."""
    # Here, so that those who only ask are answered at once.
    from app.backing.services import Services

    # Others than we run the servers, and read their certificates; what is secret is made so file by file.
    os.umask(0o022)
    running = Running(name)
    with running.held():
        data = Path(tempfile.mkdtemp(prefix="softfactory-services-"))
        # The servers' own users walk through it.
        data.chmod(0o755)
        services = Services(phase, data, say)
        try:
            services.start()
            for shape in services.shapes:
                running.keep(shape, services.variables(shape))
            for database, variables in services.administrators().items():
                running.keep(f"admin-{database}", variables)
            running.ready(services.shapes)
            say(f"ready; the environment of each process is in {running.folder}")
            signal.pause()
        finally:
            # A second Ctrl-C would leave half of it behind.
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            say("ending …")
            services.stop()
            shutil.rmtree(data, ignore_errors=True)


def up(name: str, shape: str | None, phase: Phase) -> None:
    """Have the services run, and print the environment of one shape: to be used by `eval`."""
    running = Running(name)
    try:
        begun = running.pid() is None
        if begun:
            _begin(running, phase)
        if begun or not running.shapes():
            _await(running)
    except KeyboardInterrupt:
        running.end()
        sys.exit(130)
    shapes = running.shapes()
    wanted = shape.replace("-", "_") if shape else shapes[0]
    if wanted not in shapes:
        sys.exit(f"the processes of {name} are {', '.join(shapes)}; got {shape!r}")
    print(running.environment(wanted).read_text(), end="")
    say(f"{name} is ready; this is the environment of {wanted}, also in {running.environment(wanted)}")


def _begin(running: Running, phase: Phase) -> None:
    packages.install_missing(packages.programs(phase))
    running.prepare()
    with running.log.open("w") as log:
        # In a session of its own, or Ctrl-C would end it and its servers without order.
        process = subprocess.Popen(
            [sys.executable, "-m", "app.backing", "run", running.phase],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        while running.pid() is None and process.poll() is None:
            time.sleep(0.02)
    except KeyboardInterrupt:
        process.terminate()
        raise


def _await(running: Running) -> None:
    """Show what the services say until they are ready."""
    with running.log.open() as log:
        while not running.shapes():
            alive = running.pid() is not None
            sys.stderr.write(log.read())
            if not alive:
                sys.exit(f"the services of {running.phase} have not started; {running.log} says why")
            time.sleep(0.1)
        sys.stderr.write(log.read())


def down() -> None:
    for running in all_running():
        say(f"ending the services of {running.phase} …")
        running.end()


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m app.backing", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for command, words in (("up", "start them, in the background"), ("run", "run them until Ctrl-C")):
        one = commands.add_parser(command, help=words)
        one.add_argument("phase", help=f"one of {', '.join(names())}")
        if command == "up":
            one.add_argument("--shape", help="whose environment to print")
    commands.add_parser("down", help="end those of every phase")
    given = parser.parse_args(arguments)
    # Also where a script that has Ctrl-C ignored started it.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.default_int_handler)
    try:
        if given.command == "down":
            down()
        elif given.command == "run":
            packages.install_missing(packages.programs(read(given.phase)))
            run(given.phase, read(given.phase))
        else:
            up(given.phase, given.shape, read(given.phase))
    except KeyboardInterrupt:
        pass
    except (AlreadyRunning, MissingProgram, UnknownPhase, RuntimeError, TimeoutError) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main(sys.argv[1:])
