"""Python's garbage collector in long-lived processes: what was loaded is no garbage."""

import gc

# Young objects are looked at as ever, if seldom; all of them only when many have grown old.
_THRESHOLDS = (50_000, 20, 100)


def spare_what_is_loaded() -> None:
    """Takes everything that there is now out of every further collection; called when all is imported.

    The SDKs and moto hold a million objects for ever; going through them took a fifth of the time.
    """
    gc.freeze()
    gc.set_threshold(*_THRESHOLDS)
