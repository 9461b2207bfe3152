import { foreignError } from "../foreign-text.ts"
import { RemoteTrouble } from "./remote-folder.ts"

const goodbye = 421
const missing = /no such|not found|does ?n[o']?t exist|cannot find|can't find/i
const denied = /permission|denied|not allowed|not permitted|forbidden|prohibited|not authorized/i

const codeOf = (cause: unknown): number | null =>
  cause instanceof Error && cause.name === "FTPError" && "code" in cause && typeof cause.code === "number"
    ? cause.code
    : null

/** The server's no to this very command. With 421 it says goodbye, which answers nothing. */
export const isReply = (cause: unknown): boolean => {
  const code = codeOf(cause)
  return code !== null && code !== goodbye
}

/** What servers say of a name that may not be made; a full disk has other numbers. */
export const isForbidding = (cause: unknown): boolean => [550, 553].includes(codeOf(cause) ?? 0)

/**
 * Whether the next answer on this connection belongs to the next command. After a transfer that broke (4xx) servers
 * differ in how many answers they still owe.
 */
export const leavesInStep = (cause: unknown): boolean => {
  if (cause instanceof RemoteTrouble) return cause.kind === "refused" || cause.kind === "no such file"
  return isReply(cause) && (codeOf(cause) ?? 0) >= 500
}

/** FTP has one number for most refusals; the words tell more, where they do. */
export const ftpTrouble = (cause: unknown): RemoteTrouble => {
  if (cause instanceof RemoteTrouble) return cause
  const message = foreignError(cause)
  if (!isReply(cause)) return new RemoteTrouble({ kind: "answer lost", message })
  if (denied.test(message)) return new RemoteTrouble({ kind: "refused", message, denied: true })
  if (missing.test(message)) return new RemoteTrouble({ kind: "no such file", message })
  return new RemoteTrouble({ kind: "refused", message })
}
