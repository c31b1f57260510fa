"""Tests that only meet mocks."""
