"""ELBv2 as moto lacks it: lasting ids and transforms of rules, protected balancers, names and ports once."""

from typing import Any

from moto.acm.models import acm_backends
from moto.core.responses import ActionResult
from moto.elbv2.exceptions import DuplicateListenerError, DuplicateLoadBalancerName, ELBClientError
from moto.elbv2.models import ELBv2Backend, FakeListener, FakeLoadBalancer, FakeRule, elbv2_backends
from moto.elbv2.responses import ELBV2Response
from moto.moto_api._internal import mock_random

from localcloud.aws.extension.backends import replace_backend

_create_rule, _modify_rule = ELBV2Response.create_rule, ELBV2Response.modify_rule


class Elbv2Backend(ELBv2Backend):
    def create_load_balancer(self, name: str, *args: Any, **kwargs: Any) -> FakeLoadBalancer:
        """Moto compares ARNs, which are never equal, and leaves the scheme open that is not asked for."""
        if any(balancer.name == name for balancer in self.load_balancers.values()):
            raise DuplicateLoadBalancerName
        kwargs["scheme"] = kwargs.get("scheme") or "internet-facing"
        return super().create_load_balancer(name, *args, **kwargs)

    def delete_load_balancer(self, arn: str) -> None:
        balancer = self.load_balancers.get(arn)
        if balancer is not None and balancer.attrs.get("deletion_protection.enabled") == "true":
            raise ELBClientError(
                "OperationNotPermitted",
                f"Load balancer '{arn}' cannot be deleted because deletion protection is enabled",
            )
        super().delete_load_balancer(arn)

    def create_listener(
        self, load_balancer_arn: str, protocol: str, port: str, *args: Any, **kwargs: Any
    ) -> FakeListener:
        """Moto looks for the port among ARNs."""
        balancer = self.load_balancers.get(load_balancer_arn)
        if balancer is not None and any(
            str(listener.port) == str(port) for listener in balancer.listeners.values()
        ):
            raise DuplicateListenerError
        listener = super().create_listener(load_balancer_arn, protocol, port, *args, **kwargs)
        try:
            self._check_issued(listener.certificate)
        except ELBClientError:
            del self.load_balancers[load_balancer_arn].listeners[listener.arn]
            raise
        return listener

    def modify_listener(
        self,
        arn: str,
        port: str | None = None,
        protocol: str | None = None,
        ssl_policy: str | None = None,
        certificates: list[dict[str, Any]] | None = None,
        actions: list[dict[str, Any]] | None = None,
    ) -> FakeListener:
        for certificate in certificates or []:
            self._check_issued(certificate["CertificateArn"])
        return super().modify_listener(arn, port, protocol, ssl_policy, certificates, actions)

    def _check_issued(self, arn: str | None) -> None:
        if arn is None or ":acm:" not in arn:
            return
        certificate = acm_backends[self.account_id][self.region_name]._certificates.get(arn)
        if certificate is not None and certificate.status != "ISSUED":
            raise ELBClientError(
                "UnsupportedCertificate",
                f"The certificate '{arn}' must have a fully-qualified domain name, a supported signature, "
                "and a supported key size.",
            )


def _with_transforms(original: Any) -> Any:
    def answer(self: ELBV2Response) -> ActionResult:
        result: ActionResult = original(self)
        members: Any = result.result
        rule = members["Rules"][0]
        if self.params.get("Transforms") is not None:
            rule.transforms = self.params["Transforms"]
        elif self.params.get("ResetTransforms"):
            rule.transforms = []
        return result

    return answer


def extend() -> None:
    """Replaces the backend and the rule's constructor."""
    rule: Any = FakeRule
    construct = rule.__init__

    def construct_with_id(self: Any, listener_arn: str, *args: Any, **kwargs: Any) -> None:
        """Moto takes the rule's address in memory for its id: another one in every process."""
        construct(self, listener_arn, *args, **kwargs)
        prefix = listener_arn.replace(":listener/", ":listener-rule/")
        self.arn = f"{prefix}/{mock_random.get_random_hex(16)}"

    rule.__init__ = construct_with_id
    replace_backend(elbv2_backends, Elbv2Backend)
    responses: Any = ELBV2Response
    responses.create_rule = _with_transforms(_create_rule)
    responses.modify_rule = _with_transforms(_modify_rule)
