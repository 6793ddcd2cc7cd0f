"""The VPC, its subnets and the way out of them."""
