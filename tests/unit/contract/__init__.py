"""Tests of app.contract."""
