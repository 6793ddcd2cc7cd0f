"""The metrics of every process."""

from prometheus_client import Counter, Gauge, Histogram

REQUESTS = Counter("app_requests_total", "Requests answered.", ["endpoint", "status"])
LATENCY = Histogram(
    "app_request_seconds", "Time to answer a request.", ["endpoint"],
    buckets=(0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10),
)  # fmt: skip
CACHE_HITS = Counter("app_cache_hits_total", "Answers given from the cache.", ["kind"])
CACHE_MISSES = Counter("app_cache_misses_total", "Answers computed for the cache.", ["kind"])
ROUTED = Counter("app_reads_routed_total", "Eventually consistent reads by server.", ["server"])
POOL_IN_USE = Gauge("app_pool_in_use", "Database connections in use.", ["pool"], multiprocess_mode="livesum")
JOBS = Counter("app_jobs_total", "Jobs by task and how they ended.", ["task", "outcome"])
JOB_SECONDS = Histogram("app_job_seconds", "Time a job took.", ["task"])
JOB_WAIT = Histogram(
    "app_job_wait_seconds", "Time from asking for a job to its first attempt.", ["task"],
    buckets=(0.1, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1800),
)  # fmt: skip
REPLICA_LAG = Gauge(
    "app_replica_lag_seconds", "How far a replica is behind; infinite for one that does not answer.",
    ["replica"], multiprocess_mode="livemostrecent",
)  # fmt: skip
QUEUE_DEPTH = Gauge("app_queue_depth", "Jobs waiting in a queue.", ["queue"], multiprocess_mode="mostrecent")
DEAD_LETTERS = Gauge(
    "app_dead_letters", "Jobs that failed for good.", ["queue"], multiprocess_mode="mostrecent"
)
NEIGHBOURS = Counter("app_neighbour_calls_total", "Calls of other services.", ["service", "outcome"])
