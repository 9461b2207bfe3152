import { writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { setTimeout as pause } from "node:timers/promises"
import { afterEach, beforeEach, expect, it } from "vitest"
import {
  commandLine,
  isServer,
  launcher,
  makeHome,
  processesOf,
  RealTerminal,
  shell
} from "./real-terminal.ts"

const patient = 60_000
const testTimeout = 300_000
/** How a terminal is before a program and has to be after it. */
const whole = {
  screen: "normal",
  isCursorShown: true,
  isFrameOpen: false,
  paste: false,
  mouse: "none",
  focus: false,
  wrap: true,
  keyboards: 0
}

const faultSaid = /switchyard: a fault of the program ended the console;/

let place: ReturnType<typeof makeHome>
let terminal: RealTerminal

beforeEach(() => {
  place = makeHome()
  terminal = new RealTerminal(place.home, [], shell)
})
afterEach(async () => {
  terminal.close()
  await terminal.exited
  const until = performance.now() + patient
  while (processesOf(place.home).length > 0 && performance.now() < until) await pause(50)
  const left = processesOf(place.home)
  place.remove()
  expect(left).toEqual([])
}, testTimeout)

/** A fault that no door of the program lets in: what Node loads before it waits for a signal and breaks something. */
const plants = {
  none: "",
  "between frames":
    'process.on("SIGUSR2", () => { throw new Error("planted \\u001b[2J by order #1042 of Jane Kowalski") })',
  "while a screen is drawn":
    'process.on("SIGUSR2", () => { Intl.Segmenter.prototype.segment = () => { throw new Error("planted") } })',
  "in a promise that nobody awaits":
    'process.on("SIGUSR2", () => { void Promise.reject(new Error("planted \\u001b[2J")) })'
} as const

const startConsole = async (plant: keyof typeof plants = "none"): Promise<void> => {
  const file = join(dirname(place.home), "plant.mjs")
  writeFileSync(file, plants[plant])
  // The shell's own editor switches paste brackets on; here only the program may.
  terminal.press(
    "bind 'set enable-bracketed-paste off'; PS1='bash $ '; LINE=$(stty -g); echo before-$((40 + 2))\r"
  )
  await terminal.sees(/before-42\s+bash \$\s*$/, patient)
  terminal.press(`"${process.execPath}" --import "${file}" "${launcher}" console\r`)
  await terminal.sees(/1 Triage/, patient)
  terminal.press("2")
  await terminal.sees(/No orders yet|no channel/i, patient)
  // A text field too: it switches modes of its own on.
  terminal.press("/")
  await terminal.sees(/keep the filter/, patient)
  terminal.press("kow")
  await terminal.sees(/\/ kow/, patient)
}

const consolePid = (): number => {
  const [pid] = processesOf(place.home).filter((one) => /switchyard\.mjs console/.test(commandLine(one)))
  if (pid === undefined) throw new Error("no console runs")
  return Number(pid)
}

/** The shell has the terminal: its own screen with what stood there, every mode as it was, lines read and echoed. */
const isWhole = async (exitCode: number): Promise<void> => {
  await terminal.sees(/bash \$\s*$/, patient)
  expect(terminal.modes()).toEqual(whole)
  expect(terminal.text()).toContain("before-42")
  terminal.press('echo ended-$?-$([ "$(stty -g)" = "$LINE" ] && echo as-before)\r')
  const text = await terminal.sees(/ended-\d+-[-\w]*\s+bash \$\s*$/, patient)
  expect(text).toMatch(new RegExp(`^ended-${exitCode}-as-before$`, "m"))
}

it(
  "q leaves it whole",
  async () => {
    await startConsole()
    terminal.press("\x1b")
    await terminal.misses(/keep the filter/, patient)
    terminal.press("q")
    await isWhole(0)
  },
  testTimeout
)

it(
  "ctrl-c leaves it whole",
  async () => {
    await startConsole()
    terminal.press("\x03")
    await isWhole(0)
  },
  testTimeout
)

it.each([
  ["SIGTERM", 143],
  ["SIGHUP", 129]
] as const)(
  "%s leaves it whole",
  async (signal, code) => {
    await startConsole()
    process.kill(consolePid(), signal)
    await isWhole(code)
  },
  testTimeout
)

it.each(["between frames", "in a promise that nobody awaits"] as const)(
  "an error that is thrown %s leaves it whole, and says where the details are",
  async (plant) => {
    await startConsole(plant)
    process.kill(consolePid(), "SIGUSR2")
    await terminal.sees(faultSaid, patient)
    expect(terminal.text()).not.toMatch(/planted|Kowalski/)
    await isWhole(1)
  },
  testTimeout
)

it(
  "an error that is thrown while a screen is drawn leaves it whole, and says where the details are",
  async () => {
    await startConsole("while a screen is drawn")
    process.kill(consolePid(), "SIGUSR2")
    // Foreign or not: the next text that is cut has to be measured.
    terminal.press("東")
    await terminal.sees(faultSaid, patient)
    await isWhole(1)
  },
  testTimeout
)

it(
  "ctrl-z leaves it whole, and q after fg too",
  async () => {
    await startConsole()
    terminal.press("\x1a")
    await terminal.sees(/Stopped/, patient)
    await isWhole(148)
    terminal.press("fg\r")
    await terminal.sees(/\/ kow/, patient)
    expect(terminal.modes()).toMatchObject({ screen: "alternate", wrap: false })
    terminal.press("\x03")
    await isWhole(0)
  },
  testTimeout
)

it(
  "a database that is lost and stays away while one leaves: whole",
  async () => {
    await startConsole()
    const killing = setInterval(() => {
      for (const pid of processesOf(place.home).filter((one) => isServer(one)))
        try {
          process.kill(Number(pid), "SIGKILL")
        } catch {
          // It ended with the one before.
        }
    }, 100)
    try {
      await terminal.sees(/DATABASE LOST|STALE/, patient)
      terminal.press("\x03")
      await isWhole(0)
    } finally {
      clearInterval(killing)
    }
  },
  testTimeout
)

it(
  "a window that is closed leaves no process behind",
  async () => {
    await startConsole()
    expect(consolePid()).toBeGreaterThan(0)
    terminal.close()
    await terminal.exited
    const until = performance.now() + patient
    while (processesOf(place.home).length > 0 && performance.now() < until) await pause(50)
    expect(processesOf(place.home)).toEqual([])
  },
  testTimeout
)
