"""Parameters of RDS for PostgreSQL that platforms set: how each takes effect, and its default."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Parameter:
    """`default` None: the engine's own, or a formula that depends on the instance."""

    apply_type: str = "dynamic"
    data_type: str = "string"
    default: str | None = None


_TABLE = """
auto_explain.log_min_duration             dynamic integer -
autovacuum                                dynamic boolean 1
autovacuum_analyze_scale_factor           dynamic float   0.05
autovacuum_freeze_max_age                 static  integer 200000000
autovacuum_max_workers                    static  integer GREATEST({DBInstanceClassMemory/64371566592},3)
autovacuum_naptime                        dynamic integer 15
autovacuum_vacuum_cost_limit              dynamic integer -
autovacuum_vacuum_scale_factor            dynamic float   0.1
checkpoint_completion_target              dynamic float   0.9
checkpoint_timeout                        dynamic integer 300
deadlock_timeout                          dynamic integer -
default_statistics_target                 dynamic integer -
effective_cache_size                      dynamic integer {DBInstanceClassMemory/16384}
hot_standby_feedback                      dynamic boolean -
huge_pages                                static  string  on
idle_in_transaction_session_timeout       dynamic integer 86400000
idle_session_timeout                      dynamic integer -
jit                                       dynamic boolean -
lock_timeout                              dynamic integer -
log_autovacuum_min_duration               dynamic integer 10000
log_connections                           dynamic boolean -
log_disconnections                        dynamic boolean -
log_lock_waits                            dynamic boolean -
log_min_duration_statement                dynamic integer -
log_statement                             dynamic string  -
log_temp_files                            dynamic integer -
logical_decoding_work_mem                 dynamic integer -
maintenance_work_mem                      dynamic integer -
max_connections                           static  integer LEAST({DBInstanceClassMemory/9531392},5000)
max_locks_per_transaction                 static  integer -
max_logical_replication_workers           static  integer -
max_parallel_workers                      dynamic integer GREATEST({DBInstanceVCPU/2},8)
max_prepared_transactions                 static  integer 0
max_replication_slots                     static  integer 20
max_slot_wal_keep_size                    dynamic integer -
max_standby_streaming_delay               dynamic integer 30000
max_sync_workers_per_subscription         dynamic integer -
max_wal_senders                           static  integer 35
max_wal_size                              dynamic integer 2048
max_worker_processes                      static  integer GREATEST({DBInstanceVCPU*2},8)
pg_stat_statements.max                    static  integer -
pg_stat_statements.track                  dynamic string  -
pgaudit.log                               dynamic string  -
random_page_cost                          dynamic float   -
rds.extensions                            static  string  -
rds.force_ssl                             dynamic boolean 1
rds.log_retention_period                  dynamic integer 4320
rds.logical_replication                   static  boolean 0
shared_buffers                            static  integer {DBInstanceClassMemory/32768}
shared_preload_libraries                  static  list    pg_stat_statements
ssl_min_protocol_version                  dynamic string  TLSv1.2
statement_timeout                         dynamic integer -
superuser_reserved_connections            static  integer -
synchronous_commit                        dynamic string  on
tcp_keepalives_idle                       dynamic integer 300
timezone                                  dynamic string  UTC
track_activity_query_size                 static  integer 4096
track_io_timing                           dynamic boolean 1
wal_buffers                               static  integer -
wal_receiver_timeout                      dynamic integer 30000
wal_sender_timeout                        dynamic integer -
work_mem                                  dynamic integer -
"""

PARAMETERS: dict[str, Parameter] = {
    name: Parameter(apply_type, data_type, None if default == "-" else default)
    for name, apply_type, data_type, default in (
        line.split(maxsplit=3) for line in _TABLE.strip().splitlines()
    )
}
