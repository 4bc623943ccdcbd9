"""An organisation's own registers: uploaded sealed, checked, mended, seen by nobody else."""
