"""What the image promises, read from the files it is built of."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[3]
IMAGE = ROOT / "app" / "image"
DOCKERFILE = (IMAGE / "Dockerfile").read_text()
PINNED = re.compile(r"^([\w.-]+)==([^\s;]+)", re.MULTILINE)


def pinned(path: Path) -> dict[str, str]:
    return dict(PINNED.findall(path.read_text()))


def test_the_image_installs_what_the_tests_ran_with() -> None:
    of_image, of_tests = pinned(IMAGE / "requirements.lock"), pinned(ROOT / "requirements.lock")
    assert {name: of_tests.get(name) for name in of_image} == of_image
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = {re.split(r"[\[<>=~]", line)[0] for line in project["optional-dependencies"]["app"]}
    assert wanted <= set(of_image)
    assert not set(of_image) & {"pulumi", "pytest", "moto", "boto3"}


def test_every_package_has_a_hash_and_none_is_compiled() -> None:
    text = (IMAGE / "requirements.lock").read_text()
    assert text.count("--hash=sha256:") >= len(pinned(IMAGE / "requirements.lock"))
    assert "://" not in text
    assert "--require-hashes" in DOCKERFILE
    assert "--only-binary :all:" in DOCKERFILE
    assert not re.search(r"\b(gcc|build-essential|python3-dev)\b", DOCKERFILE)


def test_both_stages_have_the_one_base_that_a_digest_can_pin() -> None:
    assert re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE) == ["${BASE}", "${BASE}"]


def test_it_runs_as_the_user_that_the_charts_name_and_holds_no_secret() -> None:
    assert re.findall(r"^USER (\S+)", DOCKERFILE, re.MULTILINE) == ["10001:10001"]
    last = DOCKERFILE.split("\nFROM ")[-1]
    assert last.index("USER 10001") < last.index("ENTRYPOINT")
    assert not re.search(r"^(ENV|ARG).*(PASSWORD|TOKEN|KEY|SECRET)", DOCKERFILE, re.MULTILINE)
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    assert ignored[:2] == ["*", "!app"]
