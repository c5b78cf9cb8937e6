"""The ways an alert reaches a person."""
