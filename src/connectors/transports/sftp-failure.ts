import { TransportFailure } from "../../domain/ports/failure.ts"
import { noSuchFile, permissionDenied, type SftpTrouble } from "./sftp-connection.ts"

/** What trouble with an operation means while nothing irrevocable was done. */
export const sftpFailure = (what: string, trouble: SftpTrouble): TransportFailure => {
  if (trouble.status === null)
    return new TransportFailure({ reason: "NoAnswer", message: `Could not ${what}: ${trouble.message}.` })
  if (trouble.status === noSuchFile)
    return new TransportFailure({
      reason: "Misconfigured",
      message: `Could not ${what}: there is no such folder. Check the folder names with the supplier.`
    })
  if (trouble.status === permissionDenied)
    return new TransportFailure({
      reason: "Misconfigured",
      message: `Could not ${what}: the login may not do that. Ask the supplier for the right.`
    })
  // SFTP has one word for "disk full", "quota" and "locked": that may pass by itself.
  return new TransportFailure({
    reason: "Throttled",
    message: `Could not ${what}: the server said "${trouble.message}".`
  })
}
