"""The script that makes an instance forward for the private subnets, at its first boot and at every other."""

from string import Template

# A shutdown ends the instance, and the Auto Scaling group starts another: so it heals itself also where the
# instance runs and this does not. What waits, waits for the interface of the one before it.
_SCRIPT = Template("""#!/bin/bash
set -euo pipefail
trap 'shutdown -h now' ERR
for attempt in 1 2 3 4 5 6; do dnf install -y iptables-nft && break || sleep 5; done
cat > /usr/local/sbin/nat <<'EOF'
#!/bin/bash
set -euo pipefail
export AWS_DEFAULT_REGION=$region
token=$$(curl -sfX PUT http://169.254.169.254/latest/api/token -H 'X-aws-ec2-metadata-token-ttl-seconds: 300')
meta() { curl -sf -H "X-aws-ec2-metadata-token: $$token" "http://169.254.169.254/latest/meta-data/$$1"; }
device() { grep -lix '$mac' /sys/class/net/*/address | cut -d/ -f5 | grep .; }
until out=$$(device); do
  aws ec2 attach-network-interface --network-interface-id $interface \\
    --instance-id "$$(meta instance-id)" --device-index 1 || true
  sleep 5
done
until gateway=$$(ip -4 route show default dev "$$out" | awk '{print $$3; exit}' | grep .); do sleep 1; done
ip -4 route replace default via "$$gateway" dev "$$out" metric 100
sysctl -qw net.ipv4.ip_forward=1
iptables -t nat -F POSTROUTING
iptables -t nat -A POSTROUTING -o "$$out" -j MASQUERADE
iptables -P FORWARD DROP
iptables -F FORWARD
iptables -A FORWARD -i "$$out" -o "$$out" -j ACCEPT
# The address of the first boot has served: egress is by the interface's own, which never changes.
mac=$$(meta mac)
aws ec2 modify-network-interface-attribute --no-associate-public-ip-address \\
  --network-interface-id "$$(meta "network/interfaces/macs/$$mac/interface-id")" || true
EOF
chmod 755 /usr/local/sbin/nat
cat > /etc/systemd/system/nat.service <<'EOF'
[Unit]
Description=Forward for the private subnets
Wants=network-online.target
After=network-online.target
OnFailure=poweroff.target
[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/usr/local/sbin/nat
[Install]
WantedBy=multi-user.target
EOF
systemctl daemon-reload
systemctl enable --now nat
""")


def nat_script(*, region: str, interface_id: str, mac_address: str) -> str:
    """Return the user data; the interface is the one with the MAC address, as `02:…` in lower case."""
    return _SCRIPT.substitute(region=region, interface=interface_id, mac=mac_address)
