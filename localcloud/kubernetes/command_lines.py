"""The command lines of the five programs of a control plane, and the files that they read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from localcloud.kubernetes.ports import LOOPBACK
from localcloud.kubernetes.processes import Program

SERVICE_CIDR = "172.20.0.0/16"  # as EKS chooses unless the VPC overlaps
PROGRAMS = (
    "etcd",
    "kube-apiserver",
    "kube-controller-manager",
    "kube-scheduler",
    "kwok",
)  # in order of start
_ISSUER = "https://kubernetes.default.svc"
_EBS_STAGES = Path(__file__).with_name("stages")
# How long an answer about a token is kept: a burst asks once, and a revoked entry is soon felt.
_REVIEW_CACHE = "2s"
_BUSY_CLIENT = ("--kube-api-qps=500", "--kube-api-burst=1000")


@dataclass(frozen=True)
class Layout:
    """Where the parts of one control plane are: its directory, its two ports, its webhook."""

    directory: Path
    etcd_port: int
    api_port: int

    @property
    def endpoint(self) -> str:
        """The URL of the API server."""
        return f"https://{LOOPBACK}:{self.api_port}"

    @property
    def certificates(self) -> Path:
        """The directory of keys and certificates."""
        return self.directory / "certificates"

    @property
    def webhook(self) -> Path:
        """How the API server reaches the token authenticator; absent if there is none."""
        return self.directory / "token-webhook.yaml"

    @property
    def authentication(self) -> Path:
        """The API server's AuthenticationConfiguration."""
        return self.directory / "authentication.yaml"

    def kubeconfig(self, user: str) -> Path:
        """The kubeconfig of one of the control plane's own users."""
        return self.directory / "kubeconfigs" / f"{user}.yaml"


def programs(layout: Layout, executable: Callable[[str], Path]) -> Mapping[str, Program]:
    """What to run, by name; `executable` finds a program's file."""
    makers = (_etcd, _apiserver, _controller_manager, _scheduler, _kwok)
    return {name: make(layout, executable(name)) for name, make in zip(PROGRAMS, makers, strict=True)}


def _etcd(layout: Layout, executable: Path) -> Program:
    keys = layout.certificates
    tls = {"cert-file": "etcd.crt", "key-file": "etcd.key", "trusted-ca-file": "etcd-ca.crt"}
    peer = f"https://{LOOPBACK}:0"  # one member: nobody else connects
    url = f"https://{LOOPBACK}:{layout.etcd_port}"
    return Program(
        "etcd",
        [
            str(executable),
            "--name=only",
            f"--data-dir={layout.directory / 'etcd'}",
            f"--listen-client-urls={url}",
            f"--advertise-client-urls={url}",
            f"--listen-peer-urls={peer}",
            f"--initial-advertise-peer-urls={peer}",
            f"--initial-cluster=only={peer}",
            "--client-cert-auth",
            "--peer-client-cert-auth",
            *(f"--{flag}={keys / file}" for flag, file in tls.items()),
            *(f"--peer-{flag}={keys / file}" for flag, file in tls.items()),
            "--log-level=warn",
            "--logger=zap",
            "--auto-compaction-retention=1h",
        ],
    )


def _apiserver(layout: Layout, executable: Path) -> Program:
    keys = layout.certificates
    reads = [layout.authentication]
    webhook = []
    if layout.webhook.exists():
        reads.append(layout.webhook)
        webhook = [
            f"--authentication-token-webhook-config-file={layout.webhook}",
            "--authentication-token-webhook-version=v1",
            f"--authentication-token-webhook-cache-ttl={_REVIEW_CACHE}",
        ]
    command = [
        str(executable),
        f"--bind-address={LOOPBACK}",
        f"--advertise-address={LOOPBACK}",
        "--endpoint-reconciler-type=none",  # it would refuse to publish a loopback address
        f"--secure-port={layout.api_port}",
        f"--tls-cert-file={keys / 'apiserver.crt'}",
        f"--tls-private-key-file={keys / 'apiserver.key'}",
        f"--client-ca-file={keys / 'ca.crt'}",
        f"--etcd-servers=https://{LOOPBACK}:{layout.etcd_port}",
        f"--etcd-cafile={keys / 'etcd-ca.crt'}",
        f"--etcd-certfile={keys / 'apiserver-etcd.crt'}",
        f"--etcd-keyfile={keys / 'apiserver-etcd.key'}",
        "--authorization-mode=Node,RBAC",
        f"--authentication-config={layout.authentication}",
        *webhook,
        f"--service-account-issuer={_ISSUER}",
        f"--service-account-key-file={keys / 'service-account.key'}",
        f"--service-account-signing-key-file={keys / 'service-account.key'}",
        f"--service-cluster-ip-range={SERVICE_CIDR}",
        "--enable-admission-plugins=NodeRestriction",
        "--allow-privileged=true",
        "--profiling=false",
    ]
    # It waits for its clients, who stay connected; it keeps nothing that could be lost.
    return Program("kube-apiserver", command, reads, stop_seconds=1)


def _controller_manager(layout: Layout, executable: Path) -> Program:
    keys, kubeconfig = layout.certificates, layout.kubeconfig("controller-manager")
    command = [
        str(executable),
        f"--kubeconfig={kubeconfig}",
        "--secure-port=0",
        "--leader-elect=false",
        "--use-service-account-credentials=true",
        f"--service-account-private-key-file={keys / 'service-account.key'}",
        f"--root-ca-file={keys / 'ca.crt'}",
        f"--cluster-signing-cert-file={keys / 'ca.crt'}",
        f"--cluster-signing-key-file={keys / 'ca.key'}",
        f"--service-cluster-ip-range={SERVICE_CIDR}",
        "--profiling=false",
        *_BUSY_CLIENT,
    ]
    return Program("kube-controller-manager", command, [kubeconfig])


def _scheduler(layout: Layout, executable: Path) -> Program:
    kubeconfig = layout.kubeconfig("scheduler")
    command = [
        str(executable),
        f"--kubeconfig={kubeconfig}",
        "--secure-port=0",
        "--leader-elect=false",
        "--profiling=false",
        *_BUSY_CLIENT,
    ]
    return Program("kube-scheduler", command, [kubeconfig])


def _kwok(layout: Layout, executable: Path) -> Program:
    kubeconfig = layout.kubeconfig("kwok")
    stages = [
        *sorted((executable.parents[1] / "share" / "stages").glob("*.yaml")),
        *sorted(_EBS_STAGES.glob("*.yaml")),
    ]
    command = [
        str(executable),
        f"--kubeconfig={kubeconfig}",
        "--manage-all-nodes=true",
        "--server-address=",
        "--node-port=0",  # another would be listened on, at every address
        *(f"--config={stage}" for stage in stages),
    ]
    return Program("kwok", command, [kubeconfig, *stages])
