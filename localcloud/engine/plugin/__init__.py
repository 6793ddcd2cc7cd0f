"""What the embedded cloud's two resource provider plugins share: the wire format, the servicer, differences, the journal."""
