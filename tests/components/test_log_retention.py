import re
from typing import Any

import botocore.session
import pytest
from pydantic import TypeAdapter, ValidationError

from components.log_retention import LOG_DAYS, LogRetentionDays

DAYS: TypeAdapter[int] = TypeAdapter(LogRetentionDays)


def test_logs_are_kept_for_a_period_that_cloudwatch_knows() -> None:
    model = botocore.session.get_session().get_service_model("logs")
    request: Any = model.operation_model("PutRetentionPolicy").input_shape
    documented = request.members["retentionInDays"].documentation
    assert set(LOG_DAYS) <= {int(number) for number in re.findall(r"\b\d+\b", documented)}
    for days in LOG_DAYS:
        assert DAYS.validate_python(days) == days
    with pytest.raises(ValidationError, match="does not know this period"):
        DAYS.validate_python(8)
