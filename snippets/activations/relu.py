"""Relu."""
