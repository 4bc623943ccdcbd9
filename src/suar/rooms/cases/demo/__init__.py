"""Reports, persons and cases of the invented country, for `suar demo`. Everybody is made up."""
