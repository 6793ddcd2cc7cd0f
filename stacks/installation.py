"""Installation: what belongs to an installation and not to a phase, shared by all of its phases."""

from ipaddress import IPv4Network
from typing import Annotated, Self

from pydantic import Field, model_validator

from components.cluster.eks_cluster import SERVICE_CIDR
from components.network.cidr_plan import ZONES, plan
from components.size import PositiveCount, Size, broken_rule
from stacks.logins import LoginRotation
from stacks.outside import Outside

# Zones in which EKS makes no control plane.
# https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html
ZONES_WITHOUT_EKS = frozenset({"use1-az3", "usw1-az2", "cac1-az3"})

# From inside, the cluster is reached anyway; EKS refuses these for the outside.
PRIVATE = tuple(map(IPv4Network, ("10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16")))

# Of documents: no host has such an address (RFC 5737).
EXAMPLES = tuple(map(IPv4Network, ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24")))

Words = Annotated[
    str,
    Field(
        pattern=r"^[A-Za-z0-9 _.:/=+@-]{1,128}$", description="up to 128 characters that AWS takes in a tag"
    ),
]
Region = Annotated[
    str,
    Field(
        pattern="^(af|ap|ca|eu|il|me|mx|sa|us)-[a-z]+-[1-9]$",
        description="a region of the commercial partition such as us-east-1",
    ),
]
ZoneId = Annotated[str, Field(pattern="^[a-z]{3,4}[1-9]-az[1-9]$", description="a zone id such as use1-az1")]
Cidr = Annotated[
    str, Field(pattern=r"^\d+(\.\d+){3}/\d+$", description="an IPv4 block such as 198.51.100.0/24")
]
Url = Annotated[
    str, Field(pattern=r"^https://[^\s/]+(/[^\s/]+)*$", description="an https URL without a slash at its end")
]
PrincipalArn = Annotated[
    str,
    Field(
        pattern=r"^arn:aws:iam::\d{12}:(role|user)/\S+$",
        description="the ARN of an IAM role or user, not of a session",
    ),
]

DomainName = Annotated[
    str,
    Field(
        pattern=r"^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$",
        # "origin." goes before it, and a certificate's first name has 64 characters at most.
        max_length=57,
        description="a domain name such as app.example.com, up to 57 characters",
    ),
]
SecretName = Annotated[
    str,
    Field(
        pattern=r"^[A-Za-z0-9/_+=.@-]{1,512}$",
        description="the name of a secret in Secrets Manager, not its value",
    ),
]


class Image(Size):
    """A container image in this account's registry, named by its digest and never by a tag."""

    repository: Annotated[
        str,
        Field(
            pattern=r"^[a-z0-9]+([._/-][a-z0-9]+)*$",
            min_length=2,
            max_length=256,
            description="the name of a repository of ECR in this account and region, without a host",
        ),
    ]
    digest: Annotated[
        str, Field(pattern="^sha256:[0-9a-f]{64}$", description="sha256: and 64 hexadecimal digits")
    ]


class MonitoringImages(Size):
    """The images of what watches the platform."""

    prometheus: Image
    alertmanager: Image
    grafana: Image
    jaeger: Image


class Installation(Size):
    """One installation of the platform: where it is, whose it is, who may reach it, what it runs."""

    owner: Words
    repository: Words
    region: Region
    domain: DomainName
    hosted_zone: DomainName
    availability_zone_ids: Annotated[
        tuple[ZoneId, ...],
        Field(min_length=ZONES, max_length=ZONES, description=f"a list of {ZONES} zone ids"),
    ]
    vpc_cidr: Cidr
    cluster_public_cidrs: Annotated[
        tuple[Cidr, ...], Field(description="a list of IPv4 blocks, empty for none")
    ]
    cluster_admin_arns: Annotated[
        tuple[PrincipalArn, ...], Field(description="a list of ARNs, empty for none")
    ]
    runbooks_url: Url
    pagerduty_secret: SecretName
    origin_secret_number: PositiveCount
    image: Image
    # Kong, open source: 3.9 is the last release line of it.
    gateway_image: Image
    monitoring_images: MonitoringImages
    # The certificates by which the app knows the databases; a file beside Pulumi.yaml.
    database_ca_file: Annotated[
        str, Field(pattern=r"^[A-Za-z0-9._/-]+\.pem$", description="the path of a .pem file of the project")
    ]
    database_logins: LoginRotation
    outside: Outside

    @model_validator(mode="after")
    def _the_zone_holds_the_domain(self) -> Self:
        if not f".{self.domain}".endswith(f".{self.hosted_zone}"):
            raise broken_rule(
                "hosted_zone",
                self.hosted_zone,
                f"{self.domain} or a domain above it",
                "name the hosted zone that the domain's records go into",
            )
        return self

    @model_validator(mode="after")
    def _zones_have_eks(self) -> Self:
        zones = self.availability_zone_ids
        if len(set(zones)) < len(zones):
            raise broken_rule(
                "availability_zone_ids", ", ".join(zones), f"{ZONES} different ones", "name each once"
            )
        for zone in ZONES_WITHOUT_EKS.intersection(zones):
            raise broken_rule(
                "availability_zone_ids", zone, "a zone in which EKS makes control planes", "take another"
            )
        return self

    @model_validator(mode="after")
    def _addresses_do_not_overlap(self) -> Self:
        allowed = f"a private /16 such as 10.20.0.0/16, apart from {SERVICE_CIDR}, which the Services have"
        try:
            vpc = plan(self.vpc_cidr).vpc
            fits = vpc.is_private and not vpc.overlaps(IPv4Network(SERVICE_CIDR))
        except ValueError:
            fits = False
        if not fits:
            mend = "take a block that overlaps no network you connect to"
            raise broken_rule("vpc_cidr", self.vpc_cidr, allowed, mend)
        return self

    @model_validator(mode="after")
    def _the_cluster_is_reached_by_public_addresses(self) -> Self:
        for cidr in self.cluster_public_cidrs:
            try:
                block = IPv4Network(cidr)
                fits = block.prefixlen >= 8 and not any(
                    block.overlaps(other) for other in (*PRIVATE, *EXAMPLES)
                )
            except ValueError:
                fits = False
            if not fits:
                raise broken_rule(
                    "cluster_public_cidrs",
                    cidr,
                    "public IPv4 blocks of /8 and narrower, without host bits, none of those for documents",
                    "list the addresses that engineers and CI come from",
                )
        return self

    def tags(self) -> dict[str, str]:
        """Return the tags of everything, in every phase."""
        return {"project": "softfactory", "owner": self.owner, "repository": self.repository}
