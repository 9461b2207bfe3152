import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { fileURLToPath } from "node:url"
import { expect, test } from "vitest"
import type { ReadyLine } from "../../src/sandbox/ready-line.ts"
import { folder, removeFolder } from "./opened-world.ts"

const program = fileURLToPath(new URL("../../src/sandbox/main.ts", import.meta.url))

function start(...args: ReadonlyArray<string>): ChildProcess {
  return spawn(process.execPath, [program, ...args], { stdio: ["pipe", "pipe", "pipe"] })
}

async function readyLineOf(child: ChildProcess): Promise<ReadyLine> {
  let text = ""
  for await (const chunk of child.stdout ?? []) {
    text += String(chunk)
    if (text.includes("\n")) return JSON.parse(text) as ReadyLine
  }
  throw new Error(`it ended without a ready line: ${text}`)
}

const endOf = async (child: ChildProcess) => {
  const [code, signal] = await once(child, "exit")
  return { code, signal }
}

async function inFolder(use: (dir: string) => Promise<void>): Promise<void> {
  const dir = await folder()
  try {
    await use(dir)
  } finally {
    await removeFolder(dir)
  }
}

test("prints one ready line, and leaves with 0 on SIGTERM", () =>
  inFolder(async (dir) => {
    const child = start("--dir", dir, "--orders", "8", "--seed", "3", "--all-at-once")
    const ready = await readyLineOf(child)
    expect(ready).toMatchObject({ ready: true, environment: "sandbox", seed: 3, orders: 8 })
    const { url, token } = ready.control
    const answer = await fetch(`${url}/books`, { headers: { authorization: `Bearer ${token}` } })
    expect(await answer.json()).toMatchObject({ allPlaced: true, doubled: [] })
    const end = endOf(child)
    child.kill("SIGTERM")
    expect(await end).toEqual({ code: 0, signal: null })
  }))

test("dies with its parent when told so", () =>
  inFolder(async (dir) => {
    const child = start("--dir", dir, "--orders", "5", "--with-parent")
    await readyLineOf(child)
    const end = endOf(child)
    child.stdin?.end()
    expect(await end).toEqual({ code: 0, signal: null })
  }))

test("a world that was killed opens again with everything that it had said", () =>
  inFolder(async (dir) => {
    const first = start("--dir", dir, "--orders", "8", "--all-at-once")
    const before = await readyLineOf(first)
    const end = endOf(first)
    first.kill("SIGKILL")
    await end
    const second = start("--dir", dir, "--with-parent")
    expect(await readyLineOf(second)).toEqual(before)
    const secondEnd = endOf(second)
    second.stdin?.end()
    await secondEnd
  }))

test("wrong usage exits 2 and says what is wrong", async () => {
  const child = start("--dir", "/nonexistent", "--orders", "many")
  let text = ""
  child.stderr?.on("data", (chunk) => {
    text += String(chunk)
  })
  await once(child, "close")
  expect(child.exitCode).toBe(2)
  expect(text).toContain('--orders must be a whole number from 1 to 10000, not "many"')
  expect(text).toContain("usage: sandbox --dir FOLDER")
})
