"""A deployed phase at work: what its pods would run, as processes of this machine."""
