"""What both resource provider plugins share: the wire format, the servicer, differences, the journal."""
