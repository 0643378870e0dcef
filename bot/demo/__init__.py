"""The whole product on embedded parts: a stand-in Slack, its page, and a mail server."""
