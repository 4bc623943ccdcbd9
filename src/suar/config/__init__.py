"""Settings, addresses and the entry of the platform."""
