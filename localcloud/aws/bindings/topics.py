"""Bindings of SNS: topics, their policies, subscriptions."""

from localcloud.aws.binding import Binding, Property
from localcloud.aws.bindings.attributes import Attributes
from localcloud.aws.bindings.tagging import SNS

_GONE = frozenset({"NotFound", "NotFoundException"})
_PROTOCOLS = ("Application", "Firehose", "Http", "Lambda", "Sqs")
_FEEDBACK = ("FailureFeedbackRoleArn", "SuccessFeedbackRoleArn", "SuccessFeedbackSampleRate")
_TOPIC_ATTRIBUTES = Attributes(
    {
        "displayName": "DisplayName",
        "policy": "Policy",
        "deliveryPolicy": "DeliveryPolicy",
        "kmsMasterKeyId": "KmsMasterKeyId",
        "contentBasedDeduplication": "ContentBasedDeduplication",
        "fifoThroughputScope": "FifoThroughputScope",
        "archivePolicy": "ArchivePolicy",
        "signatureVersion": "SignatureVersion",
        "tracingConfig": "TracingConfig",
        **{
            f"{protocol[0].lower()}{protocol[1:]}{kind}": ("HTTP" if protocol == "Http" else protocol) + kind
            for protocol in _PROTOCOLS
            for kind in _FEEDBACK
        },
    },
    documents=("policy", "deliveryPolicy", "archivePolicy"),
    parameter="Attributes",
)

TOPIC = Binding(
    type="aws:sns/topic:Topic",
    service="sns",
    create="CreateTopic",
    read="GetTopicAttributes",
    delete="DeleteTopic",
    id="TopicArn",
    key={"TopicArn": "_id"},
    result="{attributes: Attributes}",
    gone=_GONE,
    name="name",
    name_limit=256,
    properties={
        "name": Property(api="Name", read="split(_id, ':')[5]", replaces=True),
        "namePrefix": Property(api=None, read=None, replaces=True),
        "fifoTopic": Property(api="Attributes.FifoTopic", read="attributes.FifoTopic", replaces=True),
        **_TOPIC_ATTRIBUTES.properties,
    },
    calls=_TOPIC_ATTRIBUTES.one_by_one("SetTopicAttributes", {"TopicArn": "_id"}),
    outputs={"arn": "_id", "owner": "attributes.Owner || _account"},
    tagging=SNS,
)

_OWNERS = (
    "Publish",
    "RemovePermission",
    "SetTopicAttributes",
    "DeleteTopic",
    "ListSubscriptionsByTopic",
    "GetTopicAttributes",
    "AddPermission",
    "Subscribe",
)
# The policy that AWS gives to a new topic: what its owner may do.
_FIRST_POLICY = (
    "to_string({Version: '2008-10-17', Id: '__default_policy_ID', Statement: [{Sid: "
    "'__default_statement_ID', Effect: 'Allow', Principal: {AWS: '*'}, Action: ["
    + ", ".join(f"'SNS:{action}'" for action in _OWNERS)
    + '], Resource: arn, Condition: {StringEquals: {"AWS:SourceOwner": _account}}}]})'
)

TOPIC_POLICY = Binding(
    type="aws:sns/topicPolicy:TopicPolicy",
    service="sns",
    create="SetTopicAttributes",
    create_with={"AttributeName": "'Policy'"},
    update="SetTopicAttributes",
    update_whole=True,
    update_with={"AttributeName": "'Policy'"},
    read="GetTopicAttributes",
    delete="SetTopicAttributes",  # a topic always has a policy: the first one comes back
    delete_with={"AttributeName": "'Policy'", "AttributeValue": _FIRST_POLICY},
    id="arn",
    key={"TopicArn": "_id"},
    result="Attributes",
    gone=_GONE,
    properties={
        "arn": Property(api="TopicArn", replaces=True, required=True),
        "policy": Property(api="AttributeValue", read="Policy", json=True, required=True),
    },
    outputs={"owner": "Owner"},
)

_SUBSCRIPTION_ATTRIBUTES = Attributes(
    {
        "deliveryPolicy": "DeliveryPolicy",
        "filterPolicy": "FilterPolicy",
        "filterPolicyScope": "FilterPolicyScope",
        "rawMessageDelivery": "RawMessageDelivery",
        "redrivePolicy": "RedrivePolicy",
        "replayPolicy": "ReplayPolicy",
        "subscriptionRoleArn": "SubscriptionRoleArn",
    },
    defaults={"rawMessageDelivery": False},
    documents=("deliveryPolicy", "filterPolicy", "redrivePolicy", "replayPolicy"),
    parameter="Attributes",
)

TOPIC_SUBSCRIPTION = Binding(
    type="aws:sns/topicSubscription:TopicSubscription",
    service="sns",
    create="Subscribe",
    create_with={"ReturnSubscriptionArn": "`true`"},
    read="GetSubscriptionAttributes",
    delete="Unsubscribe",
    id="SubscriptionArn",
    key={"SubscriptionArn": "_id"},
    result="{attributes: Attributes}",
    gone=_GONE,
    properties={
        "topic": Property(api="TopicArn", read="attributes.TopicArn", replaces=True, required=True),
        "protocol": Property(read="attributes.Protocol", replaces=True, required=True),
        "endpoint": Property(read="attributes.Endpoint", replaces=True, required=True),
        "confirmationTimeoutInMinutes": Property(api=None, read=None, default=1),
        "endpointAutoConfirms": Property(api=None, read=None, default=False),
        **_SUBSCRIPTION_ATTRIBUTES.properties,
    },
    calls=_SUBSCRIPTION_ATTRIBUTES.one_by_one("SetSubscriptionAttributes", {"SubscriptionArn": "_id"}),
    outputs={
        "arn": "_id",
        "ownerId": "attributes.Owner",
        "pendingConfirmation": "attributes.PendingConfirmation == 'true'",
        "confirmationWasAuthenticated": "attributes.ConfirmationWasAuthenticated == 'true'",
    },
)

BINDINGS = (TOPIC, TOPIC_POLICY, TOPIC_SUBSCRIPTION)
