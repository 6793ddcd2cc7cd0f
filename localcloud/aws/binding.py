"""Binding: how one Pulumi resource type of pulumi-aws is carried out by calls of the AWS API."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

UNSET: Final = object()


@dataclass(frozen=True, kw_only=True)
class Property:
    """One input property of a resource.

    `api` is the request parameter, a dotted path where it is nested (`LaunchTemplateData.ImageId`); None =
    it is sent by no create or update of its own (a `Call` uses it, or the provider itself). By default it is
    the property's name with the capitals of the API. `write` is the JMESPath of what is sent, over the value.
    `read` is the JMESPath of the live value in the object that was read, with `_id`; by default the last part
    of `api`; None = AWS does not tell. `replaces`: a change makes a new resource; nested paths
    (`vpcConfig.subnetIds`) are given without the property's own name. `rename` gives nested keys, or paths of
    keys (`members.id`), another API name or path, or none ("") where they travel elsewhere.
    """

    api: str | None = ""
    write: str = ""
    read: str | None = ""
    replaces: bool | tuple[str, ...] = False
    replaces_if: str = ""  # JMESPath over `old` and `new` (all inputs): a change that replaces only then
    ignored_if: str = ""  # likewise: a change that the official provider does not carry out
    unordered: bool = False  # a set: the order of the items says nothing
    json: bool = False  # a JSON document, compared by content
    number: bool = False  # a number in a text: 200 and 200.0 are the same
    verbatim: bool = False  # a map whose keys are the user's
    lower: bool = False  # AWS folds it to lower case
    required: bool = False
    default: Any = UNSET  # what the official provider fills in
    rename: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Call:
    """A further API call: made on create where a property of `when` is set, on update where one has changed.

    `arguments`: parameter path → JMESPath over the inputs, with `_id`, `_old` (last inputs), `_outputs`,
    `_region`, `_account` beside them; a None result leaves the parameter out. `only_if` is a JMESPath that
    must hold. `each` is the JMESPath of a list: the call is made for every item of it, as `_item`. `first`:
    before the update call of the binding.
    """

    operation: str
    arguments: Mapping[str, str]
    when: frozenset[str]
    on: frozenset[str] = frozenset({"create", "update"})
    only_if: str = ""
    each: str = ""
    first: bool = False


@dataclass(frozen=True, kw_only=True)
class Fetch:
    """A further read: its `result` is put into the object that was read, under `into`.

    `each` is the JMESPath of a list: the read is made for every item of it, as `_item`, and gives a list.
    """

    operation: str
    arguments: Mapping[str, str]
    result: str
    into: str
    absent: frozenset[str] = frozenset()  # error codes that mean that there is nothing to put
    each: str = ""


@dataclass(frozen=True, kw_only=True)
class Tagging:
    """How a service takes and gives tags; their form (list or map) comes from the service model."""

    create: str | None  # parameter of the create call; None = tagged right after it
    tag: str
    untag: str
    resource: str = ""  # parameter that names the resource
    of: str  # JMESPath of that name over the object that was read, or of a map of all parameters that do
    whole: bool = False  # the tag call replaces all tags, the untag call takes all away
    read: str = ""  # JMESPath in the object that was read
    fetch: str = ""  # or the operation that lists them, with
    result: str = ""  # the JMESPath in its response
    absent: frozenset[str] = frozenset()  # its error codes that mean that there are none
    resource_type: str = ""  # EC2's TagSpecifications name the type


@dataclass(frozen=True, kw_only=True)
class Ready:
    """What has to hold of a resource before anything may build on it, and what to say where it does not.

    Nothing takes time in the embedded cloud: what is not ready at once lacks something. Both are JMESPaths
    over the object that was read.
    """

    when: str
    otherwise: str


@dataclass(frozen=True, kw_only=True)
class Binding:
    """One resource type. Operations and parameters are named as in AWS's service model.

    `id`: JMESPath of the Pulumi id over the create response merged with the context of `Call`. `parts`:
    names of the pieces of the id, separated by `separator`, that calls may use. `key`: the parameters that
    name the resource in read, update and delete (JMESPath over the context); `read_key` and `delete_key`
    where they differ. `result`: JMESPath of the object over the read response merged into the context, after
    `%`-formatting with the context. `outputs`: output → JMESPath over the object with `_id`, `_inputs`,
    `_region`, `_account`, or an ARN template.
    """

    type: str
    service: str
    create: str
    read: str
    result: str
    id: str
    key: Mapping[str, str]
    properties: Mapping[str, Property]
    update: str = ""
    delete: str = ""
    create_instead: Mapping[str, str] = field(
        default_factory=dict
    )  # property that is set → other create operation
    # Further parameters (JMESPath); `_token` is another one for each resource.
    create_with: Mapping[str, str] = field(default_factory=dict)
    update_with: Mapping[str, str] = field(default_factory=dict)
    update_names: Mapping[str, str] = field(default_factory=dict)  # parameter of the create → of the update
    update_whole: bool = False  # the update takes all properties, not only the changed ones
    update_rest: bool = False  # what the create does not take is set by an update right after it
    kept_if: str = ""  # JMESPath over the inputs: such a resource stays when it is deleted
    delete_with: Mapping[str, str] = field(default_factory=dict)
    read_key: Mapping[str, str] = field(default_factory=dict)
    delete_key: Mapping[str, str] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()
    gone_if: str = ""  # JMESPath over the object: a tombstone that AWS still shows
    parts: tuple[str, ...] = ()
    separator: str = ":"
    name: str = ""  # the property that is named automatically
    name_limit: int = 255
    name_suffix: str = ""
    lookups: Sequence[Fetch] = ()  # reads made before anything else; the expressions see them under `into`
    ready: Ready | None = None
    calls: Sequence[Call] = ()
    before_delete: Sequence[Call] = ()
    fetches: Sequence[Fetch] = ()
    outputs: Mapping[str, str] = field(default_factory=dict)
    volatile: frozenset[str] = frozenset()  # outputs that an update changes
    secret: frozenset[str] = frozenset()  # outputs that are secret whatever the inputs were
    tagging: Tagging | None = None
    region: str = ""  # a global service's only Region; its resources have no `region` of their own
    not_simulated: Mapping[str, str] = field(default_factory=dict)  # property → why it has no effect here
