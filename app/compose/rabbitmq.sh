#!/bin/sh
# TLS only, and the password of a file.
set -eu
cat > /etc/rabbitmq/conf.d/20-app.conf <<END
listeners.tcp = none
listeners.ssl.default = 5671
ssl_options.cacertfile = /run/secrets/ca.pem
ssl_options.certfile = /run/secrets/server.pem
ssl_options.keyfile = /run/secrets/server.key
ssl_options.verify = verify_none
default_user = app
default_pass = $(cat /run/secrets/rabbitmq)
END
exec docker-entrypoint.sh rabbitmq-server
