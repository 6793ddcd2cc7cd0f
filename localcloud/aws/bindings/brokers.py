"""Bindings of Amazon MQ: brokers and their configurations."""

from localcloud.aws.binding import Binding, Call, Fetch, Property
from localcloud.aws.bindings.tagging import MQ

R = Property(replaces=True)
_UPDATE = frozenset({"update"})
_GONE = frozenset({"NotFoundException", "ForbiddenException"})
_MINOR = "join('.', split(EngineVersion, '.')[:2])"
# What a broker takes up when it is rebooted.
_PENDING = (
    "configuration",
    "engineVersion",
    "hostInstanceType",
    "securityGroups",
    "logs",
    "autoMinorVersionUpgrade",
    "authenticationStrategy",
    "ldapServerMetadata",
)

BROKER = Binding(
    type="aws:mq/broker:Broker",
    service="mq",
    create="CreateBroker",
    create_with={"CreatorRequestId": "_token"},
    read="DescribeBroker",
    update="UpdateBroker",
    delete="DeleteBroker",
    id="BrokerId",
    key={"BrokerId": "_id"},
    result="@",
    gone=_GONE,
    gone_if="BrokerState == 'DELETION_IN_PROGRESS'",
    name="brokerName",
    name_limit=50,
    properties={
        "brokerName": R,
        "engineType": Property(replaces=True, required=True),
        "engineVersion": Property(
            # A broker that takes minor versions by itself is asked for by its major one.
            read=f"AutoMinorVersionUpgrade && {_MINOR} || EngineVersion",
            required=True,
        ),
        "hostInstanceType": Property(required=True),
        "deploymentMode": Property(replaces=True, default="SINGLE_INSTANCE"),
        "subnetIds": Property(replaces=True, unordered=True),
        "securityGroups": Property(unordered=True),
        "publiclyAccessible": Property(replaces=True, default=False),
        "encryptionOptions": R,
        "storageType": Property(),
        "autoMinorVersionUpgrade": Property(default=False),
        "maintenanceWindowStartTime": Property(),
        "logs": Property(),
        "configuration": Property(read="Configurations.Current"),
        "authenticationStrategy": Property(),
        "ldapServerMetadata": Property(replaces=True),
        "dataReplicationMode": Property(),
        "dataReplicationPrimaryBrokerArn": Property(read=None, replaces=True),
        "users": Property(
            read=None,  # AWS tells nothing of the users of RabbitMQ, and changes none of them
            required=True,
            unordered=True,
            ignored_if="lower(old.engineType) == 'rabbitmq'",
        ),
        "applyImmediately": Property(api=None, read=None, default=False),
    },
    calls=(
        Call(
            operation="RebootBroker",
            arguments={"BrokerId": "_id"},
            when=frozenset(_PENDING),
            on=_UPDATE,
            only_if="applyImmediately",
        ),
    ),
    outputs={
        "arn": "BrokerArn",
        "instances": "BrokerInstances[].{consoleUrl: ConsoleURL, endpoints: Endpoints, ipAddress: IpAddress}",
        "pendingDataReplicationMode": "PendingDataReplicationMode",
    },
    secret=frozenset({"users"}),
    tagging=MQ,
)

CONFIGURATION = Binding(
    type="aws:mq/configuration:Configuration",
    service="mq",
    create="CreateConfiguration",
    read="DescribeConfiguration",
    delete="DeleteConfiguration",
    kept_if="skipDestroy",
    id="Id",
    key={"ConfigurationId": "_id"},
    result="@",
    gone=_GONE,
    name="name",
    name_limit=150,
    properties={
        "name": R,
        "engineType": Property(replaces=True, required=True),
        "engineVersion": Property(replaces=True, required=True),
        "authenticationStrategy": R,
        "description": Property(read="LatestRevision.Description"),
        "data": Property(api=None, read="data", required=True),
        "skipDestroy": Property(api=None, read=None, default=False),
    },
    calls=(
        Call(
            operation="UpdateConfiguration",
            arguments={"ConfigurationId": "_id", "Data": "to_base64(data)", "Description": "description"},
            when=frozenset({"data", "description"}),
        ),
    ),
    fetches=(
        Fetch(
            operation="DescribeConfigurationRevision",
            arguments={
                "ConfigurationId": "_id",
                "ConfigurationRevision": "to_string(_live.LatestRevision.Revision)",
            },
            result="from_base64(Data)",
            into="data",
        ),
    ),
    outputs={"arn": "Arn", "latestRevision": "LatestRevision.Revision"},
    volatile=frozenset({"latestRevision"}),
    tagging=MQ,
)

BINDINGS = (BROKER, CONFIGURATION)
