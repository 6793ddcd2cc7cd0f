"""Amazon MQ as AWS runs RabbitMQ: which brokers there can be, and changes that wait for a reboot."""


def extend() -> None:
    from moto.mq import models, urls
    from moto.mq.responses import MQResponse

    from localcloud.aws.extension.backends import operations, replace_backend
    from localcloud.aws.extension.mq.broker import Broker
    from localcloud.aws.extension.mq.service import OPERATIONS, MqBackend

    replace_backend(models.mq_backends, MqBackend)
    namespace: dict[str, object] = vars(models)
    namespace["Broker"] = Broker
    for name, method in operations(OPERATIONS, "mq_backend").items():
        setattr(MQResponse, name, method)
    for path in ("broker-instance-options", "broker-engine-types"):
        urls.url_paths[f"{{0}}/v1/{path}$"] = MQResponse.dispatch
