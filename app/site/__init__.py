"""The web client: static pages made of Jinja2 templates, served by the app or from a bucket."""
