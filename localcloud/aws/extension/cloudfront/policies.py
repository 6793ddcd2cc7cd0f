"""Cache, origin request and response headers policies, and VPC origins: the same operations for each."""

from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass

from moto.cloudfront.exceptions import CloudFrontException
from moto.cloudfront.models import CloudFrontBackend
from moto.moto_api._internal import mock_random

from localcloud.aws.extension.cloudfront.documents import Document, Shape, new_id

# AWS's own policies, by name; https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/
_MANAGED_CACHE = {
    "Managed-CachingOptimized": "658327ea-f89d-4fab-a63d-7e88639e58f6",
    "Managed-CachingOptimizedForUncompressedObjects": "b2884449-e4de-46a7-ac36-70bc7f1ddd6d",
    "Managed-CachingDisabled": "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
    "UseOriginCacheControlHeaders": "83da9c7e-98b4-4e11-a168-04f0df8e2c65",
    "UseOriginCacheControlHeaders-QueryStrings": "4cc15a8a-d715-48a4-82b8-cc0b614638fe",
}
_MANAGED_ORIGIN_REQUEST = {
    "Managed-AllViewer": "216adef6-5c7f-47e4-b989-5492eafa07d3",
    "Managed-AllViewerExceptHostHeader": "b689b0a8-53d0-40ab-baf2-68738e2966ac",
    "Managed-AllViewerAndCloudFrontHeaders-2022-06": "33f36d7e-f396-46d9-90e0-52428a34d9dc",
    "Managed-CORS-CustomOrigin": "59781a5b-3903-41f3-afcb-af62929ccde1",
    "Managed-CORS-S3Origin": "88a5eaf4-2fd4-4709-b370-b4c650ea3fcf",
    "Managed-UserAgentRefererHeaders": "acba4595-bd28-49b8-b9fe-13317c0390fa",
}
_MANAGED_HEADERS = {
    "Managed-SimpleCORS": "60669652-455b-4ae9-85a4-c4c02393f86c",
    "Managed-SecurityHeadersPolicy": "67f7725c-6f97-4210-82d7-5512b31e9d03",
    "Managed-CORS-With-Preflight": "5cc3b908-e619-4b99-88e5-2cf7f45965bd",
    "Managed-CORS-and-SecurityHeadersPolicy": "e61eb60c-9c35-4d20-a928-2b84e02af89c",
    "Managed-CORS-with-preflight-and-SecurityHeadersPolicy": "eaab4381-ed33-4a86-88ca-d9558dc6cd63",
}


@dataclass(frozen=True)
class Kind:
    """`name` as in the operations, `plural` as in ListCachePolicies, `config` the member with its content."""

    name: str
    plural: str
    config: str
    words: str
    managed: dict[str, str]
    behavior_member: str

    @property
    def taken(self) -> str:
        return "EntityAlreadyExists" if self.name == "VpcOrigin" else f"{self.name}AlreadyExists"

    @property
    def missing(self) -> str:
        return "EntityNotFound" if self.name == "VpcOrigin" else f"NoSuch{self.name}"

    @property
    def in_use(self) -> str:
        return "CannotDeleteEntityWhileInUse" if self.name == "VpcOrigin" else f"{self.name}InUse"


KINDS = (
    Kind(
        "CachePolicy", "CachePolicies", "CachePolicyConfig", "cache policy", _MANAGED_CACHE, "CachePolicyId",
    ),
    Kind(
        "OriginRequestPolicy", "OriginRequestPolicies", "OriginRequestPolicyConfig", "origin request policy",
        _MANAGED_ORIGIN_REQUEST, "OriginRequestPolicyId",
    ),
    Kind(
        "ResponseHeadersPolicy", "ResponseHeadersPolicies", "ResponseHeadersPolicyConfig",
        "response headers policy", _MANAGED_HEADERS, "ResponseHeadersPolicyId",
    ),
    Kind("VpcOrigin", "VpcOrigins", "VpcOriginEndpointConfig", "VPC origin", {}, "VpcOriginId"),
)  # fmt: skip


class PolicyOperations(CloudFrontBackend):
    """`documents` holds the users' own by kind and id; `distributions` are looked at for what is in use."""

    documents: dict[str, dict[str, Document]]

    def create_document(self, kind: Kind, params: Shape) -> Shape:
        config = params[kind.config]
        self._check_name(kind, config["Name"], None)
        document = Document(
            f"vo_{new_id(21)[1:]}" if kind.name == "VpcOrigin" else str(mock_random.uuid4()), config
        )
        self.documents[kind.name][document.id] = document
        tags = (params.get("Tags") or {}).get("Items") or []
        if tags:
            self.tagger.tag_resource(self._arn(kind, document), tags)
        return self._answer(kind, document)

    def get_document(self, kind: Kind, params: Shape) -> Shape:
        return self._answer(kind, self.document(kind, params["Id"]))

    def get_document_config(self, kind: Kind, params: Shape) -> Shape:
        document = self.document(kind, params["Id"])
        return {kind.config: document.config, "ETag": document.etag}

    def update_document(self, kind: Kind, params: Shape) -> Shape:
        document = self._own(kind, params["Id"])
        document.check_etag(params.get("IfMatch"))
        self._check_name(kind, params[kind.config]["Name"], document.id)
        document.update(params[kind.config])
        return self._answer(kind, document)

    def delete_document(self, kind: Kind, params: Shape) -> Shape | None:
        document = self._own(kind, params["Id"])
        document.check_etag(params.get("IfMatch"))
        if document.id in set(self.references(kind)):
            message = f"Cannot delete the {kind.words} because it is attached to one or more distributions."
            raise CloudFrontException(kind.in_use, message)
        del self.documents[kind.name][document.id]
        return self._answer(kind, document) if kind.name == "VpcOrigin" else None

    def list_documents(self, kind: Kind, params: Shape) -> Shape:
        own = list(self.documents[kind.name].values())
        managed = [self.document(kind, id) for id in kind.managed.values()]
        if kind.name == "VpcOrigin":
            items = [{**self._shape(kind, item), **item.config, "OriginEndpointArn": item.config["Arn"],
                      "Arn": self._arn(kind, item)} for item in own]  # fmt: skip
            page: Shape = {"Marker": "", "IsTruncated": False, "MaxItems": 100}
        else:
            groups = {"custom": own, "managed": managed}
            asked = [params["Type"]] if params.get("Type") else ["custom", "managed"]
            items = [
                {"Type": kind_of, kind.name: self._shape(kind, item)}
                for kind_of in asked
                for item in groups[kind_of]
            ]
            page = {"MaxItems": 100}
        return {f"{kind.name}List": {**page, "Quantity": len(items), "Items": items or None}}

    def document(self, kind: Kind, id: str) -> Document:
        if id in self.documents[kind.name]:
            return self.documents[kind.name][id]
        for name, managed_id in kind.managed.items():
            if managed_id == id:
                config: Shape = {"Name": name, "MinTTL": 0} if kind.name == "CachePolicy" else {"Name": name}
                if kind.name == "OriginRequestPolicy":
                    config = {
                        **config,
                        "HeadersConfig": {"HeaderBehavior": "allViewer"},
                        "CookiesConfig": {"CookieBehavior": "all"},
                        "QueryStringsConfig": {"QueryStringBehavior": "all"},
                    }
                return Document(id, config)
        raise CloudFrontException(kind.missing, f"The specified {kind.words} does not exist.")

    @abstractmethod
    def references(self, kind: Kind) -> Iterator[str]:
        """The ids of the kind that distributions refer to."""

    def _own(self, kind: Kind, id: str) -> Document:
        document = self.document(kind, id)
        if id in kind.managed.values():
            message = f"You can't change or delete the managed {kind.words} {document.config['Name']}."
            raise CloudFrontException("IllegalUpdate", message)
        return document

    def _check_name(self, kind: Kind, name: str, own_id: str | None) -> None:
        for other in self.documents[kind.name].values():
            if other.config["Name"] == name and other.id != own_id:
                raise CloudFrontException(kind.taken, f"A {kind.words} with the name {name} already exists.")

    def _arn(self, kind: Kind, document: Document) -> str:
        return f"arn:{self.partition}:cloudfront::{self.account_id}:{kind.name.lower()}/{document.id}"

    def _shape(self, kind: Kind, document: Document) -> Shape:
        shape: Shape = {"Id": document.id, "LastModifiedTime": document.changed, kind.config: document.config}
        if kind.name == "VpcOrigin":
            shape["Arn"] = self._arn(kind, document)
            shape["AccountId"] = self.account_id
            shape["Status"] = "Deployed"
            shape["CreatedTime"] = document.created
        return shape

    def _answer(self, kind: Kind, document: Document) -> Shape:
        return {kind.name: self._shape(kind, document), "ETag": document.etag}
