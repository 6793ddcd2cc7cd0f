"""The ground that every part of the platform stands on."""

from dataclasses import dataclass

import pulumi

from components.network.network import Network
from components.security.encryption_key import EncryptionKey
from stacks.installation import Installation


@dataclass(frozen=True, kw_only=True)
class Ground:
    """Account, installation, network, key; `on_aws` are options of parts, `asking` those of lookups."""

    account_id: str
    installation: Installation
    network: Network
    key: EncryptionKey
    on_aws: pulumi.ResourceOptions
    asking: pulumi.InvokeOptions
