"""An invented population with known truth, seen by five invented registers."""
