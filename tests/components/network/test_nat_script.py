import subprocess

import pytest

from components.network.nat_script import nat_script

SCRIPT = nat_script(region="eu-west-1", interface_id="eni-1", mac_address="02:00:00:00:00:01")


def inner() -> str:
    """The part that runs at every boot."""
    return SCRIPT.split("<<'EOF'\n", 1)[1].split("\nEOF\n", 1)[0]


@pytest.mark.parametrize("script", [SCRIPT, inner()])
def test_it_is_bash(script: str) -> None:
    assert subprocess.run(["bash", "-n"], input=script, text=True, check=False).returncode == 0


@pytest.mark.parametrize(
    "step",
    [
        "AWS_DEFAULT_REGION=eu-west-1",
        "attach-network-interface --network-interface-id eni-1",
        "02:00:00:00:00:01",
        "net.ipv4.ip_forward=1",
        "-j MASQUERADE",
        "iptables -P FORWARD DROP",
        "--no-associate-public-ip-address",
    ],
)
def test_every_boot_attaches_forwards_and_gives_the_passing_address_back(step: str) -> None:
    assert step in inner()


def test_an_instance_that_cannot_forward_ends_itself() -> None:
    assert "trap 'shutdown -h now' ERR" in SCRIPT
    assert "OnFailure=poweroff.target" in SCRIPT
