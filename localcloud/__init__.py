"""The embedded cloud: a real Pulumi engine, AWS on moto and a real Kubernetes control plane on this machine."""
