import { isAbsolute, resolve } from "node:path"
import * as Effect from "effect/Effect"
import { TransportFailure } from "../../domain/ports/failure.ts"
import type { SettingField } from "../../domain/ports/sales-channels.ts"
import { foreignText } from "../foreign-text.ts"
import { chosen } from "./incoming-format.ts"
import { localFolder } from "./local-folder.ts"
import type { RemoteFolders } from "./remote-folder.ts"

type Settings = Readonly<Record<string, string>>

export const localRoot = (settings: Settings): string => resolve(chosen(settings, "root") || "/")

export const localFault = (settings: Settings): string | null => {
  const root = chosen(settings, "root")
  if (root === "") return "Settings are missing: root."
  if (!isAbsolute(root) || /\p{Cc}/u.test(root) || resolve(root) === "/")
    return `root "${foreignText(root)}" is not a folder by its whole path, as /srv/alder.`
  return null
}

export const localFields: ReadonlyArray<SettingField> = [
  {
    name: "root",
    label: "Root folder",
    help: "The folder that the supplier's program shares with this machine, by its whole path. The folders below lie in it.",
    required: true,
    secret: false
  }
]

export interface LocalTimes {
  /** A network drive that went away does not answer; this ends the waiting. */
  readonly operationMs: number
  readonly settleMs: number
}
export const defaultLocalTimes: LocalTimes = { operationMs: 60_000, settleMs: 1_000 }

export const localFolders = (times: LocalTimes): RemoteFolders => ({
  settleMs: times.settleMs,
  use: (owner, work) => {
    const fault = localFault(owner.settings)
    if (fault !== null)
      return Effect.fail(
        new TransportFailure({ reason: "Misconfigured", message: `${owner.name}: ${fault}` })
      )
    return work(localFolder(localRoot(owner.settings), times.operationMs))
  }
})
