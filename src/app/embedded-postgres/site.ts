import { resolve } from "node:path"
import { type Places, placesHere } from "../xdg.ts"
import { type Binaries, findBinaries } from "./binaries.ts"
import { type Layout, layoutOf } from "./layout.ts"
import { chooseServerUser, type ServerUser } from "./server-user.ts"

export interface EmbeddedPostgresOptions {
  /** The folder of the cluster; by default the one of this user, or of the machine for root. */
  readonly base?: string
  /** Programs other than the packaged ones, such as /usr/lib/postgresql/15/bin. */
  readonly binaries?: { readonly dir: string }
  /** For clusters that are thrown away: no fsync. */
  readonly fast?: boolean
  readonly database?: string
  /** Start it to stay, until it is told to stop. */
  readonly keepRunning?: boolean
  readonly timeoutMs?: number
  readonly places?: Places
  /** Told when the server went away and when it is back, while this process is attached. */
  readonly onEvent?: (event: ServerEvent) => void
}

export type ServerEvent =
  | { readonly _tag: "Lost"; readonly ordered: boolean }
  | { readonly _tag: "Back"; readonly startedByUs: boolean }
  | { readonly _tag: "RetryFailed"; readonly error: unknown }

/** One embedded cluster: its programs, its folders and the account it runs as. */
export interface Site {
  readonly binaries: Binaries
  readonly layout: Layout
  readonly serverUser: ServerUser | undefined
  readonly cache: string
  readonly fast: boolean
  readonly timeoutMs: number
}

const defaultTimeoutMs = 60_000

export async function siteOf(options: EmbeddedPostgresOptions): Promise<Site> {
  const places = options.places ?? placesHere()
  const binaries = await findBinaries(options.binaries?.dir)
  const layout = layoutOf({
    base: resolve(options.base ?? places.data),
    major: binaries.major,
    uid: process.getuid?.() ?? 0,
    platform: process.platform,
    runtime: places.runtime
  })
  return {
    binaries,
    layout,
    serverUser: chooseServerUser(layout.dataDir),
    cache: places.cache,
    fast: options.fast ?? false,
    timeoutMs: options.timeoutMs ?? defaultTimeoutMs
  }
}
