import type { SettingField } from "../../domain/ports/sales-channels.ts"

type FieldRow = readonly [name: string, label: string, help: string, kind?: "required" | "secret"]

const rows: ReadonlyArray<FieldRow> = [
  ["host", "Mail server", "The server that sends your mail.", "required"],
  ["port", "Port", "Empty: 465 for tls, 587 for starttls."],
  ["security", "Security", "tls, starttls (the default), or none on this machine only."],
  [
    "authority",
    "Authority",
    "PEM of the mail server's own certificate authority, or of its own certificate, instead of the public ones."
  ],
  [
    "from",
    "From",
    "Your address that the supplier knows, with your name if you like: Shop <po@shop.example>.",
    "required"
  ],
  ["to", "To", "Where the supplier takes purchase orders; several with commas between them.", "required"],
  ["cc", "Copy to", "Who gets a copy; several with commas between them."],
  ["replyTo", "Reply to", "Where answers go, if not to From and without replyAddress."],
  [
    "replyAddress",
    "Reply address",
    "Mailbox for answers, as po@shop.example: each purchase order gets po+<token>@ of it, so that an answer finds its order. Its server must deliver what follows a +."
  ],
  [
    "bouncesTo",
    "Bounces to",
    "from (the default), or reply: the token address is the sender that mail servers see."
  ],
  ["attachments", "Attachments", "csv (the default), pdf, csv+pdf or none."],
  ["subject", "Subject", "One line with places like {po}; empty: Purchase order {po}."],
  ["body", "Body", "The mail's text with places like {po}, {shipTo}, {lines}; empty: a plain text of ours."],
  ["user", "User", "Login of the mail server; empty: none."],
  ["password", "Password", "Password of that login.", "secret"],
  ["imapHost", "IMAP server", "The server of the mailbox that answers come to; empty: no mail is read."],
  ["imapPort", "IMAP port", "Empty: 993 for tls, 143 for starttls."],
  ["imapSecurity", "IMAP security", "tls (the default), starttls, or none on this machine only."],
  ["imapAuthority", "IMAP authority", "The same for the mailbox's server; empty: as for the mail server."],
  ["imapUser", "IMAP user", "Login of the mailbox."],
  ["imapPassword", "IMAP password", "Password of that mailbox.", "secret"],
  [
    "imapToken",
    "IMAP token",
    "OAuth 2 access token of that mailbox, instead of a password. It ends, usually within an hour, and is not renewed: better set imapTokenUrl.",
    "secret"
  ],
  [
    "imapTokenUrl",
    "Token address",
    "Where access tokens for the mailbox are asked for (OAuth 2), each time anew."
  ],
  ["imapClientId", "Client ID", "The id of your application there."],
  ["imapScope", "Scope", "What is asked for there, if its documents name it."],
  [
    "imapClientSecret",
    "Client secret",
    "The secret of your application there; without a refresh token it asks for itself.",
    "secret"
  ],
  [
    "imapRefreshToken",
    "Refresh token",
    "Of the mailbox, if tokens are given for it. It must stay good: one that ends with each use is not renewed.",
    "secret"
  ],
  ["imapFolder", "IMAP folder", "The folder to read; empty: INBOX."],
  [
    "imapArchive",
    "IMAP archive",
    "Folder that read mails are moved to; empty: they stay, marked as read by us."
  ],
  [
    "imapTakes",
    "IMAP takes",
    "ours (the default): mails that name one of this supplier's purchase orders or come from its senders. everything: the folder is this supplier's alone."
  ],
  ["senders", "Senders", "Addresses that the supplier writes from, or @domain.example; others are marked."],
  [
    "inventoryFiles",
    "Inventory attachments",
    "Names of CSV attachments that say what the supplier has, as stock_*.csv. They are taken from the senders named above alone."
  ],
  [
    "inventoryColumns",
    "Inventory columns",
    'What the supplier calls our columns: {"sku": "Item", "qty": "Stock"}.'
  ],
  ["incomingSeparator", "Incoming separator", "comma, semicolon, tab or pipe. Empty: the header tells."],
  ["incomingEncoding", "Incoming encoding", "auto (the default), utf-8 or windows-1252."],
  [
    "incomingDate",
    "Incoming dates",
    "How the supplier writes days, as MM/DD/YYYY or DD.MM.YYYY HH:mm, in UTC. Empty: 2026-11-22."
  ],
  [
    "patterns",
    "Patterns",
    "Regular expressions, one a line, with the groups tracking, carrier, service, sku, quantity: what they read is suggested."
  ]
]

export const emailFields: ReadonlyArray<SettingField> = rows.map(([name, label, help, kind]) => ({
  name,
  label,
  help,
  secret: kind === "secret",
  required: kind === "required"
}))
