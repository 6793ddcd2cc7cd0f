"""DeliveryPolicies: how long the CDN keeps what, and which headers it adds."""

from dataclasses import dataclass
from typing import Annotated, Self

import pulumi
import pulumi_aws as aws
from pydantic import Field, model_validator

from components.size import Size, broken_rule

Seconds = Annotated[
    int, Field(ge=0, le=31536000, description="a whole number of seconds from 0 to 31536000, a year")
]


class CacheSize(Size):
    """How long an edge location keeps a file of the site, at least, at most, and if the file does not say."""

    min_seconds: Seconds
    default_seconds: Seconds
    max_seconds: Seconds

    @model_validator(mode="after")
    def _default_is_within_bounds(self) -> Self:
        if not self.min_seconds <= self.default_seconds <= self.max_seconds:
            raise broken_rule(
                "default_seconds",
                self.default_seconds,
                f"from min_seconds {self.min_seconds} to max_seconds {self.max_seconds}",
                "change default_seconds or the bounds",
            )
        return self


@dataclass(frozen=True, kw_only=True)
class DeliveryPoliciesArgs:
    """What a phase chooses."""

    size: CacheSize


class DeliveryPolicies(pulumi.ComponentResource):
    """`files_id` is for what may be kept, `pages_id` for what has to be asked for each time."""

    files_id: pulumi.Output[str]
    pages_id: pulumi.Output[str]
    headers_id: pulumi.Output[str]

    def __init__(
        self, name: str, args: DeliveryPoliciesArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("softfactory:edge:DeliveryPolicies", name, {}, opts)
        size, child = args.size, pulumi.ResourceOptions(parent=self)

        files = aws.cloudfront.CachePolicy(
            f"{name}-files",
            comment="Files of the site",
            min_ttl=size.min_seconds,
            default_ttl=size.default_seconds,
            max_ttl=size.max_seconds,
            parameters_in_cache_key_and_forwarded_to_origin=_nothing_of_the_request(),
            opts=child,
        )
        pages = aws.cloudfront.CachePolicy(
            f"{name}-pages",
            comment="Pages and service worker, which lead to the files of a release",
            # The least of the files' policy would overrule an origin that says no-cache.
            min_ttl=0,
            default_ttl=0,
            max_ttl=size.max_seconds,
            parameters_in_cache_key_and_forwarded_to_origin=_nothing_of_the_request(),
            opts=child,
        )
        headers = aws.cloudfront.ResponseHeadersPolicy(
            name,
            comment="Security headers",
            security_headers_config={
                "strict_transport_security": {
                    "access_control_max_age_sec": 31536000,
                    "include_subdomains": False,  # those of the domain are not all ours
                    "override": True,
                },
                "content_type_options": {"override": True},
                "frame_options": {"frame_option": "DENY", "override": True},
                "referrer_policy": {"referrer_policy": "strict-origin-when-cross-origin", "override": True},
                "content_security_policy": {
                    # An answer of the app may bring a narrower one.
                    "content_security_policy": "default-src 'self'; frame-ancestors 'none'; base-uri 'self'",
                    "override": False,
                },
            },
            opts=child,
        )

        self.files_id, self.pages_id, self.headers_id = files.id, pages.id, headers.id
        self.register_outputs(
            {"files_id": self.files_id, "pages_id": self.pages_id, "headers_id": self.headers_id}
        )


def _nothing_of_the_request() -> aws.cloudfront.CachePolicyParametersInCacheKeyAndForwardedToOriginArgsDict:
    """A file is the same for everyone; the two encodings are kept apart."""
    return {
        "enable_accept_encoding_gzip": True,
        "enable_accept_encoding_brotli": True,
        "cookies_config": {"cookie_behavior": "none"},
        "headers_config": {"header_behavior": "none"},
        "query_strings_config": {"query_string_behavior": "none"},
    }
