"""What was answered survives a kill, to the last id and timestamp."""

import pytest

from tests.localcloud.aws.server.running import RunningServer
from tests.localcloud.aws.server.workload import Workload, look

pytestmark = pytest.mark.engine


@pytest.mark.parametrize("checkpoint_after", [None, 3], ids=["log only", "snapshot and log"])
def test_kill_in_the_middle_loses_nothing(server: RunningServer, checkpoint_after: int | None) -> None:
    workload = Workload(server.client)
    for number, step in enumerate(Workload.STEPS):
        step(workload)
        if number == checkpoint_after:
            headers = {"Authorization": "Bearer s3cret/with+signs"}
            assert server.request("POST", "/localcloud/checkpoint", headers)[0] == 200
    before = look(server.client)

    server.kill()
    server.start()

    after = look(server.client)
    assert {name for name in before if "error" in before[name]} == set()
    assert after == before
    assert "came out differently" not in server.log()
    plaintext = server.client("kms").decrypt(CiphertextBlob=workload.ciphertext)["Plaintext"]
    assert plaintext == b"secret"
