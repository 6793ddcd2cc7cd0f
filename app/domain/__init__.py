"""What the app does, without a web framework, a queue library or a cache library."""
