"""How a project is tested: what its test runner collects, and what the tests reach."""
