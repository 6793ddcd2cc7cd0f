"""Bindings of the listeners of load balancers and of their rules (ELBv2)."""

from localcloud.aws.binding import Binding, Call, Fetch, Property
from localcloud.aws.bindings.attributes import Attributes
from localcloud.aws.bindings.tagging import ELBV2

# What the official provider calls otherwise than the API, in the actions of listeners and rules.
_ACTION = {
    "fixedResponse": "FixedResponseConfig",
    "redirect": "RedirectConfig",
    "authenticateCognito": "AuthenticateCognitoConfig",
    "authenticateOidc": "AuthenticateOidcConfig",
    "jwtValidation": "JwtValidationConfig",
    "forward": "ForwardConfig",
    "forward.targetGroups.arn": "TargetGroupArn",
    "forward.stickiness": "TargetGroupStickinessConfig",
    "forward.stickiness.duration": "DurationSeconds",
}
_RESPONSE_HEADERS = {
    "AccessControlAllowCredentials": "access_control_allow_credentials",
    "AccessControlAllowHeaders": "access_control_allow_headers",
    "AccessControlAllowMethods": "access_control_allow_methods",
    "AccessControlAllowOrigin": "access_control_allow_origin",
    "AccessControlExposeHeaders": "access_control_expose_headers",
    "AccessControlMaxAge": "access_control_max_age",
    "ContentSecurityPolicy": "content_security_policy",
    "StrictTransportSecurity": "strict_transport_security",
    "XContentTypeOptions": "x_content_type_options",
    "XFrameOptions": "x_frame_options",
}
_REQUEST_HEADERS = {
    "XAmznMtlsClientcert": "x_amzn_mtls_clientcert",
    "XAmznMtlsClientcertIssuer": "x_amzn_mtls_clientcert_issuer",
    "XAmznMtlsClientcertLeaf": "x_amzn_mtls_clientcert_leaf",
    "XAmznMtlsClientcertSerialNumber": "x_amzn_mtls_clientcert_serial_number",
    "XAmznMtlsClientcertSubject": "x_amzn_mtls_clientcert_subject",
    "XAmznMtlsClientcertValidity": "x_amzn_mtls_clientcert_validity",
    "XAmznTlsCipherSuite": "x_amzn_tls_cipher_suite",
    "XAmznTlsVersion": "x_amzn_tls_version",
}
_ROUTING = Attributes(
    {
        "tcpIdleTimeoutSeconds": "tcp.idle_timeout.seconds",
        "routingHttpResponseServerEnabled": "routing.http.response.server.enabled",
        **{
            f"routingHttpResponse{key}HeaderValue": f"routing.http.response.{name}.header_value"
            for key, name in _RESPONSE_HEADERS.items()
        },
        **{
            f"routingHttpRequest{key}HeaderName": f"routing.http.request.{name}.header_name"
            for key, name in _REQUEST_HEADERS.items()
        },
    }
)

LISTENER = Binding(
    type="aws:lb/listener:Listener",
    service="elbv2",
    create="CreateListener",
    read="DescribeListeners",
    update="ModifyListener",
    update_whole=True,
    delete="DeleteListener",
    id="Listeners[0].ListenerArn",
    key={"ListenerArn": "_id"},
    read_key={"ListenerArns": "[_id]"},
    result="Listeners[0]",
    gone=frozenset({"ListenerNotFound", "LoadBalancerNotFound"}),
    properties={
        "loadBalancerArn": Property(replaces=True, required=True),
        "port": Property(),
        "protocol": Property(),
        "sslPolicy": Property(),
        "certificateArn": Property(
            api="Certificates.0.CertificateArn", read="Certificates[0].CertificateArn"
        ),
        "alpnPolicy": Property(api="AlpnPolicy.0", read="AlpnPolicy[0]"),
        "defaultActions": Property(required=True, rename=_ACTION),
        "mutualAuthentication": Property(),
        **_ROUTING.properties,
    },
    calls=(_ROUTING.in_one_call("ModifyListenerAttributes", {"ListenerArn": "_id"}),),
    fetches=(
        Fetch(
            operation="DescribeListenerAttributes",
            arguments={"ListenerArn": "_id"},
            result="pairs(Attributes, 'Key', 'Value')",
            into="attributes",
        ),
    ),
    outputs={"arn": "ListenerArn"},
    tagging=ELBV2,
)

LISTENER_RULE = Binding(
    type="aws:lb/listenerRule:ListenerRule",
    service="elbv2",
    create="CreateRule",
    read="DescribeRules",
    update="ModifyRule",
    update_whole=True,
    delete="DeleteRule",
    id="Rules[0].RuleArn",
    key={"RuleArn": "_id"},
    read_key={"RuleArns": "[_id]"},
    result="Rules[0]",
    gone=frozenset({"RuleNotFound", "ListenerNotFound", "LoadBalancerNotFound"}),
    properties={
        "listenerArn": Property(read=None, replaces=True, required=True),
        # AWS requires one; the official provider looks for the next free one, which two plans share.
        "priority": Property(required=True),
        "actions": Property(required=True, rename=_ACTION),
        "conditions": Property(
            required=True,
            unordered=True,
            write="[].{Field: hostHeader && 'host-header' || httpHeader && 'http-header' || "
            "httpRequestMethod && 'http-request-method' || pathPattern && 'path-pattern' || "
            "queryStrings && 'query-string' || 'source-ip', "
            "HostHeaderConfig: hostHeader, HttpHeaderConfig: httpHeader, "
            "HttpRequestMethodConfig: httpRequestMethod, PathPatternConfig: pathPattern, "
            "QueryStringConfig: queryStrings && {Values: queryStrings}, SourceIpConfig: sourceIp}",
            read="Conditions[].{hostHeader: HostHeaderConfig, httpHeader: HttpHeaderConfig, "
            "httpRequestMethod: HttpRequestMethodConfig, pathPattern: PathPatternConfig, "
            "queryStrings: QueryStringConfig.Values, sourceIp: SourceIpConfig}",
        ),
        "transforms": Property(
            rename={"hostHeaderRewriteConfig.rewrite": "Rewrites", "urlRewriteConfig.rewrite": "Rewrites"}
        ),
    },
    calls=(
        Call(
            operation="SetRulePriorities",
            arguments={"RulePriorities": "[{RuleArn: _id, Priority: priority}]"},
            when=frozenset({"priority"}),
            on=frozenset({"update"}),
        ),
    ),
    outputs={"arn": "RuleArn"},
    tagging=ELBV2,
)

BINDINGS = (LISTENER, LISTENER_RULE)
