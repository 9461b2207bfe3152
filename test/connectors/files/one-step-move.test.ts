import { spawn } from "node:child_process"
import { mkdtempSync, readdirSync, rmSync } from "node:fs"
import { mkdir, readFile, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import * as Effect from "effect/Effect"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { localFolder } from "../../../src/connectors/files/local-folder.ts"

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "switchyard-move-"))
})
afterEach(() => rmSync(root, { recursive: true }))

const folder = () => localFolder(root, 60_000)
const renamed = (from: string, to: string) => Effect.runPromise(Effect.result(folder().rename(from, to)))

describe("a rename in a folder of this machine", () => {
  it("overwrites nothing, however many come at once, and whoever comes too late keeps the file", async () => {
    const names = Array.from({ length: 12 }, (_, n) => `from-${n}`)
    for (const name of names) await writeFile(join(root, name), name)
    const outcomes = await Promise.all(names.map((name) => renamed(name, "to")))
    const winners = names.filter((_, n) => outcomes[n]?._tag === "Success")
    expect(winners).toHaveLength(1)
    expect(await readFile(join(root, "to"), "utf8")).toBe(winners[0])
    expect(readdirSync(root).sort()).toEqual([...names.filter((n) => n !== winners[0]), "to"].sort())
    for (const outcome of outcomes)
      if (outcome._tag === "Failure")
        expect(outcome.failure).toMatchObject({ kind: "refused", message: "that name is taken" })
  })

  it("of one file by two: one has it, to the other it is not there", async () => {
    await writeFile(join(root, "a"), "a")
    const outcomes = await Promise.all([renamed("a", "b"), renamed("a", "c")])
    expect(outcomes.map((o) => o._tag).sort()).toEqual(["Failure", "Success"])
    expect(outcomes.find((o) => o._tag === "Failure")).toMatchObject({ failure: { kind: "no such file" } })
    expect(readdirSync(root)).toHaveLength(1)
  })

  it("says that it may not, and that there is no such folder", async () => {
    await writeFile(join(root, "a"), "a")
    await mkdir(join(root, "b"))
    expect(await renamed("a", "b")).toMatchObject({ _tag: "Failure", failure: { kind: "refused" } })
    expect(await renamed("none", "c")).toMatchObject({ _tag: "Failure", failure: { kind: "no such file" } })
    expect(readdirSync(root).sort()).toEqual(["a", "b"])
  })

  it("is done or not done when its process is killed: the file is under exactly one of the two names", async () => {
    const module = fileURLToPath(new URL("../../../src/connectors/files/local-folder.ts", import.meta.url))
    const program = `
      import { readdirSync } from "node:fs"
      import * as Effect from "effect/Effect"
      const { localFolder } = await import(${JSON.stringify(module)})
      const folder = localFolder(${JSON.stringify(root)}, 60_000)
      for (;;) {
        // The last move of a process that was killed may end only now.
        const from = readdirSync(${JSON.stringify(root)})[0]
        await Effect.runPromise(Effect.result(folder.rename(from, from === "one" ? "two" : "one")))
        console.log("moved")
      }`
    await writeFile(join(root, "one"), "x")
    for (const kills of [1, 2, 3, 4]) {
      const child = spawn(process.execPath, ["--input-type=module", "-e", program], {
        cwd: fileURLToPath(new URL("../../..", import.meta.url)),
        stdio: ["ignore", "pipe", "inherit"]
      })
      const gone = new Promise((done) => child.once("exit", done))
      let said = 0
      await new Promise<void>((done) =>
        child.stdout.on("data", () => {
          said += 1
          if (said === 3 * kills) done()
        })
      )
      child.kill("SIGKILL")
      await gone
      const [name, ...more] = readdirSync(root)
      expect(["one", "two"]).toContain(name)
      expect(more).toEqual([])
    }
  })
})
