"""What checks a project: continuous integration, hooks and task runners, read from their files and never run."""
