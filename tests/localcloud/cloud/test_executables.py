import subprocess
from pathlib import Path

from localcloud.cloud import executables
from localcloud.cloud.cloud import Cloud


def test_the_plugins_have_the_versions_that_the_packages_of_the_program_ask_for() -> None:
    assert set(executables.modules()) == {
        "bin/pulumi",
        "pulumi/home/plugins/resource-aws-v7.51.1/pulumi-resource-aws",
        "pulumi/home/plugins/resource-kubernetes-v4.34.2/pulumi-resource-kubernetes",
        "pulumi/home/plugins/language-python-v3.259.0/pulumi-language-python",
    }


def test_they_are_executable_by_their_user_only_and_written_once(cloud: Cloud) -> None:
    executables.write(cloud)
    files = [cloud.directory / path for path in executables.modules()]
    assert {file.stat().st_mode & 0o777 for file in files} == {0o700}
    times = [file.stat().st_mtime_ns for file in files]
    executables.write(cloud)
    assert [file.stat().st_mtime_ns for file in files] == times


def test_after_a_move_of_the_checkout_they_are_made_anew(cloud: Cloud) -> None:
    shim = cloud.directory / "bin" / "pulumi"
    executables.write(cloud)
    right = shim.read_text()
    shim.write_text("#!/bin/sh\nexec /elsewhere/python\n")
    executables.write(cloud)
    assert shim.read_text() == right


def test_a_launcher_runs_its_module_from_anywhere_with_its_arguments(tmp_path: Path) -> None:
    checkout = tmp_path / "a 'quoted' checkout"
    (checkout / "package").mkdir(parents=True)
    (checkout / "package" / "module.py").write_text("import sys; print(__name__, sys.argv[1:])")
    script = tmp_path / "script"
    script.write_text(executables.launcher("package.module", checkout))
    script.chmod(0o700)
    said = subprocess.run([script, "one two", "-x"], cwd="/", capture_output=True, text=True, check=True)
    assert said.stdout == "__main__ ['one two', '-x']\n"
