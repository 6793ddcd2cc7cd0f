"""AI employees: as many as the subscriptions of their owner allow."""

from typing import Literal

from sqlalchemy import func, select

from app.domain.ai.scenarios import usable_scenario
from app.domain.call import Call
from app.domain.endpoint import Routes
from app.domain.models.ai import AiEmployee
from app.domain.problem import Conflict
from app.domain.shapes import Body, Created, Line, ObjectId, Page, PageQuery, page_of

employees = Routes("ai", "/api/ai")


class EmployeeReply(Created):
    id: int
    name: str
    scenario_id: int
    status: str


class NewEmployee(Body):
    name: Line
    scenario_id: ObjectId


class EmployeeChange(Body):
    name: Line | None = None
    scenario_id: ObjectId | None = None
    status: Literal["active", "paused"] | None = None


@employees.add("GET", "/employees", query=PageQuery, reply=Page[EmployeeReply])
def my_employees(call: Call, query: PageQuery) -> Page[EmployeeReply]:
    rows = select(AiEmployee).where(AiEmployee.user_id == call.me.user_id).order_by(AiEmployee.id)
    found, numbers = page_of(call.session, rows, query)
    return Page(items=[EmployeeReply.model_validate(employee) for employee in found], **numbers)


@employees.add("POST", "/employees", status=201, body=NewEmployee, reply=EmployeeReply)
def hire(call: Call, body: NewEmployee) -> EmployeeReply:
    """Hire an AI employee, within what one's subscriptions allow."""
    allowed = int(call.neighbours.get(call, "/api/subscriptions")["employees"])
    scenario = usable_scenario(call, body.scenario_id)
    # One hire at a time per user, or two could take the same last place.
    call.session.execute(select(func.pg_advisory_xact_lock(call.me.user_id)))
    of_me = AiEmployee.user_id == call.me.user_id
    hired = call.session.scalar(select(func.count()).select_from(AiEmployee).where(of_me)) or 0
    if hired >= allowed:
        raise Conflict(
            f"You have {hired} AI employees and your subscriptions allow {allowed}; subscribe to more."
        )
    employee = AiEmployee(user_id=call.me.user_id, scenario_id=scenario.id, name=body.name, status="active")
    call.session.add(employee)
    call.session.flush()
    return EmployeeReply.model_validate(employee)


@employees.add("GET", "/employees/{employee_id}", reply=EmployeeReply)
def get_employee(call: Call, employee_id: int) -> EmployeeReply:
    return EmployeeReply.model_validate(call.own(AiEmployee, employee_id))


@employees.add("PATCH", "/employees/{employee_id}", body=EmployeeChange, reply=EmployeeReply)
def change_employee(call: Call, employee_id: int, body: EmployeeChange) -> EmployeeReply:
    employee = call.own(AiEmployee, employee_id, lock=True)
    if body.scenario_id is not None:
        usable_scenario(call, body.scenario_id)
    for name, value in body.model_dump(exclude_none=True).items():
        setattr(employee, name, value)
    return EmployeeReply.model_validate(employee)
