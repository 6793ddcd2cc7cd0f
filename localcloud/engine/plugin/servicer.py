"""The gRPC side of a provider plugin: decodes requests, keeps secrets, words errors for the engine."""

import logging
import traceback
from collections.abc import Callable
from typing import Any, NoReturn, TypeVar

import grpc
from google.protobuf import any_pb2, empty_pb2
from pulumi.runtime.proto import plugin_pb2, provider_pb2, provider_pb2_grpc, status_pb2

from localcloud.engine.plugin.journal import Journal
from localcloud.engine.plugin.provider import (
    Change,
    Checked,
    Diff,
    PartialCreate,
    ProviderPlugin,
    Resource,
    ResourceError,
)
from localcloud.engine.plugin.values import (
    Properties,
    conceal,
    contains_unknown,
    decode,
    encode,
    reveal,
    secret_keys,
)

Result = TypeVar("Result")
_KINDS = {
    (Change.ADD, False): provider_pb2.PropertyDiff.ADD,
    (Change.ADD, True): provider_pb2.PropertyDiff.ADD_REPLACE,
    (Change.DELETE, False): provider_pb2.PropertyDiff.DELETE,
    (Change.DELETE, True): provider_pb2.PropertyDiff.DELETE_REPLACE,
    (Change.UPDATE, False): provider_pb2.PropertyDiff.UPDATE,
    (Change.UPDATE, True): provider_pb2.PropertyDiff.UPDATE_REPLACE,
}
log = logging.getLogger(__name__)


class Servicer(provider_pb2_grpc.ResourceProviderServicer):
    """Serves one `ProviderPlugin` to the engine."""

    def __init__(self, plugin: ProviderPlugin, journal: Journal) -> None:
        self._plugin, self._journal = plugin, journal
        plugin.journal = journal

    def Handshake(
        self, request: provider_pb2.ProviderHandshakeRequest, context: grpc.ServicerContext
    ) -> provider_pb2.ProviderHandshakeResponse:
        return provider_pb2.ProviderHandshakeResponse(
            accept_secrets=True, accept_resources=False, accept_outputs=False
        )

    def GetPluginInfo(self, request: empty_pb2.Empty, context: grpc.ServicerContext) -> plugin_pb2.PluginInfo:
        return plugin_pb2.PluginInfo(version=self._plugin.version)

    def Attach(self, request: plugin_pb2.PluginAttach, context: grpc.ServicerContext) -> empty_pb2.Empty:
        return empty_pb2.Empty()

    def Cancel(self, request: empty_pb2.Empty, context: grpc.ServicerContext) -> empty_pb2.Empty:
        self._plugin.cancelled.set()
        return empty_pb2.Empty()

    def Parameterize(
        self, request: provider_pb2.ParameterizeRequest, context: grpc.ServicerContext
    ) -> provider_pb2.ParameterizeResponse:
        context.abort(grpc.StatusCode.UNIMPLEMENTED, "this provider takes no parameters")

    def GetSchema(
        self, request: provider_pb2.GetSchemaRequest, context: grpc.ServicerContext
    ) -> provider_pb2.GetSchemaResponse:
        return provider_pb2.GetSchemaResponse(schema="{}")

    def CheckConfig(
        self, request: provider_pb2.CheckRequest, context: grpc.ServicerContext
    ) -> provider_pb2.CheckResponse:
        news = decode(request.news)
        checked = self._run(context, None, lambda: self._plugin.check_config(reveal(news)))
        return _check_response(checked, secret_keys(news))

    def DiffConfig(
        self, request: provider_pb2.DiffRequest, context: grpc.ServicerContext
    ) -> provider_pb2.DiffResponse:
        olds = reveal(decode(request.old_inputs)) or reveal(decode(request.olds))
        news = reveal(decode(request.news))
        return _diff_response(self._run(context, None, lambda: self._plugin.diff_config(olds, news)))

    def Configure(
        self, request: provider_pb2.ConfigureRequest, context: grpc.ServicerContext
    ) -> provider_pb2.ConfigureResponse:
        config = reveal(decode(request.args))
        self._run(context, None, lambda: self._plugin.configure(config))
        return provider_pb2.ConfigureResponse(
            acceptSecrets=True, supportsPreview=True, acceptResources=False, acceptOutputs=False
        )

    def Check(
        self, request: provider_pb2.CheckRequest, context: grpc.ServicerContext
    ) -> provider_pb2.CheckResponse:
        resource = _resource(request)
        olds, news = reveal(decode(request.olds)), decode(request.news)
        checked = self._run(
            context, resource, lambda: self._plugin.check(resource, olds, reveal(news), request.randomSeed)
        )
        return _check_response(checked, secret_keys(news))

    def Diff(
        self, request: provider_pb2.DiffRequest, context: grpc.ServicerContext
    ) -> provider_pb2.DiffResponse:
        resource = _resource(request)
        old_inputs, outputs = reveal(decode(request.old_inputs)), reveal(decode(request.olds))
        news = reveal(decode(request.news))
        diff = self._run(
            context, resource, lambda: self._plugin.diff(resource, request.id, old_inputs, outputs, news)
        )
        ignored = tuple(request.ignoreChanges)
        kept = {path: change for path, change in diff.changes.items() if not _is_under(path, ignored)}
        return _diff_response(Diff(kept, diff.delete_before_replace))

    def Create(
        self, request: provider_pb2.CreateRequest, context: grpc.ServicerContext
    ) -> provider_pb2.CreateResponse:
        resource, inputs = _resource(request), decode(request.properties)
        secrets = self._secrets(resource, inputs)
        id, outputs = self._run(
            context,
            resource,
            lambda: self._plugin.create(
                resource,
                reveal(inputs),
                request.timeout,
                request.preview,
                lambda id: self._journal.record(resource.urn, id),
            ),
            secrets,
        )
        return provider_pb2.CreateResponse(id=id, properties=encode(conceal(outputs, secrets)))

    def Read(
        self, request: provider_pb2.ReadRequest, context: grpc.ServicerContext
    ) -> provider_pb2.ReadResponse:
        resource = _resource(request)
        inputs, outputs = decode(request.inputs), decode(request.properties)
        secrets = self._secrets(resource, inputs) | secret_keys(outputs)
        state = self._run(
            context,
            resource,
            lambda: self._plugin.read(resource, request.id, reveal(inputs), reveal(outputs)),
            secrets,
        )
        if state is None:
            return provider_pb2.ReadResponse()
        return provider_pb2.ReadResponse(
            id=state.id,
            properties=encode(conceal(state.outputs, secrets)),
            inputs=encode(conceal(state.inputs, secrets)),
        )

    def Update(
        self, request: provider_pb2.UpdateRequest, context: grpc.ServicerContext
    ) -> provider_pb2.UpdateResponse:
        resource, inputs = _resource(request), decode(request.news)
        old_inputs, old_outputs = reveal(decode(request.old_inputs)), reveal(decode(request.olds))
        secrets = self._secrets(resource, inputs)
        outputs = self._run(
            context,
            resource,
            lambda: self._plugin.update(
                resource,
                request.id,
                old_inputs,
                old_outputs,
                reveal(inputs),
                request.timeout,
                request.preview,
            ),
            secrets,
        )
        return provider_pb2.UpdateResponse(properties=encode(conceal(outputs, secrets)))

    def Delete(self, request: provider_pb2.DeleteRequest, context: grpc.ServicerContext) -> empty_pb2.Empty:
        resource = _resource(request)
        inputs, outputs = reveal(decode(request.old_inputs)), reveal(decode(request.properties))
        timeout = request.timeout
        self._run(
            context, resource, lambda: self._plugin.delete(resource, request.id, inputs, outputs, timeout)
        )
        self._journal.forget(resource.urn)
        return empty_pb2.Empty()

    def Invoke(
        self, request: provider_pb2.InvokeRequest, context: grpc.ServicerContext
    ) -> provider_pb2.InvokeResponse:
        args = reveal(decode(request.args))
        if contains_unknown(args):
            context.abort(
                grpc.StatusCode.INVALID_ARGUMENT, f"function {request.tok} was given unknown values"
            )
        returned = self._run(context, None, lambda: self._plugin.invoke(request.tok, args))
        response = provider_pb2.InvokeResponse()
        getattr(response, "return").CopyFrom(encode(returned))  # the field's name is a Python keyword
        return response

    def _secrets(self, resource: Resource, inputs: Properties) -> frozenset[str]:
        return secret_keys(inputs) | self._plugin.secret_outputs(resource.type)

    def _run(
        self,
        context: grpc.ServicerContext,
        resource: Resource | None,
        operation: Callable[[], Result],
        secrets: frozenset[str] = frozenset(),
    ) -> Result:
        try:
            return operation()
        except PartialCreate as error:
            _abort_partial(context, error, secrets)
        except ResourceError as error:
            context.abort(grpc.StatusCode.UNKNOWN, str(error))
        except Exception as error:
            log.exception("%s", resource)
            where = "".join(traceback.format_exception(error)[-2:])
            subject = f"{resource.type} {resource.name!r}" if resource else type(self._plugin).__name__
            context.abort(grpc.StatusCode.INTERNAL, f"{subject}: the embedded provider has a defect: {where}")


def _abort_partial(context: grpc.ServicerContext, error: PartialCreate, secrets: frozenset[str]) -> NoReturn:
    details = provider_pb2.ErrorResourceInitFailed(
        id=error.id, properties=encode(conceal(error.outputs, secrets)), reasons=error.reasons
    )
    if error.inputs is not None:
        details.inputs.CopyFrom(encode(conceal(error.inputs, secrets)))
    packed = any_pb2.Any()
    packed.Pack(details)
    status = status_pb2.Status(code=grpc.StatusCode.UNKNOWN.value[0], message=str(error), details=[packed])
    context.set_trailing_metadata((("grpc-status-details-bin", status.SerializeToString()),))
    context.abort(grpc.StatusCode.UNKNOWN, str(error))


def _resource(request: Any) -> Resource:
    urn = request.urn
    return Resource(
        urn, request.type or urn.split("::")[2].split("$")[-1], request.name or urn.split("::")[3]
    )


def _check_response(checked: Checked, secrets: frozenset[str]) -> provider_pb2.CheckResponse:
    return provider_pb2.CheckResponse(
        inputs=encode(conceal(checked.inputs, secrets)),
        failures=[provider_pb2.CheckFailure(property=path, reason=why) for path, why in checked.failures],
    )


def _diff_response(diff: Diff) -> provider_pb2.DiffResponse:
    paths = diff.changes
    top = {path: path.split(".")[0].split("[")[0] for path in paths}
    return provider_pb2.DiffResponse(
        changes=provider_pb2.DiffResponse.DIFF_SOME if paths else provider_pb2.DiffResponse.DIFF_NONE,
        diffs=sorted(set(top.values())),
        replaces=sorted({top[path] for path, change in paths.items() if change.replaces}),
        deleteBeforeReplace=diff.delete_before_replace,
        hasDetailedDiff=True,
        detailedDiff={
            path: provider_pb2.PropertyDiff(kind=_KINDS[change.change, change.replaces], inputDiff=True)
            for path, change in paths.items()
        },
    )


def _is_under(path: str, ignored: tuple[str, ...]) -> bool:
    return any(path == prefix or path.startswith((f"{prefix}.", f"{prefix}[")) for prefix in ignored)
