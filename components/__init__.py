"""The parts of the platform, one component per file, wired by the composition in stacks."""
