"""The Python language host: through it the Pulumi engine runs Python programs and policy packs.

It stands in only where the official host is absent, because that one cannot be built from public Go modules.
"""

import json
import os
import signal
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path

import grpc
from google.protobuf.empty_pb2 import Empty
from google.protobuf.json_format import MessageToDict
from pulumi.runtime.proto import language_pb2, language_pb2_grpc, plugin_pb2

from localcloud.engine.language_host_children import Children, Command
from localcloud.engine.language_host_interpreter import Interpreter, OptionError, interpreter
from localcloud.engine.language_host_packages import Package, dependencies, plugins
from localcloud.engine.language_host_requirements import install
from localcloud.toolchain.programs import executable

# The exit code by which pulumi-language-python-exec says that the user has seen the error already.
SHOWN = 32
_UNLIMITED = [("grpc.max_receive_message_length", -1), ("grpc.max_send_message_length", -1)]


class LanguageHost(language_pb2_grpc.LanguageRuntimeServicer):
    """Answers the engine; each program is a process of its own, which ends with its call, and on Cancel."""

    def __init__(self, engine: str, children: Children) -> None:
        self._engine = engine
        self._children = children

    def Handshake(
        self, request: language_pb2.LanguageHandshakeRequest, _: grpc.ServicerContext
    ) -> language_pb2.LanguageHandshakeResponse:
        self._engine = request.engine_address or self._engine
        return language_pb2.LanguageHandshakeResponse()

    def GetPluginInfo(self, *_: object) -> plugin_pb2.PluginInfo:
        return plugin_pb2.PluginInfo(version=version("pulumi"))

    def Cancel(self, *_: object) -> Empty:
        self._children.end()
        return Empty()

    def RuntimeOptionsPrompts(self, *_: object) -> language_pb2.RuntimeOptionsResponse:
        return language_pb2.RuntimeOptionsResponse()

    def About(
        self, request: language_pb2.AboutRequest, context: grpc.ServicerContext
    ) -> language_pb2.AboutResponse:
        python = _interpreter_or_abort(request.info, context)
        return language_pb2.AboutResponse(executable=str(python.executable), version=python.version())

    def GetRequiredPackages(
        self, request: language_pb2.GetRequiredPackagesRequest, _: grpc.ServicerContext
    ) -> language_pb2.GetRequiredPackagesResponse:
        try:
            needed = plugins(_interpreter(request.info))
        except OptionError:
            needed = []  # Run comes next and says it where the user expects the program's errors
        return language_pb2.GetRequiredPackagesResponse(packages=[_plugin(package) for package in needed])

    def GetProgramDependencies(
        self, request: language_pb2.GetProgramDependenciesRequest, context: grpc.ServicerContext
    ) -> language_pb2.GetProgramDependenciesResponse:
        found = dependencies(_interpreter_or_abort(request.info, context), request.transitiveDependencies)
        return language_pb2.GetProgramDependenciesResponse(
            dependencies=[language_pb2.DependencyInfo(name=one.name, version=one.version) for one in found]
        )

    def InstallDependencies(
        self, request: language_pb2.InstallDependenciesRequest, context: grpc.ServicerContext
    ) -> Iterator[language_pb2.InstallDependenciesResponse]:
        options = MessageToDict(request.info.options)
        try:
            for line in install(Path(request.directory), options, self._children, context.add_callback):
                yield language_pb2.InstallDependenciesResponse(stdout=line)
        except OptionError as error:
            context.abort(grpc.StatusCode.FAILED_PRECONDITION, str(error))

    def Run(
        self, request: language_pb2.RunRequest, context: grpc.ServicerContext
    ) -> language_pb2.RunResponse:
        try:
            python = _interpreter(request.info)
        except OptionError as error:
            return language_pb2.RunResponse(error=str(error))
        if request.attach_debugger:
            return language_pb2.RunResponse(error="this language host cannot attach a debugger")
        environment = {
            **python.environment,
            "PULUMI_CONFIG": json.dumps(dict(request.config)),
            "PULUMI_CONFIG_SECRET_KEYS": json.dumps(list(request.configSecretKeys)),
        }
        steps = {"the program": self._program(python, request)}
        if python.typecheck:
            check = [str(python.executable), "-m", *python.typecheck, request.info.program_directory]
            steps = {" ".join(python.typecheck): check, **steps}
        for name, arguments in steps.items():
            code = self._run(Command(arguments, Path(request.pwd), environment), context)
            if code:
                shown = code == SHOWN or self._children.ended
                return language_pb2.RunResponse(bail=shown, error="" if shown else _failed(name, code))
        return language_pb2.RunResponse()

    def RunPlugin(
        self, request: language_pb2.RunPluginRequest, context: grpc.ServicerContext
    ) -> Iterator[language_pb2.RunPluginResponse]:
        python = _interpreter_or_abort(request.info, context)
        folder = request.info.program_directory
        # A policy pack is run by the SDK for policies; any other plugin is a program by itself.
        analyzer = request.kind == "analyzer"
        what = ["-m", "pulumi.policy", *request.args, folder] if analyzer else [folder, *request.args]
        environment = {**python.environment, **dict(pair.split("=", 1) for pair in request.env)}
        command = Command(
            [str(python.executable), "-u", *what], Path(folder if analyzer else request.pwd), environment
        )
        for said in self._children.stream(command, context.add_callback):
            match said:
                case ("stdout", line):
                    yield language_pb2.RunPluginResponse(stdout=line)
                case ("stderr", line):
                    yield language_pb2.RunPluginResponse(stderr=line)
                case int():
                    yield language_pb2.RunPluginResponse(exitcode=said)

    def _run(self, command: Command, context: grpc.ServicerContext) -> int:
        try:
            return self._children.run(command, context.add_callback)
        except InterruptedError:
            return SHOWN

    def _program(self, python: Interpreter, request: language_pb2.RunRequest) -> list[str]:
        """The SDK's own launcher with the program: the entry point, or the folder when none is named."""
        launcher = executable("pulumi").parent.parent / "libexec" / "pulumi-language-python-exec"
        options = {
            "monitor": request.monitor_address,
            "engine": self._engine,
            "project": request.project,
            "root_directory": request.info.root_directory,
            "stack": request.stack,
            "pwd": request.pwd,
            "dry_run": "true" if request.dryRun else "false",
            "parallel": str(request.parallel),
            "organization": request.organization,
        }
        flags = [part for name, value in options.items() for part in (f"--{name}", value)]
        program = os.path.join(request.info.program_directory, request.info.entry_point or ".")
        return [str(python.executable), "-u", str(launcher), *flags, program, *request.args]


def _interpreter(info: language_pb2.ProgramInfo) -> Interpreter:
    return interpreter(Path(info.root_directory), MessageToDict(info.options))


def _interpreter_or_abort(info: language_pb2.ProgramInfo, context: grpc.ServicerContext) -> Interpreter:
    try:
        return _interpreter(info)
    except OptionError as error:
        context.abort(grpc.StatusCode.FAILED_PRECONDITION, str(error))


def _plugin(package: Package) -> plugin_pb2.PackageDependency:
    return plugin_pb2.PackageDependency(name=package.name, kind="resource", version=package.version)


def _failed(name: str, code: int) -> str:
    return (
        f"{name} ended with code {code}" if code > 0 else f"{name} was ended by {signal.Signals(-code).name}"
    )


def serve() -> None:
    """Prints the port, serves until the engine ends or asks to end, and leaves no process behind."""
    engine_process, stop = os.getppid(), threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):  # the engine ends a plugin by SIGINT
        signal.signal(number, lambda *_: stop.set())
    addresses = [argument for argument in sys.argv[1:] if not argument.startswith("-")]
    children = Children()
    server = grpc.server(ThreadPoolExecutor(16), options=_UNLIMITED)
    host = LanguageHost(addresses[-1] if addresses else "", children)
    language_pb2_grpc.add_LanguageRuntimeServicer_to_server(host, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    print(port, flush=True)
    while not stop.wait(0.5) and os.getppid() == engine_process:
        pass
    children.end()
    server.stop(1).wait()


if __name__ == "__main__":
    serve()
