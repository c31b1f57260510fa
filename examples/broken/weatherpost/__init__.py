"""Tomorrow's weather, in a chat room."""
