"""`python -m ops.promote FROM TO`: the resources of stack FROM become those of TO, and grow to its sizes."""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import boto3
import yaml

from ops.attached import attached
from ops.destroy import is_embedded
from ops.log_retention import bounded
from ops.promote import mover
from ops.promote.decision import Kind, Shrinks, Situation, Step, decide
from ops.promote.there import databases_there
from stacks.loading import phase_from_file
from stacks.placement import Misplaced
from stacks.reading import TRANSITION_KEY, ConfigurationError, installation_from_file
from stacks.transition import Transition

RUNBOOKS = "docs/runbooks"


def main() -> int:
    """Exit code 1 when it is refused, else that of the last `pulumi up`."""
    parser = argparse.ArgumentParser(prog="python -m ops.promote", description=__doc__)
    parser.add_argument("before", metavar="FROM", help="the stack whose resources there are")
    parser.add_argument("after", metavar="TO", help="the stack that they are to be")
    parser.add_argument(
        "--cut-over",
        action="append",
        default=[],
        metavar="DATASET",
        help="whose data is copied and verified: it is used in its new database now; may be repeated",
    )
    parser.add_argument("--plan", action="store_true", help="show the steps and change nothing")
    parser.add_argument("--yes", action="store_true", help="do not ask; on an embedded cloud nobody is asked")
    given = parser.parse_args()
    try:
        return promote(given.before, given.after, tuple(given.cut_over), given.plan, given.yes)
    except (ConfigurationError, Misplaced, Shrinks, mover.Refused) as error:
        print(f"refused, and nothing is changed: {error}", file=sys.stderr)
        return 1


def promote(before: str, after: str, cut_over: Sequence[str], plan: bool, yes: bool) -> int:
    """Take the steps that are left, and say which ones a person has to."""
    project_file, after_file = Path("Pulumi.yaml"), Path(f"Pulumi.{after}.yaml")
    project = str(yaml.safe_load(project_file.read_text(encoding="utf-8"))["name"])
    installation = installation_from_file(project_file)
    make: Any = boto3.client
    tag = installation.tags()["project"]

    def client(service: str) -> Any:
        return make(service, region_name=installation.region)

    found = databases_there(tag, client)
    grown = phase_from_file(after_file)
    situation = Situation(
        before=before,
        after=after,
        state_is_to_be_moved=mover.is_to_be_moved(project, before, after, pulumi),
        found=found,
        cut_over=tuple(cut_over),
    )
    steps = decide(phase_from_file(Path(f"Pulumi.{before}.yaml")), grown, situation)
    show(steps)
    if plan:
        return 0
    asked = yes or is_embedded()
    for step in steps:
        if step.kind is Kind.MOVE_STATE:
            if not asked and not confirmed(before, after):
                print("not confirmed: nothing is changed", file=sys.stderr)
                return 1
            print(f"state moved: {mover.move(project, before, after, pulumi)} resources are {after}'s now")
        elif step.kind is Kind.UPDATE:
            sys.stdout.flush()
            code = update(after, after_file, step.transition, ["--yes", "--skip-preview"] if asked else [])
            if code:
                print(f"stack {after} is not complete; the same command goes on from here", file=sys.stderr)
                return code
            for line in bounded(grown, tag, client):
                print(line)
    show_what_is_left(before, after, [step for step in steps if step.kind is Kind.COPY])
    return 0


def show(steps: Sequence[Step]) -> None:
    """Print each step with its reason and risk, and what an update changes."""
    print("steps:")
    for number, step in enumerate(steps, 1):
        print(f"  {number}. {step}")
        for change in step.changes:
            print(f"       {change}")


def show_what_is_left(before: str, after: str, copies: Sequence[Step]) -> None:
    """Print what a person has to do, if anything."""
    if not copies:
        print(f"the promotion is finished: `pulumi up --stack {after}` is plain from now on")
        return
    print(f"\nthe promotion is NOT finished: a plain `pulumi up --stack {after}` is refused until it is.")
    for step in copies:
        print(f"  {step.subject}: {step.reason}; its users are still where its data is")
    print(
        "No program of this project copies data yet. For each of them, in any order:\n"
        "  1. copy its schema and rows, by logical replication, and verify the copy\n"
        f"     ({RUNBOOKS}/promote-{before}-to-{after}.md says how)\n"
        f"  2. python -m ops.promote {before} {after} --cut-over {copies[0].subject}"
    )


def confirmed(before: str, after: str) -> bool:
    """Whether the person types the name of the stack that the resources are given to."""
    return input(f"Type {after} to give it the resources of {before}: ") == after


def update(stack: str, file: Path, transition: Transition | None, flags: Sequence[str]) -> int:
    """Run `pulumi up`; a transition is in a copy of the stack file, for this one update."""
    command = ["pulumi", "up", *flags, "--stack", stack]
    if transition is None:
        return attached(command)
    with tempfile.TemporaryDirectory(prefix="promote-") as folder:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
        content["config"][TRANSITION_KEY] = transition.model_dump(mode="json")
        copy = Path(folder) / file.name
        copy.write_text(yaml.safe_dump(content), encoding="utf-8")
        return attached([*command, "--config-file", str(copy)])


def pulumi(arguments: Sequence[str]) -> str:
    """What a command prints. Raise Refused in its own words."""
    done = subprocess.run(["pulumi", "--non-interactive", *arguments], capture_output=True, text=True)
    if done.returncode:
        raise mover.Refused(f"`pulumi {' '.join(arguments)}` failed: {done.stderr.strip()}")
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
