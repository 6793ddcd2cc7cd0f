"""Examples of listeners and their rules."""

from tests.localcloud.aws.examples.example import Example, Inputs
from tests.localcloud.aws.examples.world import World


def _forward(world: World) -> Inputs:
    return {"type": "forward", "targetGroupArn": world.example("aws:lb/targetGroup:TargetGroup").id}


NOT_FOUND = {
    "type": "fixed-response",
    "fixedResponse": {"contentType": "text/plain", "messageBody": "not found", "statusCode": "404"},
}

EXAMPLES: dict[str, Example] = {
    "aws:lb/listener:Listener": Example(
        inputs=lambda w: {
            "loadBalancerArn": w.example("aws:lb/loadBalancer:LoadBalancer").id,
            "port": 80,
            "protocol": "HTTP",
            "defaultActions": [
                {
                    "type": "redirect",
                    "redirect": {"port": "443", "protocol": "HTTPS", "statusCode": "HTTP_301"},
                }
            ],
            "routingHttpResponseServerEnabled": False,
        },
        change={"port": 8080},
        change_with=lambda w: {"defaultActions": [_forward(w)]},
        replaces={"loadBalancerArn": "arn:aws:elasticloadbalancing:us-east-1:1:loadbalancer/app/other/1"},
    ),
    "aws:lb/listenerRule:ListenerRule": Example(
        inputs=lambda w: {
            "listenerArn": w.example("aws:lb/listener:Listener").id,
            "priority": 10,
            "conditions": [
                {"pathPattern": {"values": ["/api/*"]}},
                {"httpHeader": {"httpHeaderName": "X-Origin", "values": ["secret"]}},
                {"queryStrings": [{"key": "version", "value": "2"}]},
            ],
            "actions": [
                {
                    "type": "forward",
                    "forward": {
                        "targetGroups": [
                            {"arn": w.example("aws:lb/targetGroup:TargetGroup").id, "weight": 100}
                        ],
                        "stickiness": {"duration": 60, "enabled": True},
                    },
                }
            ],
        },
        change={
            "priority": 20,
            "conditions": [{"sourceIp": {"values": ["192.0.2.0/24"]}}],
            "actions": [NOT_FOUND],
        },
        replaces={"listenerArn": "arn:aws:elasticloadbalancing:us-east-1:1:listener/app/other/1/2"},
    ),
}
