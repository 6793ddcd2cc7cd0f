import json

from components.trust_policy import assumed_by


def test_one_service_may_assume_the_role_and_nobody_else() -> None:
    assert json.loads(assumed_by("eks.amazonaws.com")) == {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Principal": {"Service": "eks.amazonaws.com"}, "Action": "sts:AssumeRole"}
        ],
    }


def test_a_service_that_says_whose_it_works_for_does_so_for_this_account_only() -> None:
    (statement,) = json.loads(assumed_by("vpc-flow-logs.amazonaws.com", "123456789012"))["Statement"]
    assert statement["Condition"] == {"StringEquals": {"aws:SourceAccount": "123456789012"}}
