import pytest

from tests.phases import PHASES
from tests.stacks.test_phase_spec import WRITTEN, Path, changed, refusal

POOL = {"size": 1, "max_overflow": 0}
NOT_THAT_MANY = {"size": 20, "max_overflow": 10, "recycle_seconds": 3600}


@pytest.mark.parametrize(
    ("name", "path", "value", "words"),
    [
        (
            "phase1",
            ("web_services", "platform", "database"),
            "review",
            "web_services.platform.database: got review; allowed: platform; name one of the phase's",
        ),
        (
            "phase3",
            ("workers", "review", "database"),
            "coocook",
            "workers.review.database: got coocook; allowed: review, which process review has elsewhere; give",
        ),
        (
            "phase1",
            ("web_services", "platform", "reader_pool"),
            POOL,
            "reader_pool: got a pool; allowed: no such key, as platform has 0 replicas; remove it",
        ),
        (
            "phase2",
            ("web_services", "platform", "reader_pool"),
            None,
            "reader_pool: got nothing; allowed: a pool, as platform has 2 replicas; add the pool",
        ),
        (
            "phase2",
            ("beats", "jobs", "process"),
            "ai",
            "beats: got beats for ai; allowed: one for each process that serves: monolith; add the beat or",
        ),
        (
            "phase2",
            ("workers",),
            {},
            "workers: got workers for none; allowed: some for each process that serves: monolith; add the",
        ),
        (
            "phase2",
            ("caches",),
            {"cache": WRITTEN["phase2"]["caches"]["cache"]},
            "workers: got workers for monolith; allowed: none: without a broker and a Redis that holds state",
        ),
        (
            "phase3",
            ("promotion", "database"),
            "users",
            "promotion.database: got users; allowed: platform, coocook, sns-auto, review, ai-automation; ",
        ),
        (
            "phase3",
            ("promotion",),
            None,
            "promotion.database: got nothing; allowed: platform, coocook, sns-auto, review, ai-automation; ",
        ),
        (
            "phase1",
            ("promotion",),
            {"database": "platform", "pool": {"size": 1, "max_overflow": 0}, "reader_pool": POOL},
            "promotion: got platform; allowed: no such key with one database: nothing is moved; remove it",
        ),
        (
            "phase3",
            ("promotion", "pool"),
            {"size": 4, "max_overflow": 0},
            "promotion: got primary of platform: web_services.platform (4 + 1) pods × 4 workers × (4 + 0 + 1 "
            "that watches) = 100; ",
        ),
        (
            "phase3",
            ("workers", "experience"),
            {
                **WRITTEN["phase3"]["workers"]["experience"],
                "replicas": 7,
                "pool": {"size": 1, "max_overflow": 0, "recycle_seconds": 3600},
            },
            "brokers: got broker jobs: web_services.platform (4 + 1) pods × 4 workers = 20; ",
        ),
        (
            "phase2",
            ("workers", "jobs", "queues"),
            ["sns", "email", "ai"],
            "workers: got nobody who works on background, crawl of monolith; allowed: every queue of a",
        ),
        (
            "phase1",
            ("web_services", "platform", "max_surge"),
            3,
            "databases: got primary of platform: web_services.platform (3 + 3) pods × 3 workers × (20 + 10) "
            "= 540; beats.jobs 1 pod = 2; databases.platform job that makes roles or tables = 1; in all 543, "
            "723 with the pods that end; allowed: 296 or fewer in a rollout (80 % of 370, its "
            "max_connections), 365 or fewer with the pods that end; lower pools, workers or max_surge, or "
            "take a larger class",
        ),
        (
            "phase2",
            ("gateway",),
            WRITTEN["phase3"]["gateway"],
            "gateway: got a gateway before monolith; allowed: one before ai, coocook, experience, platform, "
            "review, sns-auto, which it routes to; remove it, or serve each of these",
        ),
        (
            "phase3",
            ("caches",),
            {"cache-cluster": WRITTEN["phase3"]["caches"]["cache-cluster"]},
            "gateway: got a gateway; allowed: none without a Redis that holds state, in which its pods count",
        ),
        (
            "phase3",
            ("gateway", "replicas"),
            3,
            "gateway.replicas: got 3; allowed: 4 or more, as there are so many nodes: one without a",
        ),
        (
            "phase2",
            ("workers", "jobs", "pool"),
            NOT_THAT_MANY,
            "workers.jobs 4 pods × 16 children × (20 + 10) = 1920",
        ),
    ],
)
def test_workloads_that_do_not_go_together_are_refused_with_the_sum(
    name: str, path: Path, value: object, words: str
) -> None:
    spec = changed(name, path, lambda section, key: section.update({key: value}))
    assert words in refusal(name, spec)


def test_the_processes_of_a_phase_have_a_database_each() -> None:
    assert PHASES["phase1"].processes() == {"monolith": "platform"}
    assert PHASES["phase3"].processes() == {
        "platform": "platform",
        "coocook": "coocook",
        "sns-auto": "sns-auto",
        "review": "review",
        "ai": "ai-automation",
        "experience": "platform",
    }
