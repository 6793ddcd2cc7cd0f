"""The AWS server of an embedded cloud: moto behind signature checks, with its state kept on disk."""
