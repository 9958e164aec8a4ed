"""The methods of the Web API, a family a file. Importing this package fills the table."""

from tests.slack.methods import apps, chat, conversations, files, oauth, users, views

__all__ = ["apps", "chat", "conversations", "files", "oauth", "users", "views"]
