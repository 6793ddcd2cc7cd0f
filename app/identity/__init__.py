"""Who somebody is: passwords, tokens and sessions."""
