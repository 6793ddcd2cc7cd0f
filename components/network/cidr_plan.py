"""The address plan: which block of the VPC each subnet gets, fixed for all phases."""

from dataclasses import dataclass
from ipaddress import IPv4Network

# Sizes in prefix lengths within a /16. Pods take addresses from the private subnets, so these get half of the
# VPC. Each tier keeps a fourth block free, and the upper 80 /22 blocks of the VPC are not given out.
VPC_PREFIX = 16
PRIVATE_PREFIX = 19
PUBLIC_PREFIX = DATA_PREFIX = 22
ZONES = 3


@dataclass(frozen=True, kw_only=True)
class CidrPlan:
    """One block per zone and tier, in the order of the zones."""

    vpc: IPv4Network
    public: tuple[IPv4Network, ...]
    private: tuple[IPv4Network, ...]
    data: tuple[IPv4Network, ...]

    @property
    def private_supernet(self) -> IPv4Network:
        """The one block that holds every private subnet."""
        return next(self.vpc.subnets(new_prefix=VPC_PREFIX + 1))


def plan(vpc_cidr: str) -> CidrPlan:
    """Divide a /16; raise ValueError for a block of another size or with host bits set."""
    vpc = IPv4Network(vpc_cidr)
    if vpc.prefixlen != VPC_PREFIX:
        raise ValueError(f"got a block of /{vpc.prefixlen}; allowed: a /{VPC_PREFIX}")
    _, upper = vpc.subnets(new_prefix=VPC_PREFIX + 1)
    private = list(vpc.subnets(new_prefix=PRIVATE_PREFIX))
    small = list(upper.subnets(new_prefix=PUBLIC_PREFIX))
    return CidrPlan(
        vpc=vpc,
        private=tuple(private[:ZONES]),
        public=tuple(small[:ZONES]),
        data=tuple(small[ZONES + 1 : 2 * ZONES + 1]),
    )
