"""What may be shown: small cells and what subtraction would give away."""
