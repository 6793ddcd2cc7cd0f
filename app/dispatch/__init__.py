"""From a request of any framework to an answer: access, validation, cache, database, effects."""
