"""An invented population with known truth, seen by five invented registers."""

from suar.analytics.synthetic.simulate import Scenario, Summary, simulate

__all__ = ["Scenario", "Summary", "simulate"]
