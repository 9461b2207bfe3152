import { type ChildProcess, spawn } from "node:child_process"
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync
} from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import { afterEach, beforeEach, describe, expect, test } from "vitest"

const repository = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
const packagedNode = `node-${process.platform}-${process.arch}`
/** The Node of the machine is the old one this is about, where it has one. */
const oldNode = ["/usr/bin/node", "/usr/local/bin/node"].find((path) => existsSync(path)) ?? process.execPath

const program = `
const [what, value] = process.argv.slice(2)
const say = (line) => process.stdout.write(line + "\\n")
if (what === "tell") say(process.versions.node + " " + process.env.NODE_ENV)
if (what === "exit") process.exit(Number(value))
if (what === "abort") process.kill(process.pid, "SIGABRT")
if (what === "wait") {
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => {
    say(signal)
    if (signal === "SIGTERM") process.exit(7)
  })
  setInterval(() => {}, 1000)
  say("ready")
}`

let root: string
const started: Array<ChildProcess> = []

/** An installed package: launcher and bundle, no sources, the newer Node among the packages. */
beforeEach(() => {
  root = mkdtempSync("/tmp/sy-launcher-")
  mkdirSync(join(root, "dist"))
  mkdirSync(join(root, "node_modules"))
  cpSync(join(repository, "bin"), join(root, "bin"), { recursive: true })
  writeFileSync(join(root, "dist", "main.mjs"), program)
  symlinkSync(join(repository, "node_modules", packagedNode), join(root, "node_modules", packagedNode))
})
afterEach(() => {
  for (const child of started.splice(0)) child.kill("SIGKILL")
  rmSync(root, { recursive: true, force: true })
})

interface Run {
  readonly child: ChildProcess
  readonly output: () => string
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>
}

function launch(...args: ReadonlyArray<string>): Run {
  const child = spawn(oldNode, [join(root, "bin", "switchyard.mjs"), ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, XDG_CACHE_HOME: join(root, "cache") }
  })
  started.push(child)
  let output = ""
  const keep = (chunk: Buffer) => {
    output += chunk.toString()
  }
  child.stdout.on("data", keep)
  child.stderr.on("data", keep)
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) =>
    child.once("close", (code, signal) => resolve({ code, signal }))
  )
  return { child, output: () => output, ended }
}

const says = (run: Run, text: string) =>
  expect.poll(run.output, { timeout: 5000, interval: 10 }).toContain(text)

describe("the launcher", () => {
  test("runs the program under a Node that is new enough, in production", async () => {
    const run = launch("tell")
    expect(await run.ended).toEqual({ code: 0, signal: null })
    const [version = "", mode] = run.output().trim().split(" ")
    expect(Number.parseInt(version, 10)).toBeGreaterThanOrEqual(22)
    expect(mode).toBe("production")
  })

  test("ends as the program ended: by its code or by its signal", async () => {
    expect(await launch("exit", "42").ended).toEqual({ code: 42, signal: null })
    expect(await launch("abort").ended).toEqual({ code: null, signal: "SIGABRT" })
  })

  test("passes signals on, each once", async () => {
    const run = launch("wait")
    await says(run, "ready")
    run.child.kill("SIGINT")
    await says(run, "SIGINT")
    run.child.kill("SIGTERM")
    expect(await run.ended).toEqual({ code: 7, signal: null })
    expect(run.output()).toBe("ready\nSIGINT\nSIGTERM\n")
  })

  test("killed with -9, it does not leave the program behind", async () => {
    const run = launch("wait")
    await says(run, "ready")
    run.child.kill("SIGKILL")
    // The pipe closes when its last holder, the program, has gone.
    await run.ended
    if (oldNode !== process.execPath) expect(run.output()).toBe("ready\nSIGTERM\n")
  })

  test("says in one line what is missing", async () => {
    rmSync(join(root, "dist"), { recursive: true })
    const run = launch("tell")
    expect((await run.ended).code).toBe(1)
    expect(run.output()).toBe("switchyard: dist/main.mjs is missing: install switchyard again.\n")
  })
})

interface BuildScript {
  readonly build: (options: { root: string; clean?: boolean }) => Promise<boolean>
  readonly isBuilt: (root: string) => boolean
}

describe("the bundle", () => {
  const load = async (): Promise<BuildScript> =>
    import(pathToFileURL(join(repository, "scripts", "build.mjs")).href) as Promise<BuildScript>

  test("is built once, again when a source changes, and loads late what is imported late", async () => {
    const { build, isBuilt } = await load()
    rmSync(join(root, "dist"), { recursive: true })
    mkdirSync(join(root, "src", "app"), { recursive: true })
    const main = join(root, "src", "app", "main.ts")
    writeFileSync(join(root, "package-lock.json"), "{}")
    writeFileSync(join(root, "src", "app", "late.ts"), 'export const late: string = "came late"')
    writeFileSync(main, 'console.log((await import("./late.ts")).late, process.env.NODE_ENV)')
    expect(await build({ root })).toBe(true)
    expect(await build({ root })).toBe(false)
    expect(readdirSync(join(root, "dist", "parts")).some((name) => name.startsWith("late-"))).toBe(true)
    const run = launch()
    expect((await run.ended).code).toBe(0)
    expect(run.output()).toBe("came late production\n")
    utimesSync(main, new Date(), new Date(Date.now() + 5000))
    expect(isBuilt(root)).toBe(false)
  })

  test("that cannot be built leaves the one that works", async () => {
    const { build } = await load()
    mkdirSync(join(root, "src", "app"), { recursive: true })
    writeFileSync(join(root, "package-lock.json"), "{}")
    writeFileSync(join(root, "src", "app", "main.ts"), 'import "./nowhere.ts"')
    await expect(build({ root })).rejects.toThrow(/nowhere/)
    rmSync(join(root, "src"), { recursive: true })
    const run = launch("tell")
    expect((await run.ended).code).toBe(0)
    expect(readdirSync(root).filter((name) => name.startsWith("dist"))).toEqual(["dist"])
  })
})
