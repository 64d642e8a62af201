"""What surrounds the product: set-up, deployment, measurements."""
