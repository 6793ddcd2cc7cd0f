"""Makes a cloud ready for work: made if absent, started if it does not run, mended if a part was killed."""

from contextlib import AbstractContextManager

from localcloud.cloud import addresses, executables, freeze, server, stacks, swap
from localcloud.cloud.cloud import Cloud
from localcloud.cloud.errors import CloudError
from localcloud.cloud.settings import Settings
from localcloud.cloud.siblings import ports_in_use
from localcloud.kubernetes import ports
from localcloud.kubernetes.command_lines import PROGRAMS
from localcloud.kubernetes.processes import Daemon
from localcloud.lock import locked
from localcloud.progress import say, step

_ATTEMPTS = 3


def alone(cloud: Cloud) -> AbstractContextManager[None]:
    """For the block no other command makes, starts, stops or copies this cloud; who wants to, waits."""
    lock = cloud.directory.parent / f".{cloud.name}.lock"
    return locked(lock, lambda pid: say(f"cloud {cloud.name}: process {pid} is at work on it; waiting"))


def make_ready(cloud: Cloud) -> None:
    """Returns when the cloud answers; quick if it does already."""
    with alone(cloud):
        make_ready_alone(cloud)


def make_ready_alone(cloud: Cloud) -> None:
    """As make_ready, within `alone`."""
    swap.finish(cloud)
    if not cloud.exists:
        _create(cloud)
    executables.write(cloud)
    if not all(stacks.checkpoint(cloud, name).exists() for name in stacks.names(cloud.project)):
        with step(
            f"cloud {cloud.name}", "making its stacks", f"{', '.join(stacks.names(cloud.project))} made"
        ):
            stacks.ensure(cloud)
    freeze.thaw(cloud)
    if server.find(cloud) is None or server.health(cloud) is None:
        _start(cloud)
    _mend_clusters(cloud)
    for was, now in addresses.follow(cloud).items():
        say(f"cloud {cloud.name}: what was on port {was} is on port {now} now")


def stop(cloud: Cloud) -> bool:
    """Ends every process of the cloud; its state stays on disk. False if none ran."""
    clusters = [path.parent for path in (cloud.directory / "clusters").glob("*/cluster.json")]
    ran = server.stop(cloud)
    daemons = [Daemon(name, directory) for directory in clusters for name in reversed(PROGRAMS)]
    ran = ran or any(daemon.process() for daemon in daemons)
    freeze.thaw(cloud)
    for daemon in daemons:
        daemon.stop()
    return ran


def _create(cloud: Cloud) -> None:
    region = stacks.region(cloud.project)
    cloud.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    port = ports.choose(ports_in_use(cloud.directory.parent))
    Settings.new(cloud.name, port, region).write(cloud.directory / "cloud.json")
    say(f"cloud {cloud.name}: new, AWS on port {port} of the loopback address")


def _start(cloud: Cloud) -> None:
    server.stop(cloud)  # one that runs and does not answer
    for _ in range(_ATTEMPTS):
        _leave_taken_port(cloud)
        try:
            server.start(cloud)
            return
        except CloudError:
            if ports.is_free(cloud.settings.port):
                raise
    raise CloudError(f"cloud {cloud.name}: every port that it chose was taken at once; try again")


def _leave_taken_port(cloud: Cloud) -> None:
    settings = cloud.settings
    if ports.is_free(settings.port):
        return
    port = ports.choose(ports_in_use(cloud.directory.parent))
    say(f"cloud {cloud.name}: another program has taken port {settings.port}; AWS moves to port {port}")
    settings.on_port(port).write(cloud.directory / "cloud.json")
    addresses.follow(cloud, {settings.port: port})


def _mend_clusters(cloud: Cloud) -> None:
    """Starts programs of Kubernetes that were killed; the AWS server does so only at its own start."""
    for path in (cloud.directory / "clusters").glob("*/cluster.json"):
        gone = [name for name in PROGRAMS if Daemon(name, path.parent).process() is None]
        if gone:
            from localcloud.kubernetes.fleet import Fleet  # takes half a second to load

            what = f"starting {', '.join(gone)}, which ended"
            with step(f"cluster {path.parent.name}", what, "it answers"):
                Fleet(cloud.directory).ensure(path.parent.name)
