import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import grpc
import psutil
import pytest
from google.protobuf.empty_pb2 import Empty
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import language_pb2
from pulumi.runtime.proto.language_pb2_grpc import LanguageRuntimeStub

HOST = [sys.executable, "-m", "localcloud.engine.language_host", "127.0.0.1:1"]


@pytest.fixture
def host() -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(HOST, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        yield process
        process.kill()


@pytest.fixture
def stub(host: subprocess.Popen[str]) -> Iterator[LanguageRuntimeStub]:
    assert host.stdout is not None
    with grpc.insecure_channel(f"127.0.0.1:{int(host.stdout.readline())}") as channel:
        yield LanguageRuntimeStub(channel)


def project(root: Path, program: str, **options: str) -> language_pb2.ProgramInfo:
    (root / "__main__.py").write_text(program)
    struct = Struct()
    struct.update(options)
    return language_pb2.ProgramInfo(
        root_directory=str(root), program_directory=str(root), entry_point=".", options=struct
    )


def plugin(info: language_pb2.ProgramInfo, *arguments: str) -> language_pb2.RunPluginRequest:
    return language_pb2.RunPluginRequest(
        pwd=info.root_directory, kind="resource", info=info, args=arguments, env=["GREETING=a=b"]
    )


def test_it_tells_the_version_of_the_sdk(stub: LanguageRuntimeStub) -> None:
    assert stub.GetPluginInfo(Empty()).version == version("pulumi")


def test_it_tells_which_python_runs_the_program(stub: LanguageRuntimeStub, tmp_path: Path) -> None:
    about = stub.About(language_pb2.AboutRequest(info=project(tmp_path, "")))
    assert (about.executable, about.version) == (sys.executable, sys.version.split()[0])


def test_an_option_that_cannot_be_honoured_is_refused_in_words(
    stub: LanguageRuntimeStub, tmp_path: Path
) -> None:
    request = language_pb2.AboutRequest(info=project(tmp_path, "", toolchain="poetry"))
    with pytest.raises(grpc.RpcError, match="toolchain to 'poetry'"):
        stub.About(request)


def test_the_same_fault_is_an_error_of_the_run_and_not_of_the_question_before_it(
    stub: LanguageRuntimeStub, tmp_path: Path
) -> None:
    info = project(tmp_path, "", virtualenv="absent")
    assert not stub.GetRequiredPackages(language_pb2.GetRequiredPackagesRequest(info=info)).packages
    answer = stub.Run(language_pb2.RunRequest(info=info, pwd=str(tmp_path)))
    assert "asks for the virtual environment" in answer.error
    assert not answer.bail


def test_it_names_the_plugins_that_the_program_needs(stub: LanguageRuntimeStub, tmp_path: Path) -> None:
    request = language_pb2.GetRequiredPackagesRequest(info=project(tmp_path, ""))
    found = {(one.name, one.kind, one.version) for one in stub.GetRequiredPackages(request).packages}
    assert found == {
        ("aws", "resource", version("pulumi-aws")),
        ("kubernetes", "resource", version("pulumi-kubernetes")),
    }


def test_a_plugin_program_gets_its_arguments_and_environment_and_its_output_is_streamed(
    stub: LanguageRuntimeStub, tmp_path: Path
) -> None:
    program = (
        "import os, sys; print(sys.argv[1], os.environ['GREETING']); sys.stderr.write('!\\n'); sys.exit(5)"
    )
    said = list(stub.RunPlugin(plugin(project(tmp_path, program), "hello")))
    assert [one.stdout for one in said if one.HasField("stdout")] == [b"hello a=b\n"]
    assert [one.stderr for one in said if one.HasField("stderr")] == [b"!\n"]
    assert said[-1].exitcode == 5


def test_cancel_ends_what_runs(stub: LanguageRuntimeStub, tmp_path: Path) -> None:
    said = stub.RunPlugin(plugin(project(tmp_path, "import time; print('on', flush=True); time.sleep(60)")))
    assert next(said).stdout == b"on\n"
    stub.Cancel(Empty())
    assert next(said).exitcode == -signal.SIGTERM


def has_ended(process: psutil.Process) -> bool:
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_quietly_together_with_what_runs(
    number: int, host: subprocess.Popen[str], stub: LanguageRuntimeStub, tmp_path: Path
) -> None:
    program = "import os, time; print(os.getpid(), flush=True); time.sleep(60)"
    call = stub.RunPlugin(plugin(project(tmp_path, program)))  # held, or gRPC cancels it
    child = psutil.Process(int(next(call).stdout))
    host.send_signal(number)
    _, words = host.communicate()
    assert (host.returncode, words) == (0, "")
    psutil.wait_procs([child], timeout=5)  # the signal arrives a moment later
    assert has_ended(child)


def test_it_ends_when_the_engine_is_gone() -> None:
    """A shell stands for the engine: it starts the host in the background and is killed."""
    with subprocess.Popen(
        ["/bin/sh", "-c", '"$@" & echo $!; wait', "sh", *HOST], stdout=subprocess.PIPE, text=True
    ) as engine:
        assert engine.stdout is not None
        host = psutil.Process(int(engine.stdout.readline()))
        assert int(engine.stdout.readline()) > 0
        os.kill(engine.pid, signal.SIGKILL)
        psutil.wait_procs([host], timeout=20)
        assert has_ended(host)
