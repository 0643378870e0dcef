"""The tests; a package, so that folders named like the product do not shadow it."""
