"""AI Automation: scenarios, the AI employees that follow them, and what they used."""

from app.domain.ai.employees import employees
from app.domain.ai.runs import runs
from app.domain.ai.scenarios import scenarios

ENDPOINTS = [*scenarios.endpoints, *employees.endpoints, *runs.endpoints]
