"""Bindings of load balancers (ELBv2): the balancer itself, its target groups and what is in them."""

from localcloud.aws.binding import Binding, Call, Fetch, Property
from localcloud.aws.bindings.attributes import Attributes
from localcloud.aws.bindings.tagging import ELBV2

R = Property(replaces=True)
_UPDATE = frozenset({"update"})


def _logs(property: str, attribute: str) -> dict[str, str]:
    return {f"{property}.{key}": f"{attribute}.s3.{key}" for key in ("enabled", "bucket", "prefix")}


def _attributes_of(kind: str) -> Fetch:
    return Fetch(
        operation=f"Describe{kind}Attributes",
        arguments={f"{kind}Arn": "_id"},
        result="pairs(Attributes, 'Key', 'Value')",
        into="attributes",
    )


_EVERY = Attributes(
    {
        "enableDeletionProtection": "deletion_protection.enabled",
        "enableZonalShift": "zonal_shift.config.enabled",
        **_logs("accessLogs", "access_logs"),
    },
    defaults={"enableDeletionProtection": False},
    absent={"accessLogs.enabled": "false", "enableZonalShift": "false"},
)
_NETWORK = Attributes(
    {
        "enableCrossZoneLoadBalancing": "load_balancing.cross_zone.enabled",
        "dnsRecordClientRoutingPolicy": "dns_record.client_routing_policy",
    }
)
_APPLICATION = Attributes(
    {
        "idleTimeout": "idle_timeout.timeout_seconds",
        "clientKeepAlive": "client_keep_alive.seconds",
        "enableHttp2": "routing.http2.enabled",
        "desyncMitigationMode": "routing.http.desync_mitigation_mode",
        "dropInvalidHeaderFields": "routing.http.drop_invalid_header_fields.enabled",
        "preserveHostHeader": "routing.http.preserve_host_header.enabled",
        "enableTlsVersionAndCipherSuiteHeaders": "routing.http.x_amzn_tls_version_and_cipher_suite.enabled",
        "enableXffClientPort": "routing.http.xff_client_port.enabled",
        "xffHeaderProcessingMode": "routing.http.xff_header_processing.mode",
        "enableWafFailOpen": "waf.fail_open.enabled",
        **_logs("connectionLogs", "connection_logs"),
    },
    defaults={
        "idleTimeout": 60,
        "clientKeepAlive": 3600,
        "enableHttp2": True,
        "desyncMitigationMode": "defensive",
        "dropInvalidHeaderFields": False,
        "preserveHostHeader": False,
        "enableTlsVersionAndCipherSuiteHeaders": False,
        "enableXffClientPort": False,
        "xffHeaderProcessingMode": "append",
        "enableWafFailOpen": False,
    },
    absent={"connectionLogs.enabled": "false"},
)
_BALANCER = {"LoadBalancerArn": "_id"}

LOAD_BALANCER = Binding(
    type="aws:lb/loadBalancer:LoadBalancer",
    service="elbv2",
    create="CreateLoadBalancer",
    read="DescribeLoadBalancers",
    delete="DeleteLoadBalancer",
    id="LoadBalancers[0].LoadBalancerArn",
    key=_BALANCER,
    read_key={"LoadBalancerArns": "[_id]"},
    result="LoadBalancers[0]",
    gone=frozenset({"LoadBalancerNotFound"}),
    name="name",
    name_limit=32,
    properties={
        "name": Property(api="Name", read="LoadBalancerName", replaces=True),
        "namePrefix": Property(api=None, read=None, replaces=True),
        "internal": Property(
            api="Scheme",
            write="@ && 'internal' || 'internet-facing'",
            read="Scheme == 'internal'",
            replaces=True,
        ),
        "loadBalancerType": Property(api="Type", replaces=True, default="application"),
        "customerOwnedIpv4Pool": R,
        "securityGroups": Property(unordered=True),
        "subnets": Property(read="AvailabilityZones[].SubnetId", unordered=True),
        "subnetMappings": Property(read=None, unordered=True),
        "ipAddressType": Property(),
        **_EVERY.properties,
        **_NETWORK.properties,
        **_APPLICATION.properties,
    },
    calls=(
        Call(
            operation="SetSecurityGroups",
            arguments={**_BALANCER, "SecurityGroups": "securityGroups"},
            when=frozenset({"securityGroups"}),
            on=_UPDATE,
        ),
        Call(
            operation="SetSubnets",
            arguments={
                **_BALANCER,
                "Subnets": "!subnetMappings && subnets || null",
                "SubnetMappings": "subnetMappings",
            },
            when=frozenset({"subnets", "subnetMappings"}),
            on=_UPDATE,
        ),
        Call(
            operation="SetIpAddressType",
            arguments={**_BALANCER, "IpAddressType": "ipAddressType || 'ipv4'"},
            when=frozenset({"ipAddressType"}),
            on=_UPDATE,
        ),
        _EVERY.in_one_call("ModifyLoadBalancerAttributes", _BALANCER),
        _NETWORK.in_one_call(
            "ModifyLoadBalancerAttributes", _BALANCER, only_if="loadBalancerType != 'application'"
        ),
        _APPLICATION.in_one_call(
            "ModifyLoadBalancerAttributes", _BALANCER, only_if="loadBalancerType == 'application'"
        ),
    ),
    fetches=(_attributes_of("LoadBalancer"),),
    outputs={
        "arn": "LoadBalancerArn",
        "arnSuffix": "split(LoadBalancerArn, ':loadbalancer/')[1]",
        "dnsName": "DNSName",
        "vpcId": "VpcId",
        "zoneId": "CanonicalHostedZoneId",
    },
    tagging=ELBV2,
)

_HEALTH_CHECK = {
    "HealthCheckEnabled": "healthCheck && healthCheck.enabled != `false`",
    "HealthCheckProtocol": "healthCheck && (healthCheck.protocol || 'HTTP')",
    "HealthCheckPort": "healthCheck && (healthCheck.port || 'traffic-port')",
    "HealthCheckPath": "healthCheck.path",
    "HealthCheckIntervalSeconds": "healthCheck && (healthCheck.interval || `30`)",
    "HealthCheckTimeoutSeconds": "healthCheck.timeout",
    "HealthyThresholdCount": "healthCheck && (healthCheck.healthyThreshold || `3`)",
    "UnhealthyThresholdCount": "healthCheck && (healthCheck.unhealthyThreshold || `3`)",
    "Matcher.HttpCode": "protocolVersion != 'GRPC' && healthCheck.matcher || null",
    "Matcher.GrpcCode": "protocolVersion == 'GRPC' && healthCheck.matcher || null",
}
_TARGETS = Attributes(
    {
        "deregistrationDelay": "deregistration_delay.timeout_seconds",
        "slowStart": "slow_start.duration_seconds",
        "loadBalancingAlgorithmType": "load_balancing.algorithm.type",
        "loadBalancingAnomalyMitigation": "load_balancing.algorithm.anomaly_mitigation",
        "loadBalancingCrossZoneEnabled": "load_balancing.cross_zone.enabled",
        "preserveClientIp": "preserve_client_ip.enabled",
        "proxyProtocolV2": "proxy_protocol_v2.enabled",
        "connectionTermination": "deregistration_delay.connection_termination.enabled",
        "stickiness.enabled": "stickiness.enabled",
        "stickiness.type": "stickiness.type",
        "stickiness.cookieDuration": "stickiness.lb_cookie.duration_seconds",
        "stickiness.cookieName": "stickiness.app_cookie.cookie_name",
    },
    defaults={"deregistrationDelay": 300},
    absent={"stickiness.enabled": "false"},
)
_TARGET_GROUP = {"TargetGroupArn": "_id"}

TARGET_GROUP = Binding(
    type="aws:lb/targetGroup:TargetGroup",
    service="elbv2",
    create="CreateTargetGroup",
    create_with=_HEALTH_CHECK,
    read="DescribeTargetGroups",
    delete="DeleteTargetGroup",
    id="TargetGroups[0].TargetGroupArn",
    key=_TARGET_GROUP,
    read_key={"TargetGroupArns": "[_id]"},
    result="TargetGroups[0]",
    gone=frozenset({"TargetGroupNotFound"}),
    name="name",
    name_limit=32,
    properties={
        "name": Property(api="Name", read="TargetGroupName", replaces=True),
        "namePrefix": Property(api=None, read=None, replaces=True),
        "port": R,
        "protocol": R,
        "protocolVersion": R,
        "vpcId": R,
        "targetType": Property(replaces=True, default="instance"),
        "ipAddressType": R,
        "healthCheck": Property(
            api=None,
            read="{enabled: HealthCheckEnabled, protocol: HealthCheckProtocol, port: HealthCheckPort, "
            "path: HealthCheckPath, interval: HealthCheckIntervalSeconds, "
            "timeout: HealthCheckTimeoutSeconds, healthyThreshold: HealthyThresholdCount, "
            "unhealthyThreshold: UnhealthyThresholdCount, matcher: Matcher.HttpCode || Matcher.GrpcCode}",
        ),
        **_TARGETS.properties,
    },
    calls=(
        Call(
            operation="ModifyTargetGroup",
            arguments={**_TARGET_GROUP, **_HEALTH_CHECK},
            when=frozenset({"healthCheck"}),
            on=_UPDATE,
            only_if="healthCheck",
        ),
        _TARGETS.in_one_call("ModifyTargetGroupAttributes", _TARGET_GROUP),
    ),
    fetches=(_attributes_of("TargetGroup"),),
    outputs={
        "arn": "TargetGroupArn",
        "arnSuffix": "split(TargetGroupArn, ':')[5]",
        "loadBalancerArns": "LoadBalancerArns",
    },
    volatile=frozenset({"loadBalancerArns"}),
    tagging=ELBV2,
)

TARGET_GROUP_ATTACHMENT = Binding(
    type="aws:lb/targetGroupAttachment:TargetGroupAttachment",
    service="elbv2",
    create="RegisterTargets",
    read="DescribeTargetHealth",
    delete="DeregisterTargets",
    id="join('-', [targetGroupArn, targetId, text(port)][?@])",
    key={
        "TargetGroupArn": "targetGroupArn",
        "Targets.0.Id": "targetId",
        "Targets.0.Port": "port",
        "Targets.0.AvailabilityZone": "availabilityZone",
    },
    result="TargetHealthDescriptions[?!(TargetHealth.Reason == 'Target.NotRegistered' || "
    "TargetHealth.Reason == 'Target.DeregistrationInProgress')] | [0]",
    gone=frozenset({"TargetGroupNotFound", "InvalidTarget"}),
    properties={
        "targetGroupArn": Property(read=None, replaces=True, required=True),
        "targetId": Property(api="Targets.0.Id", read="Target.Id", replaces=True, required=True),
        "port": Property(api="Targets.0.Port", read="Target.Port", replaces=True),
        "availabilityZone": Property(
            api="Targets.0.AvailabilityZone", read="Target.AvailabilityZone", replaces=True
        ),
    },
)

BINDINGS = (LOAD_BALANCER, TARGET_GROUP, TARGET_GROUP_ATTACHMENT)
