import { createHash } from "node:crypto"
import { join } from "node:path"
import type { Places } from "../xdg.ts"

/** Where one embedded cluster lives. */
export interface Layout {
  readonly base: string
  readonly dataDir: string
  readonly socketDir: string
  readonly socketPath: string
  readonly logFile: string
  /** Present while somebody creates the cluster: it only saves work, safety comes from the rename. */
  readonly initClaim: string
  /** Present while the operator wants the server to go on after the last program has left. */
  readonly keepMark: string
  /** Present from an ordered stop that could not end in order until the next start. */
  readonly stopMark: string
}

/** The port is only a part of the socket's file name. */
export const port = 5432
export const user = "switchyard"

/** sun_path holds 108 bytes on Linux and 104 on macOS, the last one a zero. */
const maxSocketPath = (platform: string): number => (platform === "darwin" ? 103 : 107)

const socketIn = (directory: string): string => join(directory, `.s.PGSQL.${port}`)

export interface LayoutInput {
  readonly base: string
  readonly major: number
  readonly uid: number
  readonly platform: string
  readonly runtime: Places["runtime"]
}

function chooseSocketDir({ base, uid, platform, runtime }: LayoutInput): string {
  const beside = join(base, "run")
  const fits = (directory: string) => Buffer.byteLength(socketIn(directory)) <= maxSocketPath(platform)
  if (fits(beside)) return beside
  const hash = createHash("sha256").update(base).digest("hex").slice(0, 12)
  const ofSession = runtime === undefined ? undefined : join(runtime, `switchyard-${hash}`)
  return ofSession !== undefined && fits(ofSession) ? ofSession : `/tmp/switchyard-${uid}-${hash}`
}

export function layoutOf(input: LayoutInput): Layout {
  const { base, major } = input
  const socketDir = chooseSocketDir(input)
  return {
    base,
    dataDir: join(base, `pg${major}`),
    socketDir,
    socketPath: socketIn(socketDir),
    logFile: join(base, "postgres.log"),
    initClaim: join(base, `pg${major}.init`),
    keepMark: join(base, "keep-running"),
    stopMark: join(base, `pg${major}.stopped`)
  }
}
