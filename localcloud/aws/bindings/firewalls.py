"""Bindings of WAF: web ACLs and their logging."""

from localcloud.aws.binding import Binding, Property
from localcloud.aws.bindings.tagging import WAF

_GONE = frozenset({"WAFNonexistentItemException"})


def _of_acl(name: str, **further: object) -> Property:
    return Property(read=f"WebACL.{name}", **further)  # type: ignore[arg-type]  # mypy cannot see into keywords


WEB_ACL = Binding(
    type="aws:wafv2/webAcl:WebAcl",
    service="wafv2",
    create="CreateWebACL",
    read="GetWebACL",
    update="UpdateWebACL",
    update_whole=True,
    update_with={"LockToken": "_live.LockToken"},
    delete="DeleteWebACL",
    delete_with={"LockToken": "_live.LockToken"},
    id="Summary.Id",
    key={"Name": "name", "Scope": "scope", "Id": "_id"},
    result="@",
    gone=_GONE,
    name="name",
    name_limit=128,
    properties={
        "name": _of_acl("Name", replaces=True),
        "namePrefix": Property(api=None, read=None, replaces=True),
        "scope": Property(read=None, replaces=True, required=True),
        "description": _of_acl("Description"),
        "defaultAction": _of_acl("DefaultAction", required=True),
        "visibilityConfig": _of_acl("VisibilityConfig", required=True),
        "rules": _of_acl("Rules", unordered=True),
        "customResponseBodies": Property(
            write="pairs([].{key: key, body: {Content: content, ContentType: contentType}}, 'key', 'body')",
            read="items_as(WebACL.CustomResponseBodies, 'key', 'body')[]"
            ".{key: key, content: body.Content, contentType: body.ContentType}",
            unordered=True,
        ),
        "captchaConfig": _of_acl("CaptchaConfig"),
        "challengeConfig": _of_acl("ChallengeConfig"),
        "tokenDomains": _of_acl("TokenDomains", unordered=True),
    },
    outputs={
        "arn": "WebACL.ARN",
        "capacity": "WebACL.Capacity",
        "lockToken": "LockToken",
        "applicationIntegrationUrl": "ApplicationIntegrationURL || ''",
    },
    volatile=frozenset({"capacity", "lockToken"}),
    tagging=WAF,
)


def _logging(name: str, **further: object) -> Property:
    return Property(api=f"LoggingConfiguration.{name}", read=name, **further)  # type: ignore[arg-type]  # mypy cannot see into keywords


WEB_ACL_LOGGING_CONFIGURATION = Binding(
    type="aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration",
    service="wafv2",
    create="PutLoggingConfiguration",
    update="PutLoggingConfiguration",
    update_whole=True,
    read="GetLoggingConfiguration",
    delete="DeleteLoggingConfiguration",
    id="resourceArn",
    key={},
    read_key={"ResourceArn": "_id"},
    delete_key={"ResourceArn": "_id"},
    result="LoggingConfiguration",
    gone=_GONE,
    properties={
        "resourceArn": _logging("ResourceArn", replaces=True, required=True),
        "logDestinationConfigs": _logging(
            "LogDestinationConfigs", replaces=True, unordered=True, required=True
        ),
        "redactedFields": _logging("RedactedFields"),
        "loggingFilter": _logging("LoggingFilter"),
    },
)

BINDINGS = (WEB_ACL, WEB_ACL_LOGGING_CONFIGURATION)
