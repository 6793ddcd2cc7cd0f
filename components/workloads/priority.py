"""Which pods stay when there is no room for all: those that answer people first, those that can wait last."""

from typing import Final

SERVING: Final = "softfactory-serving"
WATCHING: Final = "softfactory-watching"
SCHEDULING: Final = "softfactory-scheduling"
WORKING: Final = "softfactory-working"

# Below the classes of Kubernetes' own, which begin at two billions.
VALUES: Final = {SERVING: 3000, WATCHING: 2500, SCHEDULING: 2000, WORKING: 1000}
