"""The page in the browser: a workspace with channels, threads, modals, Home and a mailbox."""

from bot.demo.page.routes import Page, with_page

__all__ = ["Page", "with_page"]
