import json

from components.trust_policy import assumed_by


def test_one_service_may_assume_the_role_and_nobody_else() -> None:
    assert json.loads(assumed_by("eks.amazonaws.com")) == {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Principal": {"Service": "eks.amazonaws.com"}, "Action": "sts:AssumeRole"}
        ],
    }
