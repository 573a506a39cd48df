"""What holds a message back, one subject to a module; `takedown.brakes` asks them all."""
