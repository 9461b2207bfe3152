import { type ChildProcess, execFile, spawn } from "node:child_process"
import { once } from "node:events"
import { createWriteStream, readdirSync, readFileSync } from "node:fs"
import { createInterface } from "node:readline"

export interface BoundedProcess<Ready> {
  readonly pid: number
  /** What its ready line said. */
  readonly ready: Ready
  /** Ends this process and its descendants, by their ids: asks first, insists after five seconds. */
  readonly stop: () => Promise<void>
}

export interface ProcessRequest<Ready> {
  readonly name: string
  readonly command: string
  readonly args: ReadonlyArray<string>
  readonly cwd: string
  readonly logFile: string
  readonly readyWithinMs: number
  /** Called with each line of output until it answers something. */
  readonly readyLine: (line: string) => Ready | undefined
  /** Written to stdin, which stays open until the end: a process may watch it to end with us. */
  readonly input?: string
}

const PATIENCE_MS = 5_000

/** Starts a long-running process and waits, for a bounded time, until it says that it is ready. */
export async function startProcess<Ready>(request: ProcessRequest<Ready>): Promise<BoundedProcess<Ready>> {
  const child = spawn(request.command, request.args, { cwd: request.cwd, stdio: ["pipe", "pipe", "pipe"] })
  // A process that is gone before it read its input says so by its exit, which is awaited below.
  child.stdin.on("error", () => undefined)
  if (request.input !== undefined) child.stdin.write(request.input)
  try {
    const ready = await readiness(child, request)
    const { pid } = child
    if (pid === undefined) throw new Error(`${request.name} has no process id`)
    return { pid, ready, stop: () => stop(child, pid) }
  } catch (cause) {
    if (child.pid !== undefined) await stop(child, child.pid)
    throw cause
  }
}

function readiness<Ready>(child: ChildProcess, request: ProcessRequest<Ready>): Promise<Ready> {
  const log = createWriteStream(request.logFile, { flags: "a" })
  const tail: Array<string> = []
  return new Promise((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`${request.name} ${why}\n${tail.join("\n")}`))
    const timer = setTimeout(
      () => fail(`was not ready in ${request.readyWithinMs} ms`),
      request.readyWithinMs
    )
    child.once("error", (cause) => fail(`could not be started: ${cause.message}`))
    child.once("exit", (code, signal) => {
      clearTimeout(timer)
      log.end()
      fail(`ended with ${signal ?? code}`)
    })
    const onLine = (line: string) => {
      if (log.writable) log.write(`${line}\n`)
      tail.push(line)
      if (tail.length > 30) tail.shift()
      const ready = request.readyLine(line)
      if (ready === undefined) return
      clearTimeout(timer)
      resolve(ready)
    }
    for (const output of [child.stdout, child.stderr]) {
      if (output !== null) createInterface({ input: output }).on("line", onLine)
    }
  })
}

async function stop(child: ChildProcess, pid: number): Promise<void> {
  const family = descendantsOf(pid)
  if (child.exitCode === null && child.signalCode === null) {
    const exited = once(child, "exit")
    child.kill("SIGTERM")
    const insist = setTimeout(() => child.kill("SIGKILL"), PATIENCE_MS)
    await exited
    clearTimeout(insist)
  }
  for (const descendant of family) kill(descendant)
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL")
  } catch (cause) {
    // Gone already is what we wanted.
    if ((cause as NodeJS.ErrnoException).code !== "ESRCH") throw cause
  }
}

/** sshd puts each session into a process group of its own, so groups do not find them: parents do. Linux only. */
function descendantsOf(pid: number): ReadonlyArray<number> {
  if (process.platform !== "linux") return []
  const parents = new Map<number, number>()
  for (const name of readdirSync("/proc")) {
    const child = Number(name)
    if (Number.isInteger(child)) parents.set(child, parentOf(child))
  }
  const family = new Set([pid])
  let size = 0
  while (size < family.size) {
    size = family.size
    for (const [child, parent] of parents) if (family.has(parent)) family.add(child)
  }
  family.delete(pid)
  return [...family]
}

function parentOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8")
    return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1])
  } catch {
    // It ended while we looked.
    return 0
  }
}

export interface CommandRequest {
  readonly command: string
  readonly args: ReadonlyArray<string>
  readonly cwd?: string
  readonly env?: NodeJS.ProcessEnv
  readonly timeoutMs: number
}

/** Runs a command to its end, within a time, and returns what it printed. */
export function runCommand(request: CommandRequest): Promise<string> {
  const { command, args, timeoutMs, ...options } = request
  return new Promise((resolve, reject) => {
    const settings = { ...options, timeout: timeoutMs, maxBuffer: 16 * 1024 * 1024 }
    execFile(command, args, settings, (cause, stdout, stderr) => {
      if (cause === null) return resolve(stdout)
      const why = cause.killed === true ? `was not done in ${timeoutMs} ms` : cause.message
      reject(new Error(`${command} ${args[0] ?? ""}: ${why}\n${stderr.slice(-2_000)}`))
    })
  })
}
