from pathlib import Path

import pytest

from localcloud.kubernetes.command_lines import PROGRAMS, Layout, programs
from localcloud.kubernetes.processes import Program


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return Layout(tmp_path, 20001, 20002)


def of(layout: Layout) -> dict[str, Program]:
    return dict(programs(layout, lambda name: Path("/cache") / name / "bin" / name))


def test_there_is_a_command_for_each_program(layout: Layout) -> None:
    assert list(of(layout)) == list(PROGRAMS)


@pytest.mark.parametrize("name", PROGRAMS)
def test_nothing_listens_beyond_loopback(layout: Layout, name: str) -> None:
    flags = [flag for flag in of(layout)[name].command if "address" in flag or "urls" in flag]
    assert all("127.0.0.1" in flag or flag == "--server-address=" for flag in flags)
    assert not any("0.0.0.0" in flag for flag in of(layout)[name].command)


def test_programs_without_a_need_for_a_port_have_none(layout: Layout) -> None:
    assert "--secure-port=0" in of(layout)["kube-controller-manager"].command
    assert "--secure-port=0" in of(layout)["kube-scheduler"].command
    assert {"--server-address=", "--node-port=0"} <= set(of(layout)["kwok"].command)


def test_etcd_takes_clients_with_a_certificate_of_its_own_authority_only(layout: Layout) -> None:
    command = of(layout)["etcd"].command
    assert "--client-cert-auth" in command
    assert f"--trusted-ca-file={layout.certificates / 'etcd-ca.crt'}" in command


def test_server_authorizes_nodes_and_roles_and_knows_the_webhook_only_if_there_is_one(layout: Layout) -> None:
    command = of(layout)["kube-apiserver"].command
    assert "--authorization-mode=Node,RBAC" in command
    assert not any("webhook" in flag for flag in command)
    layout.webhook.write_text("{}")
    assert (
        f"--authentication-token-webhook-config-file={layout.webhook}" in of(layout)["kube-apiserver"].command
    )


def test_changed_webhook_is_a_reason_to_start_anew(layout: Layout) -> None:
    layout.authentication.write_text("{}")
    layout.webhook.write_text("one")
    before = of(layout)["kube-apiserver"].fingerprint
    layout.webhook.write_text("two")
    assert of(layout)["kube-apiserver"].fingerprint != before


def test_no_key_or_token_is_on_a_command_line(layout: Layout) -> None:
    for program in of(layout).values():
        assert not any("BEGIN" in flag or "token=" in flag for flag in program.command)
