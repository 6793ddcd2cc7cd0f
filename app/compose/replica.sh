#!/bin/sh
# A copy of the master that goes on streaming from it; nothing of it is kept when the container goes.
set -eu
install -o postgres -g postgres -m 600 /run/secrets/server.key /var/lib/postgresql/server.key
printf 'postgres:5432:*:%s:%s\n' "$POSTGRES_USER" "$(cat "$POSTGRES_PASSWORD_FILE")" > /var/lib/postgresql/.pgpass
chown postgres: /var/lib/postgresql/.pgpass
chmod 600 /var/lib/postgresql/.pgpass
master="host=postgres user=$POSTGRES_USER sslmode=verify-full application_name=$SLOT"
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  gosu postgres psql "$master dbname=platform" --quiet --no-psqlrc --command \
    "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = '$SLOT' AND NOT active"
  gosu postgres pg_basebackup --dbname "$master" --pgdata "$PGDATA" --write-recovery-conf --wal-method stream \
    --create-slot --slot "$SLOT" --checkpoint fast
fi
exec gosu postgres postgres -c ssl=on -c ssl_cert_file=/run/secrets/server.pem \
  -c ssl_key_file=/var/lib/postgresql/server.key -c max_connections=600
