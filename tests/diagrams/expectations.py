"""All that the diagrams say of this platform, and which keys of the phase files they say nothing of."""

from tests.diagrams.computed import COMPUTED
from tests.diagrams.phase1 import PHASE1
from tests.diagrams.phase2 import PHASE2
from tests.diagrams.phase3 import PHASE3

EXPECTATIONS = (*PHASE1, *PHASE2, *PHASE3, *COMPUTED)

# By phase: the keys, as patterns, that no diagram gives, and why.
_EVERYWHERE = {
    "network.flow_log_retention_days": "the diagrams speak of no logs of the network",
    "network.nat.*": "the diagrams draw no way out of the network; the budget of D5 decides",
    "databases.*.datasets": "what is in a database is its name's matter; D4 draws one for each service",
    "databases.*.max_connections": "D7 gives the connections in use; the class bounds how many are possible",
    "databases.*.backup_days": "D3 says daily; nothing says for how long",
    "databases.*.log_retention_days": "the diagrams speak of no logs of the stores",
    "databases.*.protected": "a promise to the operators, not a size",
    "caches.*.holds": "what may be lost: nothing that the diagrams count",
    "caches.*.automatic_failover": "the diagrams draw replicas, not who takes over",
    "caches.*.reserved_memory_percent": "the diagrams give the memory in use, not what is kept free",
    "caches.*.snapshot_days": "D3 says RDB; nothing says for how long",
    "caches.*.log_retention_days": "the diagrams speak of no logs of the stores",
    "caches.*.protected": "a promise to the operators, not a size",
    "cluster.*": "the diagrams do not draw the cluster",
    "edge.protected": "a promise to the operators, not a size",
    "edge.log_retention_days": "the diagrams speak of no logs of the edge",
    "operations.backup_copies_days": "D3 draws the databases' own daily backups, and no copies beside them",
    "node_groups.*": "the diagrams do not draw nodes; pods must fit on them and the budget must pay them",
    "web_services.*.cpu_request_millicores": "pods must fit on the nodes",
    "web_services.*.memory_*_mib": "D2 gives about 150 MB for a worker: a rule of the size, not a number",
    "web_services.*.max_surge": "how a rollout goes, not a size",
    "web_services.*.process": "which of the app's start scripts it is",
    "web_services.*.database": "whose data it is on: a wiring, not a size",
    "beats.*": "the diagrams do not draw what gives out the chores",
    "purchasing.*": "how it is paid and how much it is used, not a size",
}
_UNTIL_PHASE_3 = {"web_services.*.max_unavailable": "how a rollout goes, not a size"}
_AFTER_PHASE_1 = {
    "web_services.*.pool.recycle_seconds": "D2 gives 3600 s, and nothing changes it",
    "workers.*.pool.*": "DEV-37: a child does one job at a time; D3 gives no pools of the workers",
    "workers.*.process": "which of the app's start scripts it is",
    "workers.*.database": "whose data it is on: a wiring, not a size",
    "workers.*.queues": "the queues are the app's; D3 names the tasks, not who works on which",
    "workers.*.cpu_request_millicores": "pods must fit on the nodes",
    "workers.*.memory_*_mib": "pods must fit on the nodes",
    "workers.*.max_surge": "how a rollout goes, not a size",
    "workers.*.max_unavailable": "how a rollout goes, not a size",
    "databases.*.multi_az": "no diagram after D2 says; a standby doubles the price of a database",
    "databases.*.storage_gib": "D2 gives 50 GB for the one database, which never shrinks",
    "web_services.*.worker_timeout_seconds": "D2 gives 30 s, and nothing changes it",
}
NOT_GIVEN: dict[str, dict[str, str]] = {
    "phase1": {**_EVERYWHERE, **_UNTIL_PHASE_3, "caches.*.eviction_policy": "D3 gives it for the first time"},
    "phase2": {
        **_EVERYWHERE,
        **_UNTIL_PHASE_3,
        **_AFTER_PHASE_1,
        "web_services.*.pool.max_overflow": "D2 gives 10, and nothing changes it",
        "web_services.*.reader_pool.max_overflow": "D7 gives the pool of the replicas, and no overflow",
        "caches.cache.replicas_per_shard": "D2 gives one node, and nothing changes it",
        "caches.*.shards": "D3 draws no cluster, to which Celery could not speak",
        "caches.state.eviction_policy": "D3 gives one for what was one Redis",
    },
    "phase3": {
        **_EVERYWHERE,
        **_AFTER_PHASE_1,
        "caches.state.shards": "D4 draws one Redis, to which as a cluster Celery could not speak",
        "caches.state.replicas_per_shard": "D3 gives one, and nothing changes it",
        "caches.*.eviction_policy": "D3 gives it, and nothing changes it",
        "brokers.*": "D4 gives the engine and no size; the budget of D5 decides",
        "search_domains.*": "D4 gives the engine and no size; the budget of D5 decides",
        "edge.cdn.cache.default_seconds": "D4 gives the bounds; the longest is taken",
        "edge.cdn.requests_per_ip_in_5_minutes": "D4 says DDoS protection, and no number",
        "gateway.replicas": "D4 draws one gateway; each node has to have a pod of it",
        "gateway.workers_per_pod": "D4 draws one gateway, and no processes of it",
        "gateway.requests_per_*": "D4 says that users are limited, and gives no number",
        "gateway.sign_ins_per_*": "D4 says that users are limited, and gives no number",
        "gateway.cpu_request_millicores": "pods must fit on the nodes",
        "gateway.memory_*_mib": "pods must fit on the nodes",
        "gateway.max_*": "how a rollout goes, not a size",
        "promotion.*": "how data moves; D7 gives the connections of what comes after",
        "databases.*.instance_class": "D4 gives no class; the budget of D5 decides",
        "databases.*.replica_instance_class": "D4 gives no class; the budget of D5 decides",
        "web_services.*.replicas": "D4 gives the workers of one process, not how many processes there are",
        "web_services.*.worker_class": "D3 gives gevent, and nothing changes it; FastAPI has uvicorn only",
        "web_services.*.workers_per_pod": "D4 gives those of two services; the others are as these",
        "web_services.*.autoscaling.*": "D4 draws none; the pools and the budget bound it",
        "web_services.*.pool.size": "DEV-36: what the classes of phase 3 hold",
        "web_services.*.pool.max_overflow": "DEV-36: what the classes of phase 3 hold",
        "web_services.*.reader_pool.*": "DEV-36: what the classes of phase 3 hold",
        "workers.*.replicas": "D4 distributes workers across all services, and does not say how many",
        "workers.*.concurrency": "D4 distributes workers across all services, and does not say how many",
    },
}
