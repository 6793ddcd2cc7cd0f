"""What operators see: metrics, traces, logs, health and topology."""
