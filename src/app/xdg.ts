import { homedir } from "node:os"
import { isAbsolute, join } from "node:path"

/** Where this installation keeps its own files. Root is a machine-wide service and uses the system's places. */
export interface Places {
  readonly data: string
  readonly config: string
  readonly cache: string
  /** A directory for sockets that the system made for this user alone, if there is one. */
  readonly runtime: string | undefined
}

export interface PlacesInput {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly uid: number | undefined
  readonly home: string
}

const own = "switchyard"

const servicePlaces: Places = {
  data: "/var/lib/switchyard",
  config: "/etc/switchyard",
  cache: "/var/cache/switchyard",
  runtime: undefined
}

/** The XDG base directory specification says that a relative value is invalid and must be ignored. */
const absoluteOr = (value: string | undefined, fallback: string): string =>
  value !== undefined && isAbsolute(value) ? value : fallback

export function placesOf({ env, uid, home }: PlacesInput): Places {
  if (uid === 0) return servicePlaces
  const runtime = env.XDG_RUNTIME_DIR
  return {
    data: join(absoluteOr(env.XDG_DATA_HOME, join(home, ".local", "share")), own),
    config: join(absoluteOr(env.XDG_CONFIG_HOME, join(home, ".config")), own),
    cache: join(absoluteOr(env.XDG_CACHE_HOME, join(home, ".cache")), own),
    runtime: runtime !== undefined && isAbsolute(runtime) ? runtime : undefined
  }
}

export const placesHere = (): Places =>
  placesOf({ env: process.env, uid: process.getuid?.(), home: homedir() })
