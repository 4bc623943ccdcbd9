"""The victims room: the person, sealed; her episodes, consents and rights."""
