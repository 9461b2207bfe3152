import { TransportFailure } from "../../domain/ports/failure.ts"
import type { RemoteTrouble } from "./remote-folder.ts"

/** What trouble with an operation means while nothing irrevocable was done. */
export const remoteFailure = (what: string, trouble: RemoteTrouble): TransportFailure => {
  const failure = (reason: TransportFailure["reason"], rest: string) =>
    new TransportFailure({ reason, message: `Could not ${what}: ${rest}` })
  if (trouble.kind === "nothing happened") return failure("Unreachable", `${trouble.message}.`)
  if (trouble.kind === "answer lost") return failure("NoAnswer", `${trouble.message}.`)
  if (trouble.kind === "no such file")
    return failure("Misconfigured", "there is no such folder. Check the folder names with the other side.")
  if (trouble.denied === true)
    return failure("Misconfigured", "the login may not do that. Ask the other side for the right.")
  // "Disk full", "quota" and "locked" share one word: that may pass by itself.
  return failure("Throttled", `the server said "${trouble.message}".`)
}
