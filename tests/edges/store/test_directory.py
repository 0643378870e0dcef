"""The directory in the database: found by what a mail says, changed by staff."""

import pytest

from bot.core.mail import Address, InboundMail
from bot.core.parties import Entry, EntryKind, How
from bot.edges.store import Store
from tests.edges.store.one_case import store

__all__ = ["store"]


class TestDirectory:
    """Who is who."""

    def fill(self, store: Store) -> None:
        client, organisation = EntryKind.CLIENT, EntryKind.ORGANISATION
        site = "https://shop.mango.example"
        store.directory.replace(
            [
                Entry("Larkspur Outfitters", client, ("larkspur.example",), ("Larkspur",)),
                Entry("Hartwell University", organisation, ("hartwell.example",)),
                Entry("Mango AG", client, ("mango.example",), website=site),
            ]
        )

    @pytest.mark.parametrize(
        ("mail", "how", "name"),
        [
            (InboundMail(senders=(Address("a@mail.hartwell.example"),)), How.SENDER, "Hartwell"),
            (InboundMail(visible="boots at larkspur outfitters."), How.NAME, "Larkspur"),
            (InboundMail(visible="see www.larkspur.example/shop"), How.LINK, "Larkspur"),
            (InboundMail(links=("https://shop.mango.example/x",)), How.LINK, "Mango AG"),
            (InboundMail(visible="account jo@hartwell.example"), How.ADDRESS, "Hartwell"),
        ],
    )
    def test_found(self, store: Store, mail: InboundMail, how: How, name: str) -> None:
        """Sender, link, address and name each point to an entry."""
        self.fill(store)
        hits = store.directory.find(mail)
        assert hits[0].how is how
        assert hits[0].entry.name.startswith(name)

    @pytest.mark.parametrize(
        "mail",
        [
            InboundMail(senders=(Address("a@gmail.com"),)),
            InboundMail(senders=(Address("a@1arkspur.example"),)),
            InboundMail(visible="larkspur.example.evil.test"),
            InboundMail(links=("http://[broken", "http://lаrkspur.example")),
            InboundMail(visible="I like mangoes"),
        ],
    )
    def test_not_found(self, store: Store, mail: InboundMail) -> None:
        """Free mail, look-alikes and parts of words point to nobody."""
        self.fill(store)
        assert store.directory.find(mail) == []

    def test_import_is_idempotent(self, store: Store) -> None:
        """The same rows twice are the same entries, brought up to date."""
        self.fill(store)
        ids = [entry.id for entry in store.directory.all()]
        self.fill(store)
        assert [entry.id for entry in store.directory.all()] == ids
