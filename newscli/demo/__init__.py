"""The bundled sample: feeds and pages of invented outlets, written for newscli."""
