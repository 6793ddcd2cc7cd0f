"""The kinds of requests of the load, and the variables that tell it where to send them."""

CACHED, UNCACHED, SCHEDULED = "cached read", "uncached read", "202 of a scheduled post"
# One address for the monolith, three for the split: nothing stands before the services here.
ADDRESSES = {"PLATFORM_AT": "platform", "COOCOOK_AT": "coocook", "SNS_AUTO_AT": "sns_auto"}
