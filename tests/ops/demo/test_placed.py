from pathlib import Path

from ops.demo.containers import Container
from ops.demo.placed import SURROUNDINGS, placed
from tests.ops.demo.manifests import phase
from tests.phases import PHASES

FOLDER = Path("/here")
CONTAINER = Container(
    workload="coocook",
    kind="Deployment",
    command=("python", "-m", "app.processes", "coocook"),
    environment={
        "PORT": "8000",
        "WEB_CONCURRENCY": "4",
        "POOL_SIZE": "20",
        "DATABASE_HOST": "coocook.rds.amazonaws.com",
        "DATABASE_REPLICA_HOSTS": "",
        "DATABASE_USER": "app_coocook_a",
        "DATABASE_CA_FILE": "/etc/certificates/database.pem",
        "DATABASE_PASSWORD_FILE": "/etc/secrets/database-password",
        "CACHE_URL_FILE": "/etc/secrets/cache-url",
        "PLATFORM_URL": "http://platform",
        "OTLP_ENDPOINT": "http://jaeger:4318",
    },
    files={
        "/etc/certificates/database.pem": "AWS",
        "/etc/secrets/database-password": "of the cluster",
        "/etc/secrets/cache-url": "rediss://elasticache",
    },
    ports={"http": 8000},
    probe=None,
    grace_seconds=45,
)
HERE = {
    "DATABASE_HOST": "localhost",
    "DATABASE_REPLICA_HOSTS": "localhost:1",
    "DATABASE_CA_FILE": "/tls/ca.pem",
    "DATABASE_PASSWORD": "of this machine",
    "CACHE_URL": "rediss://localhost",
    "REDIS_CA_FILE": "/tls/ca.pem",
    "BIND_ADDRESS": "127.0.0.1",
    "POOL_SIZE": "1",
}


def test_what_surrounds_a_pod_is_here_and_the_rest_is_as_deployed() -> None:
    kept = {name: value for name, value in CONTAINER.environment.items() if name != "OTLP_ENDPOINT"}
    where = placed(CONTAINER, HERE, {8000: 5000}, {"http://platform": "http://127.0.0.1:5001"}, FOLDER, 2)
    assert where.environment == {
        **kept,
        "PORT": "5000",
        "WEB_CONCURRENCY": "2",
        "DATABASE_HOST": "localhost",
        "DATABASE_CA_FILE": "/tls/ca.pem",
        "DATABASE_PASSWORD_FILE": "/here/etc/secrets/database-password",
        "CACHE_URL_FILE": "/here/etc/secrets/cache-url",
        "PLATFORM_URL": "http://127.0.0.1:5001",
        "REDIS_CA_FILE": "/tls/ca.pem",
        "BIND_ADDRESS": "127.0.0.1",
    }
    assert where.files[FOLDER / "etc/secrets/cache-url"] == "rediss://localhost"
    assert where.files[FOLDER / "etc/secrets/database-password"] == "of the cluster"


def test_only_the_administrator_signs_in_with_the_password_of_this_machine() -> None:
    theirs = HERE | {"DATABASE_USER": "app_coocook_a"}
    where = placed(CONTAINER, theirs, {}, {}, FOLDER, 1)
    assert where.files[FOLDER / "etc/secrets/database-password"] == "of this machine"


def test_no_container_is_told_of_an_address_that_only_the_cloud_has() -> None:
    """A setting with an address in it that is new has to be put into SURROUNDINGS."""
    for name in PHASES:
        for one in (*phase(name).jobs(), *phase(name).servers()):
            values = {
                **one.environment,
                **{
                    key.removesuffix("_FILE"): one.files[path]
                    for key, path in one.environment.items()
                    if path in one.files
                },
            }
            abroad = {key for key, value in values.items() if "amazonaws" in value or ".example" in value}
            assert abroad - SURROUNDINGS <= {"MAIL_FROM", "GATEWAY_URL"}, one.workload
