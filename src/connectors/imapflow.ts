// Loaded lazily by imap.ts: the package is large, and only a supplier with a mailbox needs it.
export { ImapFlow } from "imapflow"
