"""The note for a superior's desk: what it says, and how Word lays it out."""
