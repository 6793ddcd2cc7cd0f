"""Kubernetes of the embedded cloud: real control planes, simulated nodes, and the resource provider."""
