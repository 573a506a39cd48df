"""`takedown init`: what is asked, as values; what is kept between runs; how takedown.toml is written.

Nothing here talks to a terminal: `takedown.cli.init` asks the questions and prints.
"""
