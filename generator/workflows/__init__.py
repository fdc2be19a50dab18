"""What each command does: values and paths in, files and results out; nothing here knows Click or prints."""
