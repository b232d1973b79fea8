"""Jalur: the proper route abroad."""
