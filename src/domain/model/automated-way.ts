/** Words by which people call a way that a person has to walk: nothing can be sent by it. */
const byHand = [
  "none",
  "manual",
  "website",
  "web",
  "portal",
  "dealer-portal",
  "browser",
  "phone",
  "telephone",
  "fax",
  "letter",
  "person"
]

/** PO-4: why orders cannot go this way; null: it is not a way by hand. */
export const manualFault = (transport: string): string | null =>
  byHand.includes(transport.trim().toLowerCase())
    ? `A supplier that takes orders only by ${transport.trim() === "none" ? "hand" : transport.trim()} cannot be added: nobody could send to it by itself, nor know whether an order arrived. It must take them by e-mail, by files (SFTP, FTPS, FTP, a folder), by an API or by EDI. Ask it for one of these.`
    : null
