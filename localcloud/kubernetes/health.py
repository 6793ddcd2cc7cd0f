"""Whether etcd and the API server of a control plane serve."""

import http.client
import ssl

from localcloud.kubernetes.api import Api
from localcloud.kubernetes.command_lines import Layout
from localcloud.kubernetes.errors import KubernetesError
from localcloud.kubernetes.ports import LOOPBACK, is_open

_SECONDS = 2.0


def etcd_is_ready(layout: Layout) -> bool:
    """True if etcd answers the API server's certificate that it is healthy."""
    keys = layout.certificates
    tls = ssl.create_default_context(cafile=keys / "etcd-ca.crt")
    tls.load_cert_chain(keys / "apiserver-etcd.crt", keys / "apiserver-etcd.key")
    connection = http.client.HTTPSConnection(LOOPBACK, layout.etcd_port, timeout=_SECONDS, context=tls)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()


def api_is_ready(layout: Layout, api: Api) -> bool:
    """True if the API server says that it is ready."""
    if not is_open(layout.api_port):
        return False  # said at once, while the client would try again first
    try:
        api.request("GET", "/readyz", timeout=_SECONDS)
    except KubernetesError:
        return False
    return True


def controllers_work(api: Api) -> bool:
    """True if the controllers have made the account without which pods are refused."""
    try:
        return api.find("/api/v1/namespaces/default/serviceaccounts/default") is not None
    except KubernetesError:
        return False
