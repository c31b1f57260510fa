"""Examples of the rules on dependencies: small projects with their manifests."""
