"""Reports, persons and cases of the invented country, for `suar demo`. Everybody is made up."""

from suar.rooms.cases.demo.loading import load

__all__ = ["load"]
