"""What is watched of the way in and the way out: load balancer, CDN, NAT."""

from components.operations.rule import LASTING, SOON, Metric, Rule, Table, of

# https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
_LOAD_BALANCERS = "AWS/ApplicationELB"

LOAD_BALANCER = Table(
    kind="load balancer",
    namespace=_LOAD_BALANCERS,
    rules=(
        Rule(
            name="own-errors",
            says="The load balancer itself answered more than ten requests with 5xx in five minutes",
            runbook="answer-errors",
            metrics=of("HTTPCode_ELB_5XX_Count", "Sum"),
            comparison=">",
            limit=10,
            window=LASTING,
            missing="notBreaching",
        ),
        Rule(
            name="errors",
            says="The app answers more than one request in a hundred with 5xx",
            runbook="answer-errors",
            metrics={
                "errors": Metric(name="HTTPCode_Target_5XX_Count", statistic="Sum"),
                "requests": Metric(name="RequestCount", statistic="Sum"),
            },
            # A metric without a sample is not zero by itself, and a few requests say nothing.
            expression="IF(FILL(requests, 0) > 100, 100 * FILL(errors, 0) / requests, 0)",
            comparison=">",
            limit=1,
            window=LASTING,
            missing="notBreaching",
        ),
        Rule(
            name="latency",
            says="One request in a hundred takes more than two seconds",
            runbook="answer-errors",
            metrics=of("TargetResponseTime", "p99"),
            comparison=">",
            limit=2,
            window=LASTING,
            missing="notBreaching",
        ),
    ),
)

# By load balancer and target group.
TARGETS = Table(
    kind="targets",
    namespace=_LOAD_BALANCERS,
    rules=(
        Rule(
            name="unhealthy",
            says="A node does not answer the health check",
            runbook="answer-errors",
            metrics=of("UnHealthyHostCount", "Maximum"),
            comparison=">",
            limit=0,
            window=LASTING,
            missing="notBreaching",
        ),
        Rule(
            name="healthy",
            says="No node answers the health check: the platform is down",
            runbook="answer-errors",
            metrics=of("HealthyHostCount", "Minimum"),
            comparison="<",
            limit=1,
            window=SOON,
            missing="breaching",
        ),
    ),
)

# Sent to us-east-1 only, with the dimension Region=Global.
# https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/programming-cloudwatch-metrics.html
CDN = Table(
    kind="CDN",
    namespace="AWS/CloudFront",
    rules=(
        Rule(
            name="errors",
            says="CloudFront answers more than one request in a hundred with 5xx",
            runbook="answer-errors",
            metrics=of("5xxErrorRate", "Average"),
            comparison=">",
            limit=1,
            window=LASTING,
            missing="notBreaching",
        ),
    ),
)

# https://docs.aws.amazon.com/vpc/latest/userguide/metrics-dimensions-nat-gateway.html
NAT_GATEWAY = Table(
    kind="NAT",
    namespace="AWS/NATGateway",
    rules=(
        Rule(
            name="ports",
            says="The gateway has no port left for a connection: something opens too many to one place",
            runbook="restore-way-out",
            metrics=of("ErrorPortAllocation", "Sum"),
            comparison=">",
            limit=0,
            window=LASTING,
            missing="notBreaching",
        ),
    ),
)

NAT_INSTANCE = Table(
    kind="NAT",
    namespace="AWS/EC2",
    rules=(
        Rule(
            name="status",
            says="The NAT instance fails the checks of EC2, or there is none",
            runbook="restore-way-out",
            metrics=of("StatusCheckFailed", "Maximum"),
            comparison=">",
            limit=0,
            window=SOON,
            missing="breaching",
        ),
        Rule(
            name="cpu",
            says="The NAT instance is above 80 % CPU for a quarter of an hour",
            runbook="restore-way-out",
            metrics=of("CPUUtilization", "Average"),
            comparison=">",
            limit=80,
            window=LASTING,
            missing="notBreaching",
        ),
    ),
)
