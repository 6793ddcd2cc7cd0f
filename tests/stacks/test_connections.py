import pytest

from components.workloads.worker_size import WorkerSize
from stacks.connections import Account, Consumer, one_pod, pods
from tests.components.workloads.test_worker_size import VALUES

WEB = Consumer(key="web", pods=3, surge=1, ending=1, per_pod=10, per_ending_pod=4, words="(3 + 1) pods × 10")


def account(allows: int, reserved: int = 0) -> Account:
    return Account(
        server="it", allows=allows, because="its size", consumers=(WEB, one_pod("beat", 2)), reserved=reserved
    )


def test_a_rollout_adds_pods_and_leaves_others_to_end() -> None:
    assert (WEB.rolling, WEB.with_ending) == (40, 44)
    assert (account(100).rolling, account(100).with_ending) == (42, 46)


@pytest.mark.parametrize(
    ("allows", "reserved", "fits"), [(53, 0, True), (52, 0, False), (53, 7, True), (53, 8, False)]
)
def test_it_fits_in_a_share_of_what_is_allowed_and_beside_what_is_reserved(
    allows: int, reserved: int, fits: bool
) -> None:
    # 42 of 80 % of 53, which is 42; 46 of 53 less what is reserved.
    assert account(allows, reserved).fits is fits


def test_it_is_told_with_every_term() -> None:
    told = "it: web (3 + 1) pods × 10 = 40; beat 1 pod = 2; in all 42, 46 with the pods that end"
    assert str(account(53)) == told
    assert account(53, 7).allowed == (
        "42 or fewer in a rollout (80 % of 53, its size), 46 or fewer with the pods that end"
    )


def test_pods_are_told_with_those_of_a_rollout() -> None:
    size = WorkerSize.model_validate({**VALUES, "max_surge": 2}, strict=False)
    assert pods(3, size) == "(3 + 2) pods"
    assert pods(3, size.model_copy(update={"max_surge": 0})) == "3 pods"
