"""OpenSearch 2.19, made of its published libraries."""
