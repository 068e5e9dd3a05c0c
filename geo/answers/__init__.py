"""Answers for language models, each number with the sentence, the link and the version behind it.

`tools` are plain functions of an atlas; `protocol` offers them by the Model Context Protocol, to
whichever transport: the command `python -m geo mcp` and the address /mcp.
"""
