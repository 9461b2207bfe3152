import { execFileSync } from "node:child_process"
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync
} from "node:fs"
import { dirname, join } from "node:path"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { findBinaries } from "../../../src/app/embedded-postgres/binaries.ts"
import { startOrAttach, status, stop } from "../../../src/app/embedded-postgres/embedded-postgres.ts"
import {
  isReachableBy,
  repairLinks,
  runnableBinaries
} from "../../../src/app/embedded-postgres/native-copy.ts"

const asRoot = process.getuid?.() === 0

let scratch: string
let base: string
beforeEach(() => {
  scratch = mkdtempSync("/tmp/sy-trouble-")
  chmodSync(scratch, 0o755)
  base = join(scratch, "base")
})
afterEach(async () => {
  await stop({ base, force: true })
  rmSync(scratch, { recursive: true, force: true })
}, 30_000)

function canMount(at: string): boolean {
  if (!asRoot) return false
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=12m", "none", at], { stdio: "ignore" })
    return true
  } catch {
    return false
  }
}

test("a full disk is named in one line that says what to do, and a later start works", async ({ skip }) => {
  mkdirSync(base)
  if (!canMount(base)) skip("cannot mount a small disk here")
  try {
    const error = await startOrAttach({ base, fast: true }).catch((failed: unknown) => failed)
    expect(error).toMatchObject({ _tag: "EmbeddedPostgresError", reason: { _tag: "DiskFull" } })
    expect(String((error as Error).message)).toMatch(/^No space left on the disk of .*: free at least 200 MB/)
    expect(readdirSync(base).filter((name) => name.includes("draft"))).toEqual([])
  } finally {
    execFileSync("umount", [base])
  }
  expect((await (await startOrAttach({ base, fast: true })).release()).stopped).toBe(true)
}, 30_000)

test("a place that cannot be entered or written is named with what to do", async () => {
  // Root may do everything, but the account it lends the server may not.
  chmodSync(scratch, asRoot ? 0o700 : 0o500)
  const error = await startOrAttach({ base, fast: true }).catch((failed: unknown) => failed)
  chmodSync(scratch, 0o755)
  expect(error).toMatchObject({
    _tag: "EmbeddedPostgresError",
    reason: { _tag: "PermissionDenied", path: base }
  })
  expect(String((error as Error).message)).toMatch(/^No permission for .*: make it yours \(chown\)/)
}, 30_000)

test("a folder that holds something else is not overwritten", async () => {
  mkdirSync(join(base, "pg18"), { recursive: true })
  writeFileSync(join(base, "pg18", "letter.txt"), "keep me")
  await expect(startOrAttach({ base, fast: true })).rejects.toMatchObject({ reason: { _tag: "InitFailed" } })
  expect(readdirSync(join(base, "pg18"))).toEqual(["letter.txt"])
}, 30_000)

test("a damaged cluster is reported with PostgreSQL's own cause and its log", async () => {
  await (await startOrAttach({ base, fast: true })).release()
  const { dataDir } = await status({ base })
  rmSync(join(dataDir, "global", "pg_control"))
  await expect(startOrAttach({ base, fast: true })).rejects.toMatchObject({
    reason: {
      _tag: "StartFailed",
      log: join(base, "postgres.log"),
      detail: expect.stringContaining("pg_control")
    }
  })
}, 30_000)

test("a data folder that others may read is closed again instead of refused", async () => {
  await (await startOrAttach({ base, fast: true })).release()
  const { dataDir } = await status({ base })
  chmodSync(dataDir, 0o755)
  await (await startOrAttach({ base, fast: true })).release()
  expect(statSync(dataDir).mode & 0o777).toBe(0o700)
}, 30_000)

test("a path too long for a socket moves the socket, not the data", async () => {
  const long = join(base, "a-very-long-folder-name-".repeat(5))
  const hold = await startOrAttach({ base: long, fast: true })
  try {
    expect(Buffer.byteLength(`${hold.socketDir}/.s.PGSQL.5432`)).toBeLessThanOrEqual(107)
    expect(hold.dataDir.startsWith(long)).toBe(true)
    expect(statSync(hold.socketDir).mode & 0o777).toBe(0o700)
  } finally {
    expect((await hold.release()).stopped).toBe(true)
    rmSync(hold.socketDir, { recursive: true })
  }
}, 30_000)

describe("programs that cannot be run where they are", () => {
  test("links that were not made because install scripts were off are made", async () => {
    const { packageRoot = "" } = await findBinaries(undefined)
    const copy = join(scratch, "native")
    cpSync(packageRoot, copy, { recursive: true, verbatimSymlinks: true })
    const links = readdirSync(join(copy, "lib"), { withFileTypes: true }).filter((entry) =>
      entry.isSymbolicLink()
    )
    for (const link of links) rmSync(join(copy, "lib", link.name))
    const initdb = join(copy, "bin", "initdb")
    expect(() => execFileSync(initdb, ["--version"], { stdio: "pipe" })).toThrow()
    repairLinks(copy)
    expect(execFileSync(initdb, ["--version"]).toString()).toContain("PostgreSQL")
  }, 30_000)

  test("programs under a closed home are copied to where the server's account gets to", async () => {
    const packaged = await findBinaries(undefined)
    const closed = join(scratch, "home", "native")
    cpSync(packaged.packageRoot ?? "", closed, { recursive: true, verbatimSymlinks: true })
    chmodSync(dirname(closed), 0o700)
    const nobody = { name: "nobody", uid: 65534, gid: 65534 }
    const cache = join(scratch, "cache")
    const binaries = { ...packaged, bin: join(closed, "bin"), packageRoot: closed }
    expect(isReachableBy(join(binaries.bin, "postgres"), nobody)).toBe(false)
    const runnable = runnableBinaries(binaries, nobody, cache)
    expect(runnable.bin.startsWith(cache)).toBe(true)
    expect(isReachableBy(join(runnable.bin, "initdb"), nobody)).toBe(true)
    expect(runnableBinaries(binaries, nobody, cache)).toEqual(runnable)
    const account = asRoot ? { uid: nobody.uid, gid: nobody.gid } : {}
    expect(
      execFileSync(join(runnable.bin, "postgres"), ["--version"], { ...account, cwd: "/" }).toString()
    ).toContain(packaged.version.slice(0, 4))
  }, 30_000)

  test("a folder without programs is named", async () => {
    await expect(startOrAttach({ base, binaries: { dir: scratch } })).rejects.toMatchObject({
      reason: { _tag: "BinariesBroken", path: scratch }
    })
  })
})
