import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import { afterEach, beforeEach, expect, it, vi } from "vitest"
import { fileLogger, logPathOf, stderrLogger } from "../../src/app/log.ts"

/** What a shop may answer: sequences of seven and of eight bits, a title, what reorders, ends lines or shows nothing. */
const hostile =
  "\u001b[2J\u009b31m\u001b]0;owned\u0007\u009d0;owned\u009c\u202egnp.exe\u2028\u0085\u007f\u0000\r\nlevel=INFO message=fine\ud800"

let folder = ""
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "switchyard-log-"))
})
afterEach(() => {
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true, force: true })
})

const log = (logger: Layer.Layer<never>): Promise<void> =>
  Effect.logError(hostile, new Error(hostile)).pipe(
    Effect.annotateLogs({ shop: hostile, [hostile]: "as a name" }),
    Effect.withLogSpan("download"),
    Effect.provide(logger),
    Effect.runPromise
  )

const steering = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u

it("a log file has one line a message, which steers no terminal and is the whole of it to a reader of JSON", async () => {
  const path = logPathOf(folder)
  await log(fileLogger(path))
  const [line = "", ...rest] = readFileSync(path, "utf8").split("\n")
  expect(rest).toEqual([""])
  expect(line).not.toMatch(steering)
  expect(JSON.parse(line).annotations.shop).toBe(hostile)
})

it("what a worker in the foreground says is one line a message, which steers no terminal", async () => {
  const written: Array<string> = []
  vi.spyOn(process.stderr, "write").mockImplementation((text) => written.push(String(text)) > 0)
  await log(stderrLogger)
  expect(written).toHaveLength(1)
  const [text = ""] = written
  expect(text.at(-1)).toBe("\n")
  expect(text.slice(0, -1)).not.toMatch(steering)
  expect(text).toContain("level=ERROR")
})
