from components.edge.load_balancer import LoadBalancer, LoadBalancerArgs
from tests.recording import Recording, record

ARN = "arn:aws:mock:us-east-1:123456789012"


def balancer(preview: bool = False, protected: bool = True) -> Recording:
    args = LoadBalancerArgs(
        protected=protected,
        vpc_id="vpc",
        subnet_ids=["one", "two", "three"],
        certificate_arn="arn:certificate",
        log_bucket="log",
        cluster_security_group_id="sg-cluster",
        node_port=30080,
        autoscaling_group_names={"spot": "eks-spot", "on-demand": "eks-on-demand"},
    )
    return record(lambda: LoadBalancer("edge", args), preview=preview)


def test_it_is_made_of_exactly_these_parts(preview: bool) -> None:
    assert balancer(preview).children("softfactory:edge:LoadBalancer", "edge") == {
        ("aws:ec2/securityGroup:SecurityGroup", "edge"),
        ("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", "edge-nodes"),
        ("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "edge-nodes"),
        ("aws:lb/loadBalancer:LoadBalancer", "edge"),
        ("aws:lb/targetGroup:TargetGroup", "edge"),
        ("aws:autoscaling/attachment:Attachment", "edge-spot"),
        ("aws:autoscaling/attachment:Attachment", "edge-on-demand"),
        ("aws:lb/listener:Listener", "edge-https"),
        ("aws:lb/listener:Listener", "edge-http"),
    }


def test_it_faces_the_internet_logs_and_drops_what_is_no_header() -> None:
    inputs = balancer().one("aws:lb/loadBalancer:LoadBalancer", "edge").inputs
    assert inputs["internal"] is False
    assert inputs["subnets"] == ["one", "two", "three"]
    assert inputs["securityGroups"] == ["edge-id"]
    assert inputs["dropInvalidHeaderFields"] is True
    assert inputs["enableDeletionProtection"] is True
    assert inputs["accessLogs"] == {"bucket": "log", "enabled": True}


def test_timeouts_are_in_order_from_the_worker_to_the_viewer() -> None:
    recording = balancer()
    idle = recording.one("aws:lb/loadBalancer:LoadBalancer", "edge").inputs["idleTimeout"]
    delay = recording.one("aws:lb/targetGroup:TargetGroup", "edge").inputs["deregistrationDelay"]
    worker, cloudfront, app_keeps = 30, 60, 75
    assert worker < delay < cloudfront < idle < app_keeps


def test_protection_follows_the_phase() -> None:
    inputs = balancer(protected=False).one("aws:lb/loadBalancer:LoadBalancer", "edge").inputs
    assert inputs["enableDeletionProtection"] is False


def test_it_reaches_the_cluster_by_reference_on_one_port_and_lets_nobody_in() -> None:
    recording = balancer()
    (inward,) = recording.of("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule").values()
    (outward,) = recording.of("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule").values()
    groups = ("securityGroupId", "referencedSecurityGroupId")
    assert [inward.inputs[key] for key in groups] == ["sg-cluster", "edge-id"]
    assert [outward.inputs[key] for key in groups] == ["edge-id", "sg-cluster"]
    for rule in (inward, outward):
        assert (rule.inputs["ipProtocol"], rule.inputs["fromPort"], rule.inputs["toPort"]) == (
            "tcp",
            30080,
            30080,
        )


def test_the_nodes_are_asked_whether_they_live() -> None:
    inputs = balancer().one("aws:lb/targetGroup:TargetGroup", "edge").inputs
    assert (inputs["targetType"], inputs["port"], inputs["protocol"]) == ("instance", 30080, "HTTP")
    assert inputs["healthCheck"]["path"] == "/healthz"
    assert inputs["healthCheck"]["matcher"] == "200"


def test_every_node_group_is_a_target() -> None:
    attachments = balancer().of("aws:autoscaling/attachment:Attachment").values()
    assert {item.inputs["autoscalingGroupName"] for item in attachments} == {"eks-spot", "eks-on-demand"}
    assert {item.inputs["lbTargetGroupArn"] for item in attachments} == {f"{ARN}:TargetGroup/edge"}


def test_plain_http_is_sent_on_and_tls_is_of_today() -> None:
    recording = balancer()
    plain = recording.one("aws:lb/listener:Listener", "edge-http").inputs
    assert (plain["port"], plain["protocol"]) == (80, "HTTP")
    assert plain["defaultActions"] == [
        {"type": "redirect", "redirect": {"protocol": "HTTPS", "port": "443", "statusCode": "HTTP_301"}}
    ]
    secure = recording.one("aws:lb/listener:Listener", "edge-https").inputs
    assert (secure["port"], secure["protocol"], secure["certificateArn"]) == (443, "HTTPS", "arn:certificate")
    assert secure["sslPolicy"] == "ELBSecurityPolicy-TLS13-1-2-2021-06"
    assert secure["routingHttpResponseStrictTransportSecurityHeaderValue"] == "max-age=31536000"


def test_whom_no_entrance_lets_in_is_refused() -> None:
    secure = balancer().one("aws:lb/listener:Listener", "edge-https").inputs
    (action,) = secure["defaultActions"]
    assert action["type"] == "fixed-response"
    assert action["fixedResponse"]["statusCode"] == "403"
