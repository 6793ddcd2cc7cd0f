"""The trust policy of a role that one AWS service takes on."""

import json


def assumed_by(service: str) -> str:
    """Return the JSON policy that lets `service` (such as `eks.amazonaws.com`) assume a role."""
    statement = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})
