"""Work outside the request: queued jobs, chores by the clock, and dead letters."""
