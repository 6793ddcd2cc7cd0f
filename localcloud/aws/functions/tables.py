"""The functions that are answered by one call of the AWS API, and the lookups that they need."""

from localcloud.aws.functions.function import Function, Lookup

_FILTERS = "_args.filters[].{Name: name, Values: values}"


def _policy(kind: str, arn: str, results: dict[str, str]) -> Function:
    """A policy of CloudFront, by its id or its name; `Managed-…` are AWS's own. Its blocks are not given."""
    items = f"{kind}List.Items[].{kind}.{{Id: Id, Name: {kind}Config.Name}}"
    return Function(
        service="cloudfront",
        region="us-east-1",
        lookup=Lookup(
            operation=f"List{_plural(kind)}", when="_args.name", found=f"where({items}, 'Name', _args.name)"
        ),
        operation=f"Get{kind}",
        parameters={"Id": "_args.id || _found.Id"},
        results={
            "id": f"{kind}.Id",
            "name": f"{kind}.{kind}Config.Name",
            "comment": f"{kind}.{kind}Config.Comment",
            "arn": f"join('', ['arn:aws:cloudfront::', _account, ':{arn}/', {kind}.Id])",
            "etag": "ETag",
            **{key: f"{kind}.{kind}Config.{name}" for key, name in results.items()},
        },
    )


def _plural(kind: str) -> str:
    return f"{kind.removesuffix('y')}ies"


def _same(*names: str) -> dict[str, str]:
    """Results that the API gives under the same name, with a capital."""
    return {name[0].lower() + name[1:]: name for name in names}


FUNCTIONS: dict[str, Function] = {
    "aws:index/getCallerIdentity:getCallerIdentity": Function(
        service="sts",
        operation="GetCallerIdentity",
        results={"id": "Account", "accountId": "Account", "arn": "Arn", "userId": "UserId"},
    ),
    "aws:index/getAvailabilityZones:getAvailabilityZones": Function(
        service="ec2",
        operation="DescribeAvailabilityZones",
        parameters={
            "Filters": f"{_FILTERS} || _args.state && [{{Name: 'state', Values: [_args.state]}}] || null",
            "AllAvailabilityZones": "_args.allAvailabilityZones",
        },
        results={
            "id": "_region",
            "names": "sort(AvailabilityZones[].ZoneName)",
            "zoneIds": "sort_by(AvailabilityZones, &ZoneName)[].ZoneId",
        },
    ),
    "aws:ssm/getParameter:getParameter": Function(
        service="ssm",
        operation="GetParameter",
        parameters={"Name": "_args.name", "WithDecryption": "_args.withDecryption"},
        results={
            "id": "Parameter.Name",
            "name": "Parameter.Name",
            "arn": "Parameter.ARN",
            "type": "Parameter.Type",
            "value": "Parameter.Value",
            "insecureValue": "Parameter.Value",
            "version": "Parameter.Version",
        },
    ),
    "aws:iam/getRoles:getRoles": Function(
        service="iam",
        region="us-east-1",
        operation="ListRoles",
        parameters={"PathPrefix": "_args.pathPrefix"},
        # The plural of a function answers with what there is: none, one or more.
        found="{matching: matching(Roles, 'RoleName', _args.nameRegex)}",
        results={"id": "_region", "names": "sort(matching[].RoleName)", "arns": "sort(matching[].Arn)"},
    ),
    "aws:iam/getRole:getRole": Function(
        service="iam",
        region="us-east-1",
        operation="GetRole",
        parameters={"RoleName": "_args.name"},
        results={
            "id": "Role.RoleName",
            "name": "Role.RoleName",
            "uniqueId": "Role.RoleId",
            "permissionsBoundary": "Role.PermissionsBoundary.PermissionsBoundaryArn || ''",
            "tags": "pairs(Role.Tags || `[]`, 'Key', 'Value')",
            **{key: f"Role.{name}" for key, name in _same("Arn", "Path", "MaxSessionDuration").items()},
        },
    ),
    "aws:secretsmanager/getRandomPassword:getRandomPassword": Function(
        service="secretsmanager",
        operation="GetRandomPassword",
        parameters={
            "PasswordLength": "_args.passwordLength",
            "ExcludeCharacters": "_args.excludeCharacters",
            "ExcludeLowercase": "_args.excludeLowercase",
            "ExcludeNumbers": "_args.excludeNumbers",
            "ExcludePunctuation": "_args.excludePunctuation",
            "ExcludeUppercase": "_args.excludeUppercase",
            "IncludeSpace": "_args.includeSpace",
            "RequireEachIncludedType": "_args.requireEachIncludedType",
        },
        results={"id": "_region", "randomPassword": "RandomPassword"},
    ),
    "aws:eks/getAddonVersion:getAddonVersion": Function(
        service="eks",
        operation="DescribeAddonVersions",
        parameters={"addonName": "_args.addonName", "kubernetesVersion": "_args.kubernetesVersion"},
        # Newest first.
        found="_args.mostRecent && addons[0].addonVersions[:1] "
        "|| addons[0].addonVersions[?compatibilities[?defaultVersion]]",
        results={
            "id": "_args.addonName",
            "addonName": "_args.addonName",
            "kubernetesVersion": "_args.kubernetesVersion",
            "mostRecent": "_args.mostRecent",
            "version": "addonVersion",
        },
    ),
    "aws:secretsmanager/getSecretVersion:getSecretVersion": Function(
        service="secretsmanager",
        operation="GetSecretValue",
        parameters={
            "SecretId": "_args.secretId",
            "VersionId": "_args.versionId",
            "VersionStage": "_args.versionStage",
        },
        results={
            "id": "join('|', [ARN, VersionId])",
            "arn": "ARN",
            "secretId": "_args.secretId",
            "secretString": "SecretString",
            "versionId": "VersionId",
            "versionStages": "VersionStages",
        },
    ),
    "aws:ec2/getManagedPrefixList:getManagedPrefixList": Function(
        service="ec2",
        lookup=Lookup(
            operation="DescribeManagedPrefixLists",
            when="`true`",
            parameters={
                "PrefixListIds": "_args.id && [_args.id]",
                "Filters": (
                    f"_args.name && [{{Name: 'prefix-list-name', Values: [_args.name]}}] || {_FILTERS}"
                ),
            },
            found="PrefixLists",
        ),
        operation="GetManagedPrefixListEntries",
        parameters={"PrefixListId": "_found.PrefixListId"},
        results={
            "id": "_found.PrefixListId",
            "name": "_found.PrefixListName",
            "arn": "_found.PrefixListArn",
            "entries": "Entries[].{cidr: Cidr, description: Description}",
            **{
                key: f"_found.{name}"
                for key, name in _same("AddressFamily", "MaxEntries", "OwnerId", "Version").items()
            },
        },
    ),
    "aws:ec2/getPrefixList:getPrefixList": Function(
        service="ec2",
        operation="DescribePrefixLists",
        parameters={
            "PrefixListIds": "_args.prefixListId && [_args.prefixListId]",
            "Filters": f"_args.name && [{{Name: 'prefix-list-name', Values: [_args.name]}}] || {_FILTERS}",
        },
        found="PrefixLists",
        results={
            "id": "PrefixListId",
            "prefixListId": "PrefixListId",
            "name": "PrefixListName",
            "cidrBlocks": "Cidrs && sort(Cidrs)",
        },
    ),
    "aws:ec2/getAmi:getAmi": Function(
        service="ec2",
        operation="DescribeImages",
        parameters={
            "Owners": "_args.owners",
            "ExecutableUsers": "_args.executableUsers",
            "Filters": _FILTERS,
            "IncludeDeprecated": "_args.includeDeprecated",
        },
        found="_args.mostRecent && sort_by(matching(Images, 'Name', _args.nameRegex), &CreationDate)[-1:] "
        "|| matching(Images, 'Name', _args.nameRegex)",
        results={
            "id": "ImageId",
            "arn": "join('', ['arn:aws:ec2:', _region, '::image/', ImageId])",
            "rootSnapshotId": "BlockDeviceMappings[?Ebs].Ebs.SnapshotId | [0]",
            **_same("Architecture", "BootMode", "CreationDate", "DeprecationTime", "Description"),
            **_same("EnaSupport", "Hypervisor", "ImageId", "ImageLocation", "ImageOwnerAlias", "ImageType"),
            **_same("ImdsSupport", "Name", "OwnerId", "Platform", "PlatformDetails", "Public"),
            **_same("RootDeviceName", "RootDeviceType", "SriovNetSupport", "State", "TpmSupport"),
            **_same("UsageOperation", "VirtualizationType"),
        },
    ),
    "aws:rds/getInstances:getInstances": Function(
        service="rds",
        operation="DescribeDBInstances",
        parameters={"Filters": _FILTERS},
        # The plural of a function answers with what there is: none, one or more.
        found="{matching: tagged(DBInstances, 'TagList', _args.tags)}",
        results={
            "id": "_region",
            "instanceArns": "matching[].DBInstanceArn",
            "instanceIdentifiers": "matching[].DBInstanceIdentifier",
        },
    ),
    "aws:rds/getInstance:getInstance": Function(
        service="rds",
        operation="DescribeDBInstances",
        parameters={"DBInstanceIdentifier": "_args.dbInstanceIdentifier"},
        found="tagged(DBInstances, 'TagList', _args.tags)",
        results={
            "id": "DBInstanceIdentifier",
            "dbInstanceIdentifier": "DBInstanceIdentifier",
            "address": "Endpoint.Address",
            "endpoint": "join(':', [Endpoint.Address, text(Endpoint.Port)])",
            "hostedZoneId": "Endpoint.HostedZoneId",
            "port": "Endpoint.Port",
            "resourceId": "DbiResourceId",
            "replicateSourceDb": "ReadReplicaSourceDBInstanceIdentifier || ''",
            "tags": "pairs(TagList, 'Key', 'Value')",
            "dbInstanceArn": "DBInstanceArn",
            "dbInstanceClass": "DBInstanceClass",
            "dbName": "DBName",
            "multiAz": "MultiAZ",
            **_same(
                "AllocatedStorage", "AvailabilityZone", "BackupRetentionPeriod", "Engine", "EngineVersion"
            ),
            **_same("KmsKeyId", "MasterUsername", "PubliclyAccessible", "StorageEncrypted", "StorageType"),
        },
    ),
    "aws:cloudfront/getCachePolicy:getCachePolicy": _policy(
        "CachePolicy", "cache-policy", {"defaultTtl": "DefaultTTL", "maxTtl": "MaxTTL", "minTtl": "MinTTL"}
    ),
    "aws:cloudfront/getOriginRequestPolicy:getOriginRequestPolicy": _policy(
        "OriginRequestPolicy", "origin-request-policy", {}
    ),
    "aws:cloudfront/getResponseHeadersPolicy:getResponseHeadersPolicy": _policy(
        "ResponseHeadersPolicy", "response-headers-policy", {}
    ),
    "aws:ecr/getRepository:getRepository": Function(
        service="ecr",
        operation="DescribeRepositories",
        parameters={"repositoryNames": "[_args.name]", "registryId": "_args.registryId"},
        found="repositories",
        results={
            "id": "repositoryName",
            "name": "repositoryName",
            "arn": "repositoryArn",
            "registryId": "registryId",
            "repositoryUrl": "repositoryUri",
            "imageTagMutability": "imageTagMutability",
            "imageScanningConfigurations": "[imageScanningConfiguration]",
            "encryptionConfigurations": "[encryptionConfiguration]",
        },
    ),
    "aws:route53/getZone:getZone": Function(
        service="route53",
        region="us-east-1",
        lookup=Lookup(
            operation="ListHostedZonesByName",
            when="_args.name",
            parameters={"DNSName": "_args.name"},
            found="where(where(HostedZones[].{Id: Id, Name: Name, Private: Config.PrivateZone}, 'Name', "
            "join('', [without_end(_args.name, '.'), '.'])), 'Private', _args.privateZone || `false`)",
        ),
        operation="GetHostedZone",
        parameters={"Id": "_args.zoneId || _found.Id"},
        results={
            "id": "replace(HostedZone.Id, '/hostedzone/', '')",
            "zoneId": "replace(HostedZone.Id, '/hostedzone/', '')",
            "arn": "replace(HostedZone.Id, '/hostedzone/', 'arn:aws:route53:::hostedzone/')",
            "name": "without_end(HostedZone.Name, '.')",
            "comment": "HostedZone.Config.Comment",
            "callerReference": "HostedZone.CallerReference",
            "privateZone": "HostedZone.Config.PrivateZone",
            "resourceRecordSetCount": "HostedZone.ResourceRecordSetCount",
            "nameServers": "DelegationSet.NameServers || `[]`",
            "primaryNameServer": "DelegationSet.NameServers[0]",
            "linkedServicePrincipal": "HostedZone.LinkedService.ServicePrincipal",
            "linkedServiceDescription": "HostedZone.LinkedService.Description",
        },
    ),
}
