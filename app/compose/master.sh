#!/bin/sh
# PostgreSQL reads its key only where it is its own.
set -eu
install -o postgres -g postgres -m 600 /run/secrets/server.key /var/lib/postgresql/server.key
exec docker-entrypoint.sh postgres -c ssl=on -c ssl_cert_file=/run/secrets/server.pem \
  -c ssl_key_file=/var/lib/postgresql/server.key -c wal_level=logical -c max_connections=600
