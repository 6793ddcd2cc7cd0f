from tests.components.workloads.test_alertmanager import made as alertmanager
from tests.components.workloads.test_web_service import service
from tests.recording import Recording


def needs(recording: Recording, kind: str, name: str) -> set[str]:
    return {urn.rsplit("::", 1)[1] for urn in recording.one(f"kubernetes:{kind}", name).dependencies}


def test_pods_come_after_their_account_and_their_rules(preview: bool) -> None:
    found = needs(service(preview), "apps/v1:Deployment", "platform-deployment")
    assert found == {"platform-serviceaccount", "platform-networkpolicy"}


def test_a_service_comes_after_its_pods_which_do_not_wait_for_it(preview: bool) -> None:
    # The engine waits until it leads somewhere, and makes as many things at once as it has turns.
    assert needs(service(preview), "core/v1:Service", "platform-service") == {"platform-deployment"}


def test_a_service_that_only_gives_names_does_not_wait(preview: bool) -> None:
    assert needs(alertmanager(preview), "core/v1:Service", "alertmanager-service") == set()
