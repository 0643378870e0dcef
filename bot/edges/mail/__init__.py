"""The mail edge: IMAP in, SMTP out, and untrusted bytes turned into an InboundMail."""
