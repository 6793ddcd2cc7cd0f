import pytest
from pydantic import ValidationError

from app.database.roles import wanted_logins
from stacks.logins import LoginRotation, broker_passwords, group, passwords

ROTATION = LoginRotation(in_use="a", a=1, b=1)


def test_every_login_of_the_app_has_a_password_of_its_own() -> None:
    found = passwords("root", "platform", ["monolith", "sns-auto"], ROTATION)
    assert list(found) == wanted_logins(["monolith", "sns_auto"])
    assert len(set(found.values())) == len(found)
    assert all(len(password) == 43 for password in found.values())


def test_the_same_is_derived_on_every_run_and_another_for_every_database_and_root() -> None:
    first = passwords("root", "platform", ["monolith"], ROTATION)
    assert passwords("root", "platform", ["monolith"], ROTATION) == first
    for other in (
        passwords("other", "platform", ["monolith"], ROTATION),
        passwords("root", "review", ["monolith"], ROTATION),
    ):
        assert not set(other.values()) & set(first.values())


def test_raising_one_login_leaves_the_other() -> None:
    before, after = (
        passwords("root", "platform", ["monolith"], LoginRotation(in_use="a", a=1, b=number))
        for number in (1, 2)
    )
    changed = {login for login in before if before[login] != after[login]}
    assert changed == {"app_owner_b", "app_monolith_b"}


def test_a_broker_has_two_logins_as_well_with_passwords_of_its_own() -> None:
    found = broker_passwords("root", "jobs", ROTATION)
    assert list(found) == ["app_a", "app_b"]
    assert broker_passwords("root", "jobs", ROTATION) == found
    assert not set(found.values()) & set(passwords("root", "jobs", ["monolith"], ROTATION).values())
    # Amazon MQ takes 12 to 250 characters, without comma, colon and equals sign.
    assert all(len(password) == 43 and not set(password) & set(",:=") for password in found.values())


def test_a_process_has_a_role() -> None:
    assert group("sns-auto") == "app_sns_auto"


@pytest.mark.parametrize("values", [{"in_use": "c", "a": 1, "b": 1}, {"in_use": "a", "a": 0, "b": 1}])
def test_a_rotation_that_cannot_be_is_refused(values: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        LoginRotation.model_validate(values)
