"""The ground that every part of the platform stands on."""

from dataclasses import dataclass

import pulumi

from components.network.network import Network
from components.security.encryption_key import EncryptionKey
from stacks.installation import Installation


@dataclass(frozen=True, kw_only=True)
class Ground:
    """Installation, network and key; `on_aws` are the options of parts on AWS, `asking` those of lookups."""

    installation: Installation
    network: Network
    key: EncryptionKey
    on_aws: pulumi.ResourceOptions
    asking: pulumi.InvokeOptions
