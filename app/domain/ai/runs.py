"""Runs of AI employees, and what they used."""

from datetime import UTC, datetime
from functools import partial
from typing import Annotated

from pydantic import Field
from sqlalchemy import func, select

from app.domain.call import Call
from app.domain.endpoint import Routes
from app.domain.errand import Errand
from app.domain.models.ai import AiEmployee, Scenario, UsageStat
from app.domain.models.service import Job
from app.domain.ports import OutsideRefusal
from app.domain.problem import Conflict
from app.domain.shapes import Body, Created, Reply, Text

runs = Routes("ai", "/api/ai")

# The usage answer counts the runs of the last days.
USAGE_DAYS = 30


class NewRun(Body):
    input: Annotated[Text, Field(min_length=1)]


class RunReply(Created):
    id: int
    employee_id: int
    status: str
    output: str | None
    tokens: int


class Usage(Reply):
    days: int
    runs: int
    tokens: int


@runs.add("POST", "/employees/{employee_id}/runs", status=202, body=NewRun, reply=RunReply)
def start_run(call: Call, employee_id: int, body: NewRun) -> RunReply:
    """Give an AI employee something to do; the run's own address tells the answer."""
    employee = call.own(AiEmployee, employee_id)
    if employee.status != "active":
        raise Conflict(f"The AI employee {employee_id} is {employee.status}; make it active first.")
    run = UsageStat(
        user_id=employee.user_id, employee_id=employee.id, input=body.input, status="queued", tokens=0
    )
    call.session.add(run)
    call.session.flush()
    call.later("run_ai_employee", run_id=run.id)
    call.location = f"/api/ai/runs/{run.id}"
    return RunReply.model_validate(run)


@runs.add("GET", "/runs/{run_id}", reply=RunReply)
def get_run(call: Call, run_id: int) -> RunReply:
    return RunReply.model_validate(call.own(UsageStat, run_id))


@runs.add("GET", "/usage", reply=Usage)
def my_usage(call: Call) -> Usage:
    since = func.now() - func.make_interval(0, 0, 0, USAGE_DAYS)
    mine = (UsageStat.user_id == call.me.user_id, UsageStat.created_at >= since)
    counted = select(func.count(), func.coalesce(func.sum(UsageStat.tokens), 0)).where(*mine)
    number, tokens = call.session.execute(counted).one()
    return Usage(days=USAGE_DAYS, runs=number, tokens=int(tokens))


def run_ai_employee(call: Call, job: Job, *, run_id: int) -> Errand[tuple[str, int]] | None:
    run = call.session.get(UsageStat, run_id)
    if run is None or run.status != "queued":
        return None
    employee = call.session.get_one(AiEmployee, run.employee_id)
    scenario = call.session.get_one(Scenario, employee.scenario_id)
    ask = partial(call.outside.assistant.answer, scenario.prompt, run.input, str(job.id))
    return Errand(ask, partial(_answered, run_id), partial(_refused, run_id))


def _answered(run_id: int, call: Call, answer: tuple[str, int]) -> None:
    run = call.session.get(UsageStat, run_id)
    if run is not None:
        text, run.tokens = answer
        _finish(call, run, "done", text)


def _refused(run_id: int, call: Call, refusal: OutsideRefusal) -> None:
    run = call.session.get(UsageStat, run_id)
    if run is not None:
        _finish(call, run, "failed", str(refusal))


def give_up_run(call: Call, job: Job, *, run_id: int) -> None:
    run = call.session.get(UsageStat, run_id)
    if run is not None and run.status == "queued":
        _finish(call, run, "failed", job.error or "the assistant did not answer")


def _finish(call: Call, run: UsageStat, status: str, output: str) -> None:
    run.status, run.output, run.finished_at = status, output, datetime.now(UTC)
    call.tell(run.user_id, f"run.{status}", run_id=run.id)
