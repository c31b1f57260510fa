"""What deploys a project, and the environment that it expects: containers, compose files, platforms, keys."""
