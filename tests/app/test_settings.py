from pathlib import Path

import pytest

from app.settings import Settings, SettingsError, load
from tests.app.settings_values import COMPLETE


def test_a_complete_environment_loads() -> None:
    settings = load(
        COMPLETE | {"DATABASE_REPLICA_HOSTS": "a:1,b:2", "CRAWL_SOURCES": '{"x": "https://x.test/l"}'}
    )
    assert settings.database_replica_hosts == ("a:1", "b:2")
    assert settings.crawl_sources == {"x": "https://x.test/l"}
    assert settings.database_password.get_secret_value() == "pw-of-the-database"


@pytest.mark.parametrize("name", sorted(COMPLETE))
def test_every_value_is_required_or_may_be_absent_by_type(name: str) -> None:
    without = {key: value for key, value in COMPLETE.items() if key != name}
    if Settings.model_fields[name.lower()].is_required():
        with pytest.raises(SettingsError, match=name):
            load(without)
    else:
        assert getattr(load(without), name.lower()) is None


@pytest.mark.parametrize("value", ["changeme", "CHANGE-ME", "", " ", "<password>", "${PASSWORD}", "secret"])
def test_a_placeholder_is_no_secret(value: str) -> None:
    with pytest.raises(SettingsError, match=r"DATABASE_PASSWORD.*placeholder"):
        load(COMPLETE | {"DATABASE_PASSWORD": value})


def test_a_secret_may_be_a_file(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("from-a-file\n")
    environ = {key: value for key, value in COMPLETE.items() if key != "DATABASE_PASSWORD"}
    settings = load(environ | {"DATABASE_PASSWORD_FILE": str(file)})
    assert settings.database_password.get_secret_value() == "from-a-file"


def test_a_secret_in_two_places_or_in_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="both set"):
        load(COMPLETE | {"DATABASE_PASSWORD_FILE": str(tmp_path / "x")})
    environ = {key: value for key, value in COMPLETE.items() if key != "DATABASE_PASSWORD"}
    with pytest.raises(SettingsError, match=r"DATABASE_PASSWORD_FILE.*cannot be read"):
        load(environ | {"DATABASE_PASSWORD_FILE": str(tmp_path / "x")})


def test_no_secret_shows_in_words_or_errors() -> None:
    assert "pw-of-the" not in repr(load(COMPLETE))
    with pytest.raises(SettingsError) as refused:
        load(COMPLETE | {"POOL_SIZE": "none", "JWT_ISSUER": "x", "SNS_URL": "https://user:pw-in-url@x.test"})
    assert "POOL_SIZE" in str(refused.value)
    assert "pw-in-url" not in str(refused.value)
