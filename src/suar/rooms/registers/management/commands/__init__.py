"""Commands of the registers room."""
