"""The trust policy of a role that one AWS service takes on."""

import json


def assumed_by(service: str, account_id: str | None = None) -> str:
    """Return the JSON policy that lets `service` (such as `eks.amazonaws.com`) assume a role.

    With `account_id` only for that account's resources: for a service that says whose it works for.
    """
    condition = {"Condition": {"StringEquals": {"aws:SourceAccount": account_id}}} if account_id else {}
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": service},
        "Action": "sts:AssumeRole",
        **condition,
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})
