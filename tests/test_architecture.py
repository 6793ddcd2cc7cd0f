"""Rules of the house that a tool does not check by itself."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.phases import ROOT

# Trees whose every module with code in it has its tests at the same path under tests/.
MIRRORED = ("components", "policies", "stacks")
# Where instance types are data: what one has, what it costs, what AWS takes if none is named.
INSTANCE_TABLES = {
    "localcloud/aws/extension/eks/node_template.py",
    "localcloud/aws/extension/opensearch/checks.py",
    "localcloud/aws/extension/opensearch/domain.py",
    "localcloud/kubernetes/instance_types.py",
    "policies/cost/price_book.py",
}
INSTANCE_TYPE = re.compile(
    r"[\"'](?:db\.|cache\.|mq\.)?[a-z]\d[a-z]{0,3}\.(?:nano|micro|small|medium|\d*x?large)\b"
)
PHASE_NAME = re.compile(r"phase[123]")


def tracked(*patterns: str) -> list[Path]:
    """Return the files of the checkout, tracked or about to be."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    return [ROOT / name for name in sorted(set(found)) if (ROOT / name).is_file()]


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


SOURCES = [path for path in tracked("*.py") if not relative(path).startswith("tests/")]
COMPONENTS = [path for path in tracked("components/*.py") if "ComponentResource" in path.read_text()]
PAGES = tracked("*.md")


def camel(name: str) -> str:
    return "".join(word.capitalize() for word in name.split("_"))


@pytest.mark.parametrize("path", COMPONENTS, ids=relative)
def test_a_component_is_called_as_its_path(path: Path) -> None:
    tree, expected = ast.parse(path.read_text()), camel(path.stem)
    classes = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        and "ComponentResource" in {ast.unparse(base).split(".")[-1] for base in node.bases}
    ]
    assert [node.name for node in classes] == [expected]
    tokens = [
        node.args[0].value
        for node in ast.walk(classes[0])
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) == "super().__init__"
        and isinstance(node.args[0], ast.Constant)
    ]
    assert tokens == [f"softfactory:{path.parent.name}:{expected}"]
    assert path.parent.parent == ROOT / "components"


@pytest.mark.parametrize("path", COMPONENTS, ids=relative)
def test_a_component_takes_name_args_and_opts_and_registers_its_outputs(path: Path) -> None:
    tree = ast.parse(path.read_text())
    component = next(
        node for node in ast.walk(tree) if isinstance(node, ast.ClassDef) and node.name == camel(path.stem)
    )
    maker = next(
        node for node in component.body if isinstance(node, ast.FunctionDef) and node.name == "__init__"
    )
    assert [argument.arg for argument in maker.args.args] == ["self", "name", "args", "opts"]
    assert ast.unparse(maker.args.args[2].annotation or maker) == f"{component.name}Args"
    last = maker.body[-1]
    assert isinstance(last, ast.Expr)
    registered = ast.unparse(last)
    assert registered.startswith("self.register_outputs(")
    declared = {
        node.target.id
        for node in component.body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    }
    assert set(re.findall(r"'(\w+)':", registered)) == declared


def has_code(path: Path) -> bool:
    return any(isinstance(node, ast.FunctionDef) for node in ast.walk(ast.parse(path.read_text())))


@pytest.mark.parametrize("tree", MIRRORED)
def test_every_module_with_code_has_its_tests_at_the_same_path(tree: str) -> None:
    missing = [
        relative(path)
        for path in tracked(f"{tree}/*.py")
        if has_code(path)
        and not (ROOT / "tests" / path.relative_to(ROOT).with_name(f"test_{path.name}")).exists()
    ]
    assert missing == []


@pytest.mark.parametrize("tree", MIRRORED)
def test_every_test_of_a_module_has_its_module(tree: str) -> None:
    orphans = {
        relative(path)
        for path in tracked(f"tests/{tree}/*.py")
        if path.name.startswith("test_")
        and not (ROOT / path.relative_to(ROOT / "tests").with_name(path.name.removeprefix("test_"))).exists()
    }
    assert orphans == set()


def test_sizes_are_in_the_phase_files_only() -> None:
    found = {
        relative(path): matches
        for path in SOURCES
        if relative(path) not in INSTANCE_TABLES and (matches := INSTANCE_TYPE.findall(path.read_text()))
    }
    assert found == {}


@pytest.mark.parametrize(
    "name", ["t4g.medium", "db.t3.large", "cache.t4g.small", "mq.m7g.medium", "m7g.2xlarge"]
)
def test_a_size_in_the_code_would_be_found(name: str) -> None:
    assert INSTANCE_TYPE.search(f'instance_type="{name}"')


def test_the_code_does_not_know_the_names_of_the_phases() -> None:
    trees = ("components/", "stacks/", "__main__.py", "charts/")
    paths = [path for path in tracked("*.py", "*.j2") if relative(path).startswith(trees)]
    assert len(paths) > 30
    assert [relative(path) for path in paths if PHASE_NAME.search(path.read_text())] == []


def named_paths(page: Path) -> set[str]:
    """Return what a page names in backticks that looks like a file or a folder of the checkout."""
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    names = set(re.findall(r"`([\w.-]+(?:/[\w.<>*-]+)*/?)`", text))
    top = {path.name for path in ROOT.iterdir()}
    endings = (".py", ".md", ".yaml", ".toml", ".lock", ".csv", "/")
    return {name for name in names if name.endswith(endings) or ("/" in name and name.split("/")[0] in top)}


@pytest.mark.parametrize("page", PAGES, ids=relative)
def test_every_path_that_a_page_names_is_there(page: Path) -> None:
    missing = [
        name
        for name in named_paths(page)
        if not re.search(r"[<>*]", name) and not (ROOT / name).exists() and not (page.parent / name).exists()
    ]
    # What commands make, and git ignores.
    made = {".localcloud/", ".venv/"}
    assert set(missing) - made == set()


@pytest.mark.parametrize("page", PAGES, ids=relative)
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_the_lock_pins_hashes_and_names_no_address() -> None:
    lines = (ROOT / "requirements.lock").read_text().splitlines()
    assert [line for line in lines if re.search(r"://|--(extra-)?index-url|--find-links|@ ", line)] == []
    pins = [line for line in lines if line and not line.startswith((" ", "#"))]
    assert len(pins) > 50
    assert [line for line in pins if not re.match(r"^[a-z0-9._-]+==\S+( ;.*)? \\$", line)] == []
    assert len([line for line in lines if "--hash=sha256:" in line]) >= len(pins)


def test_the_lock_has_every_dependency_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    pinned = re.findall(r"^([a-z0-9._-]+)==", (ROOT / "requirements.lock").read_text(), re.MULTILINE)
    assert {re.split(r"[\[<>=~! ]", name)[0] for name in asked} <= set(pinned)


def test_the_layers_are_kept() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    checked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize("page", PAGES, ids=relative)
def test_every_test_that_a_page_names_is_there(page: Path) -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", page.read_text(encoding="utf-8"))
    assert [name for path, name in named if f"def {name}(" not in (ROOT / path).read_text()] == []


@pytest.mark.parametrize("path", tracked("components/*.py", "stacks/*.py", "__main__.py"), ids=relative)
def test_a_module_is_small(path: Path) -> None:
    assert path.read_text().count("\n") <= 250, "split it"


@pytest.mark.parametrize(
    "line",
    [
        "import boto3",
        "from pulumi import Config",
        "import pulumi; pulumi.Config()",
        "import pulumi; pulumi.get_stack()",
        "import pulumi; pulumi.StackReference('x')",
        "import os; os.environ['X']",
        "import os; os.getenv('X')",
        "from pathlib import Path",
        "open('x')",
    ],
)
def test_a_component_that_reads_anything_is_refused(line: str) -> None:
    def findings(path: str) -> str:
        ruff = [
            str(Path(sys.executable).with_name("ruff")),
            "check",
            "--no-cache",
            "--select",
            "TID251,PTH123",
        ]
        checked = subprocess.run(
            [*ruff, "--stdin-filename", path, "-"],
            input=f"{line}\n",
            cwd=ROOT,
            capture_output=True,
            text=True,
        )
        return checked.stdout

    assert re.search("TID251|PTH123", findings("components/data/reader.py"))
    assert "All checks passed" in findings("stacks/reader.py")
