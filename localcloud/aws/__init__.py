"""AWS of the embedded cloud: a moto server with state on disk, and the provider plugin that speaks to it."""
