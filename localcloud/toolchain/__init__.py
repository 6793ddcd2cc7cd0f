"""The pinned programs of the embedded cloud, installed once per user."""
