"""Pure helpers of the rules on secrets: formats of providers, names, values, and recognisers of
assignments."""
