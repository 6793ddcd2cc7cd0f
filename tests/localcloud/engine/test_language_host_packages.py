import venv
from importlib.metadata import version
from pathlib import Path

from localcloud.engine.language_host_interpreter import Interpreter, interpreter
from localcloud.engine.language_host_packages import Package, dependencies, plugins


def own(root: Path) -> Interpreter:
    return interpreter(root, {})


def test_the_plugins_are_those_of_the_installed_pulumi_packages(tmp_path: Path) -> None:
    assert plugins(own(tmp_path)) == [
        Package("aws", version("pulumi-aws")),
        Package("kubernetes", version("pulumi-kubernetes")),
    ]


def test_every_installed_distribution_is_a_dependency(tmp_path: Path) -> None:
    found = dependencies(own(tmp_path), transitive=True)
    assert Package("pulumi", version("pulumi")) in found
    assert Package("botocore", version("botocore")) in found


def test_without_the_transitive_ones_only_those_remain_that_nothing_requires(tmp_path: Path) -> None:
    names = {package.name for package in dependencies(own(tmp_path), transitive=False)}
    assert "pulumi-aws" in names or "pulumi_aws" in names
    assert "botocore" not in names


def test_the_question_is_put_to_the_python_of_the_program(tmp_path: Path) -> None:
    venv.create(tmp_path / "venv", with_pip=False)
    bare = interpreter(tmp_path, {"virtualenv": "venv"})
    assert plugins(bare) == []
    assert dependencies(bare, transitive=True) == []
