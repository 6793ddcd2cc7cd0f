"""The embedded cloud: the Pulumi engine, AWS on moto and a Kubernetes control plane on this machine."""
