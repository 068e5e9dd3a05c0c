"""/mcp: the answers of geo.answers to language models, over HTTP."""
