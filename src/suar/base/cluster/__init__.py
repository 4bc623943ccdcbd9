"""The embedded PostgreSQL: started and watched as our own child, closed to everybody else."""

from suar.base.cluster.instance import Instance
from suar.base.cluster.server import Server

__all__ = ["Instance", "Server"]
