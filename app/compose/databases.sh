#!/bin/sh
# Once, in an empty data directory: TLS for everybody, replication, and the databases of the split.
set -eu
{
  echo "local all all trust"
  echo "hostssl all all all scram-sha-256"
  echo "hostssl replication $POSTGRES_USER all scram-sha-256"
} > "$PGDATA/pg_hba.conf"
for name in coocook sns_auto review ai; do
  createdb --username "$POSTGRES_USER" "$name"
done
