"""WAF as moto lacks it: what protects CloudFront lives in us-east-1, and logs go where WAF may write."""

import re
from typing import Any

from moto.core.common_types import TYPE_RESPONSE
from moto.wafv2.exceptions import WAFv2ClientError
from moto.wafv2.responses import WAFV2Response

_CLOUDFRONT, _ITS_REGION = "CLOUDFRONT", "us-east-1"
_LOGS = re.compile("[:/]aws-waf-logs-")
_call = WAFV2Response.call_action
_put_logging_configuration = WAFV2Response.put_logging_configuration


def _invalid(reason: str, field: str, parameter: str) -> WAFv2ClientError:
    return WAFv2ClientError(
        "WAFInvalidParameterException", f"Error reason: {reason}, field: {field}, parameter: {parameter}"
    )


def call_action(self: WAFV2Response) -> TYPE_RESPONSE:
    if self.region != _ITS_REGION and self._get_param("Scope") == _CLOUDFRONT:
        error = _invalid("The scope is not valid.", "SCOPE_VALUE", _CLOUDFRONT)
        return error.code, dict(error.get_headers()), str(error.get_body())
    return _call(self)


def put_logging_configuration(self: WAFV2Response) -> TYPE_RESPONSE:
    for destination in self._get_param("LoggingConfiguration")["LogDestinationConfigs"]:
        if not _LOGS.search(destination):
            reason = "The ARN isn't valid. A valid ARN names a destination that begins with aws-waf-logs-"
            raise _invalid(reason, "LOG_DESTINATION", destination)
    return _put_logging_configuration(self)


def extend() -> None:
    responses: Any = WAFV2Response
    responses.call_action = call_action
    responses.put_logging_configuration = put_logging_configuration
