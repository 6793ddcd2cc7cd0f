"""Asking another service: in the same process while it lives there, over HTTP once it does not."""
