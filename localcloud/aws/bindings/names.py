"""Bindings of names: Route 53 zones and records, ACM certificates and their validation."""

from localcloud.aws.binding import Binding, Call, Fetch, Property, Ready
from localcloud.aws.bindings.tagging import ACM, ROUTE53

R = Property(replaces=True)
_UPDATE = frozenset({"update"})
_NO_ZONE = frozenset({"NoSuchHostedZone"})

ZONE = Binding(
    type="aws:route53/zone:Zone",
    service="route53",
    region="us-east-1",
    create="CreateHostedZone",
    create_with={
        "CallerReference": "_token",
        "VPC.VPCId": "vpcs[0].vpcId",
        "VPC.VPCRegion": "vpcs[0] && (vpcs[0].vpcRegion || _region)",
        "HostedZoneConfig.PrivateZone": "vpcs[0] && `true`",
    },
    read="GetHostedZone",
    delete="DeleteHostedZone",
    id="replace(HostedZone.Id, '/hostedzone/', '')",
    key={"Id": "_id"},
    result="@",
    gone=_NO_ZONE,
    name="name",
    properties={
        "name": Property(api="Name", read="without_end(HostedZone.Name, '.')", replaces=True),
        "comment": Property(
            api="HostedZoneConfig.Comment", read="HostedZone.Config.Comment", default="Managed by Pulumi"
        ),
        "delegationSetId": Property(read=None, replaces=True),
        "vpcs": Property(api=None, read="VPCs[].{vpcId: VPCId, vpcRegion: VPCRegion}", unordered=True),
        "forceDestroy": Property(api=None, read=None, default=False),
    },
    calls=(
        Call(
            operation="UpdateHostedZoneComment",
            arguments={"Id": "_id", "Comment": "comment"},
            when=frozenset({"comment"}),
            on=_UPDATE,
        ),
        Call(  # the first one is there from the start
            operation="AssociateVPCWithHostedZone",
            each="except(vpcs, _old && _old.vpcs || vpcs[:1])",
            arguments={
                "HostedZoneId": "_id",
                "VPC.VPCId": "_item.vpcId",
                "VPC.VPCRegion": "_item.vpcRegion || _region",
            },
            when=frozenset({"vpcs"}),
        ),
        Call(
            operation="DisassociateVPCFromHostedZone",
            each="except(_old.vpcs, vpcs)",
            arguments={
                "HostedZoneId": "_id",
                "VPC.VPCId": "_item.vpcId",
                "VPC.VPCRegion": "_item.vpcRegion || _region",
            },
            when=frozenset({"vpcs"}),
            on=_UPDATE,
        ),
    ),
    fetches=(
        Fetch(  # only where they are in the way of a deletion
            operation="ListResourceRecordSets",
            each="forceDestroy && [_id] || `[]`",
            arguments={"HostedZoneId": "_item"},
            result="ResourceRecordSets[?Type != 'NS' && Type != 'SOA']",
            into="records",
        ),
    ),
    before_delete=(
        Call(
            operation="ChangeResourceRecordSets",
            each="_live.records[]",
            arguments={
                "HostedZoneId": "_id",
                "ChangeBatch.Changes.0.Action": "'DELETE'",
                "ChangeBatch.Changes.0.ResourceRecordSet": "_item",
            },
            when=frozenset({"forceDestroy"}),
        ),
    ),
    outputs={
        "arn": "arn:aws:route53:::hostedzone/%(_id)s",
        "zoneId": "_id",
        "nameServers": "DelegationSet.NameServers && sort(DelegationSet.NameServers) || `[]`",
        "primaryNameServer": "DelegationSet.NameServers[0]",
    },
    tagging=ROUTE53,
)

_SET = "ChangeBatch.Changes.0.ResourceRecordSet"
_RECORD_SET = {
    "Name": "_name",
    "Type": "type",
    "TTL": "ttl",
    "SetIdentifier": "setIdentifier",
    "HealthCheckId": "healthCheckId",
    "MultiValueAnswer": "multivalueAnswerRoutingPolicy",
    "Weight": "weightedRoutingPolicies[0].weight",
    "Region": "latencyRoutingPolicies[0].region",
    "Failover": "failoverRoutingPolicies[0].type",
    "GeoLocation.ContinentCode": "geolocationRoutingPolicies[0].continent",
    "GeoLocation.CountryCode": "geolocationRoutingPolicies[0].country",
    "GeoLocation.SubdivisionCode": "geolocationRoutingPolicies[0].subdivision",
    "AliasTarget.HostedZoneId": "aliases[0].zoneId",
    "AliasTarget.DNSName": "aliases[0].name",
    "AliasTarget.EvaluateTargetHealth": "aliases[0].evaluateTargetHealth",
    # Texts travel in quotes, which are no part of them.
    "ResourceRecords": "type == 'TXT' && records[].{Value: join('', ['\"', @, '\"'])} || "
    "records[].{Value: @}",
}


def _change(action: str) -> dict[str, str]:
    return {
        "ChangeBatch.Changes.0.Action": action,
        **{f"{_SET}.{name}": expression for name, expression in _RECORD_SET.items()},
    }


def _part(read: str | None, **further: object) -> Property:
    """A part of the record set: all of it travels in one change."""
    return Property(api=None, read=read, **further)  # type: ignore[arg-type]  # mypy cannot see into keywords


_PARTS = {
    "ttl": _part("TTL"),
    "records": _part(
        "Type == 'TXT' && ResourceRecords[].replace(Value, '\"', '') || ResourceRecords[].Value",
        unordered=True,
    ),
    "aliases": _part(
        "AliasTarget && [{name: without_end(AliasTarget.DNSName, '.'), zoneId: AliasTarget.HostedZoneId, "
        "evaluateTargetHealth: AliasTarget.EvaluateTargetHealth}]"
    ),
    "healthCheckId": _part("HealthCheckId"),
    "multivalueAnswerRoutingPolicy": _part("MultiValueAnswer"),
    "weightedRoutingPolicies": _part("Weight && [{weight: Weight}]"),
    "latencyRoutingPolicies": _part("Region && [{region: Region}]"),
    "failoverRoutingPolicies": _part("Failover && [{type: Failover}]"),
    "geolocationRoutingPolicies": _part(
        "GeoLocation && [{continent: GeoLocation.ContinentCode, country: GeoLocation.CountryCode, "
        "subdivision: GeoLocation.SubdivisionCode}]"
    ),
}

RECORD = Binding(
    type="aws:route53/record:Record",
    service="route53",
    region="us-east-1",
    lookups=(
        Fetch(  # a name may be given with or without that of its zone
            operation="GetHostedZone",
            arguments={"Id": "zoneId"},
            result="without_end(HostedZone.Name, '.') | (ends_with('%(name)s', @) && '%(name)s' || "
            "ends_with('%(name)s', join('', [@, '.'])) && without_end('%(name)s', '.') || "
            "join('.', ['%(name)s', @])) | lower(@)",
            into="_name",
        ),
    ),
    create="ChangeResourceRecordSets",
    create_with=_change("allowOverwrite && 'UPSERT' || 'CREATE'"),
    read="ListResourceRecordSets",
    delete="ChangeResourceRecordSets",
    delete_key={"HostedZoneId": "zoneId", "ChangeBatch.Changes.0.Action": "'DELETE'", _SET: "_live"},
    id="join('_', [zoneId, lower(without_end(name, '.')), type, setIdentifier][?@])",
    key={"HostedZoneId": "zoneId"},
    read_key={
        "HostedZoneId": "zoneId",
        "StartRecordName": "_name",
        "StartRecordType": "type",
        "StartRecordIdentifier": "setIdentifier",
    },
    # AWS spells the asterisk of a wildcard in octal.
    result="where(where(ResourceRecordSets, 'SetIdentifier', setIdentifier), 'Type', type) | "
    "[?replace(Name, '\\052', '*') == '%(_name)s.'] | [0]",
    gone=_NO_ZONE,
    properties={
        "zoneId": Property(api="HostedZoneId", read=None, replaces=True, required=True),
        "name": _part(None, replaces=True, required=True),
        "type": _part("Type", required=True),
        "setIdentifier": _part("SetIdentifier"),
        "allowOverwrite": _part(None),
        **_PARTS,
    },
    calls=(
        Call(
            operation="ChangeResourceRecordSets",
            arguments={"HostedZoneId": "zoneId", **_change("'UPSERT'")},
            when=frozenset(_PARTS),
            on=_UPDATE,
            only_if="type == _old.type && setIdentifier == _old.setIdentifier",
        ),
        Call(  # another record set, in one change with the end of the former
            operation="ChangeResourceRecordSets",
            arguments={
                "HostedZoneId": "zoneId",
                **_change("'UPSERT'"),
                "ChangeBatch.Changes.1.Action": "'DELETE'",
                "ChangeBatch.Changes.1.ResourceRecordSet": "_live",
            },
            when=frozenset({"type", "setIdentifier"}),
            on=_UPDATE,
        ),
    ),
    outputs={"fqdn": "without_end(replace(Name, '\\052', '*'), '.')"},
)

_DETAIL = "Certificate"
CERTIFICATE = Binding(
    type="aws:acm/certificate:Certificate",
    service="acm",
    create="RequestCertificate",
    create_instead={"certificateBody": "ImportCertificate"},
    read="DescribeCertificate",
    delete="DeleteCertificate",
    id="CertificateArn",
    key={"CertificateArn": "_id"},
    result=_DETAIL,
    gone=frozenset({"ResourceNotFoundException"}),
    properties={
        "domainName": R,
        "subjectAlternativeNames": Property(
            # ACM adds the domain's own name.
            read="except(SubjectAlternativeNames, [DomainName])",
            replaces=True,
            unordered=True,
        ),
        "validationMethod": Property(read="DomainValidationOptions[0].ValidationMethod", replaces=True),
        "validationOptions": Property(
            api="DomainValidationOptions", read=None, replaces=True, unordered=True
        ),
        "keyAlgorithm": Property(read="replace(KeyAlgorithm, '-', '_')", replaces=True),
        "certificateAuthorityArn": R,
        "options": Property(),
        "certificateBody": Property(api="Certificate", read=None),
        "certificateChain": Property(read=None),
        "privateKey": Property(read=None),
    },
    calls=(
        Call(
            operation="UpdateCertificateOptions",
            arguments={
                "CertificateArn": "_id",
                "Options.CertificateTransparencyLoggingPreference": "options."
                "certificateTransparencyLoggingPreference",
                "Options.Export": "options.export",
            },
            when=frozenset({"options"}),
            on=_UPDATE,
            only_if="options",
        ),
        Call(
            operation="ImportCertificate",
            arguments={
                "CertificateArn": "_id",
                "Certificate": "certificateBody",
                "CertificateChain": "certificateChain",
                "PrivateKey": "privateKey",
            },
            when=frozenset({"certificateBody", "certificateChain", "privateKey"}),
            on=_UPDATE,
        ),
    ),
    outputs={
        "arn": "CertificateArn",
        "domainValidationOptions": "(DomainValidationOptions || `[]`)[].{domainName: DomainName, "
        "resourceRecordName: ResourceRecord.Name, resourceRecordType: ResourceRecord.Type, "
        "resourceRecordValue: ResourceRecord.Value}",
        "validationEmails": "(DomainValidationOptions || `[]`)[].ValidationEmails[]",
        "notAfter": "NotAfter",
        "notBefore": "NotBefore",
        "renewalEligibility": "RenewalEligibility",
        "status": "Status",
        "type": "Type",
    },
    secret=frozenset({"privateKey"}),
    tagging=ACM,
)

CERTIFICATE_VALIDATION = Binding(
    type="aws:acm/certificateValidation:CertificateValidation",
    service="acm",
    create="DescribeCertificate",  # it makes nothing: it waits
    read="DescribeCertificate",
    id="certificateArn",
    key={"CertificateArn": "certificateArn || _id"},
    result=_DETAIL,
    gone=frozenset({"ResourceNotFoundException"}),
    ready=Ready(
        when="Status == 'ISSUED'",
        otherwise="join(' ', ['the certificate is', Status, '- no CNAME record with the value that ACM asks "
        "for:', join(', ', DomainValidationOptions[?ValidationStatus != 'SUCCESS'].ResourceRecord.Name)])",
    ),
    properties={
        "certificateArn": Property(replaces=True, required=True),
        "validationRecordFqdns": Property(api=None, read=None, replaces=True, unordered=True),
    },
)

BINDINGS = (ZONE, RECORD, CERTIFICATE, CERTIFICATE_VALIDATION)
