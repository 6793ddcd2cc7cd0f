import pytest
from pydantic import ValidationError

from components.edge.delivery_policies import CacheSize, DeliveryPolicies, DeliveryPoliciesArgs
from tests.recording import Recording, record

SIZE = CacheSize(min_seconds=3600, default_seconds=7200, max_seconds=86400)


def policies(preview: bool) -> Recording:
    return record(lambda: DeliveryPolicies("edge", DeliveryPoliciesArgs(size=SIZE)), preview=preview)


def test_files_are_kept_as_the_phase_says(preview: bool) -> None:
    files = policies(preview).one("aws:cloudfront/cachePolicy:CachePolicy", "edge-files").inputs
    assert (files["minTtl"], files["defaultTtl"], files["maxTtl"]) == (3600, 7200, 86400)


def test_pages_are_asked_for_each_time(preview: bool) -> None:
    pages = policies(preview).one("aws:cloudfront/cachePolicy:CachePolicy", "edge-pages").inputs
    assert (pages["minTtl"], pages["defaultTtl"]) == (0, 0)


@pytest.mark.parametrize("name", ["edge-files", "edge-pages"])
def test_both_encodings_are_asked_for_and_nothing_else_tells_viewers_apart(name: str, preview: bool) -> None:
    policy = policies(preview).one("aws:cloudfront/cachePolicy:CachePolicy", name).inputs
    assert policy["parametersInCacheKeyAndForwardedToOrigin"] == {
        "enableAcceptEncodingGzip": True,
        "enableAcceptEncodingBrotli": True,
        "cookiesConfig": {"cookieBehavior": "none"},
        "headersConfig": {"headerBehavior": "none"},
        "queryStringsConfig": {"queryStringBehavior": "none"},
    }


def test_browsers_are_told_to_be_careful(preview: bool) -> None:
    (policy,) = policies(preview).of("aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy").values()
    headers = policy.inputs["securityHeadersConfig"]
    assert headers["strictTransportSecurity"]["accessControlMaxAgeSec"] == 31536000
    assert headers["contentTypeOptions"] == {"override": True}
    assert headers["frameOptions"] == {"frameOption": "DENY", "override": True}
    assert "default-src 'self'" in headers["contentSecurityPolicy"]["contentSecurityPolicy"]


@pytest.mark.parametrize("default", [3599, 86401])
def test_a_default_outside_of_the_bounds_is_refused(default: int) -> None:
    with pytest.raises(ValidationError, match=f"got {default}; allowed: from min_seconds 3600"):
        CacheSize(min_seconds=3600, default_seconds=default, max_seconds=86400)
