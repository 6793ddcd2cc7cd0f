"""What Kong reads from its environment: where it listens, what it loads and logs, whom it believes."""

from collections.abc import Sequence

from components.workloads.gateway_plugins import PLUGINS, SANDBOX_REQUIRES

PORT = 8000
STATUS_PORT = 8100
PREFIX = "/kong"
CONFIGURATION = "/etc/softfactory/gateway"
CONFIGURATION_FILE = "kong.yml"
# The app takes 64 KiB, and says itself what is wrong with a little more.
BIGGEST_BODY = "128k"
# The path without what follows a question mark, and of the headers the request's number only: no token.
_LOG = (
    '{"time":"$time_iso8601","request":"$http_x_request_id","address":"$remote_addr",'
    '"method":"$request_method","path":"$uri","status":"$status","bytes":"$bytes_sent",'
    '"seconds":"$request_time","upstream":"$upstream_addr","upstream_status":"$upstream_status",'
    '"upstream_seconds":"$upstream_response_time"}'
)


def environment(
    *, workers: int, trusted: Sequence[str], shutdown_seconds: int, traced_percent: int
) -> dict[str, str]:
    """Return the variables; the proxies in the `trusted` blocks are believed whom they speak for.

    Of so many in a hundred requests the traces are kept.
    """
    settings = {
        "database": "off",
        "declarative_config": f"{CONFIGURATION}/{CONFIGURATION_FILE}",
        "prefix": PREFIX,
        "plugins": ",".join(PLUGINS),
        "proxy_listen": f"0.0.0.0:{PORT} reuseport backlog=16384",
        "status_listen": f"0.0.0.0:{STATUS_PORT}",
        # Its configuration is a file: nobody has anything to say to it.
        "admin_listen": "off",
        "admin_gui_listen": "off",
        "nginx_worker_processes": str(workers),
        "nginx_main_worker_shutdown_timeout": f"{shutdown_seconds}s",
        # Longer than the load balancer keeps a connection: whoever closes first must be who would send next.
        "nginx_http_keepalive_timeout": "75s",
        "nginx_http_client_max_body_size": BIGGEST_BODY,
        "nginx_http_client_body_buffer_size": BIGGEST_BODY,
        "mem_cache_size": "64m",
        # A Service has one address; CoreDNS would tell ports as well, to whoever asks for SRV.
        "dns_order": "LAST,A",
        # What took too long is not asked for once more; nginx never sends a write twice anyway.
        "nginx_proxy_proxy_next_upstream": "error",
        "trusted_ips": ",".join(trusted),
        "real_ip_header": "X-Forwarded-For",
        "real_ip_recursive": "on",
        "untrusted_lua": "sandbox",
        "untrusted_lua_sandbox_requires": ",".join(SANDBOX_REQUIRES),
        # For Redis, whose certificate has two authorities between itself and one that is known.
        "lua_ssl_trusted_certificate": "system",
        "lua_ssl_verify_depth": "3",
        "nginx_proxy_gzip": "on",
        "nginx_proxy_gzip_proxied": "any",
        "nginx_proxy_gzip_vary": "on",
        "nginx_proxy_gzip_min_length": "1024",
        "nginx_proxy_gzip_types": "application/json application/problem+json",
        # Each begins at the gateway: what it keeps, the services keep, and nothing else.
        "tracing_instrumentations": "request,router,plugin_access,balancer" if traced_percent else "off",
        "tracing_sampling_rate": str(traced_percent / 100),
        "headers": "off",
        "anonymous_reports": "off",
        "log_level": "notice",
        "nginx_http_log_format": f"requests escape=json '{_LOG}'",
        "proxy_access_log": "/dev/stdout requests",
        "proxy_error_log": "/dev/stderr",
        "status_access_log": "off",
        "status_error_log": "/dev/stderr",
        "admin_access_log": "off",
        "admin_error_log": "/dev/stderr",
    }
    return {f"KONG_{name.upper()}": value for name, value in settings.items()}
