"""Examples of load balancers and their target groups."""

from tests.localcloud.aws.examples.example import Example

EXAMPLES: dict[str, Example] = {
    "aws:lb/loadBalancer:LoadBalancer": Example(
        inputs=lambda w: {
            "internal": False,
            "subnets": [w.subnet(1), w.subnet(0)],
            "securityGroups": [w.group(0)],
            "idleTimeout": 75,
            "dropInvalidHeaderFields": True,
            "accessLogs": {"bucket": "logs", "prefix": "edge", "enabled": True},
        },
        change={"idleTimeout": 90, "accessLogs": None},
        change_with=lambda w: {
            "securityGroups": [w.group(1)],
            "subnets": [w.subnet(1), w.subnet(0), w.subnet(2)],
        },
        replaces={"internal": True},
    ),
    "aws:lb/targetGroup:TargetGroup": Example(
        inputs=lambda w: {
            "vpcId": w.vpc,
            "port": 30080,
            "protocol": "HTTP",
            "deregistrationDelay": 30,
            "healthCheck": {"path": "/healthz", "matcher": "200", "interval": 10, "timeout": 5},
        },
        change={
            "deregistrationDelay": 60,
            "healthCheck": {"path": "/readyz", "matcher": "200", "interval": 15, "timeout": 5},
            "stickiness": {"type": "lb_cookie", "cookieDuration": 3600, "enabled": True},
        },
        replaces={"port": 30081},
    ),
    "aws:lb/targetGroupAttachment:TargetGroupAttachment": Example(
        inputs=lambda w: {
            "targetGroupArn": w.example("aws:lb/targetGroup:TargetGroup").id,
            "targetId": w.example("aws:ec2/instance:Instance").id,
            "port": 8080,
        },
        replaces={"port": 8081},
    ),
}
