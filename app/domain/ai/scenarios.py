"""Scenario templates and one's own scenarios."""

from typing import Annotated

from pydantic import Field
from sqlalchemy import or_, select

from app.domain.call import Call
from app.domain.endpoint import Routes
from app.domain.models.ai import AiEmployee, Scenario
from app.domain.problem import Conflict, NotFound
from app.domain.shapes import Body, Created, Line, Page, PageQuery, Text, page_of

scenarios = Routes("ai", "/api/ai")


class ScenarioReply(Created):
    id: int
    name: str
    prompt: str
    template: bool


class NewScenario(Body):
    name: Line
    prompt: Annotated[Text, Field(min_length=1)]


def usable_scenario(call: Call, scenario_id: int) -> Scenario:
    scenario = call.session.get(Scenario, scenario_id)
    if scenario is None or (call.me.role != "admin" and scenario.user_id not in (None, call.me.user_id)):
        raise NotFound(
            f"There is no scenario with the id {scenario_id} for you; /api/ai/scenarios lists them."
        )
    return scenario


def _described(scenario: Scenario) -> ScenarioReply:
    return ScenarioReply(
        id=scenario.id, name=scenario.name, prompt=scenario.prompt, created_at=scenario.created_at,
        template=scenario.user_id is None,
    )  # fmt: skip


@scenarios.add("GET", "/scenarios", query=PageQuery, reply=Page[ScenarioReply])
def list_scenarios(call: Call, query: PageQuery) -> Page[ScenarioReply]:
    """The templates and one's own scenarios."""
    usable = or_(Scenario.user_id.is_(None), Scenario.user_id == call.me.user_id)
    found, numbers = page_of(call.session, select(Scenario).where(usable).order_by(Scenario.id), query)
    return Page(items=[_described(scenario) for scenario in found], **numbers)


@scenarios.add("POST", "/scenarios", status=201, body=NewScenario, reply=ScenarioReply)
def add_scenario(call: Call, body: NewScenario) -> ScenarioReply:
    scenario = Scenario(user_id=call.me.user_id, **body.model_dump())
    call.session.add(scenario)
    call.session.flush()
    return _described(scenario)


@scenarios.add("DELETE", "/scenarios/{scenario_id}", status=204)
def delete_scenario(call: Call, scenario_id: int) -> None:
    scenario = call.own(Scenario, scenario_id, lock=True)
    user = call.session.scalar(select(AiEmployee.id).where(AiEmployee.scenario_id == scenario.id).limit(1))
    if user is not None:
        raise Conflict(f"The AI employee {user} follows the scenario {scenario_id}; give it another first.")
    call.session.delete(scenario)
