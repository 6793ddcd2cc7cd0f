"""The resource provider `kubernetes` of the embedded cloud, for the SDK of the official one."""
