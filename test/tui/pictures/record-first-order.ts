// Records docs/first-order.cast: the first order of a fresh sandbox, by keys alone, on the bundled program.
//
//   node test/tui/pictures/record-first-order.ts
import { writeFileSync } from "node:fs"
import { hostname } from "node:os"
import { join } from "node:path"
import { makeHome } from "../terminal/real-terminal.ts"
import { type CastEvent, castText } from "./asciicast.ts"
import { RecordedTerminal } from "./recorded-terminal.ts"

const root = join(import.meta.dirname, "..", "..", "..")
const size = { columns: 100, rows: 30 }
const shown = { TERM: "xterm-256color", LANG: "C.UTF-8" }
/** An order of seed 1 that waits for one choice, of a channel that sends nothing by itself. */
const number = "AC-1013"
const ctrlS = "\x13"
const esc = "\x1b"

const env = (home: string): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  ...shown,
  COLORTERM: "truecolor",
  TZ: "UTC",
  SWITCHYARD_HOME: home,
  SWITCHYARD_WORLD: "sandbox",
  SWITCHYARD_ACTOR: "ana"
})

const theFirstOrder = async (terminal: RecordedTerminal): Promise<void> => {
  await terminal.sees(/RESOLVE +[1-9]/)
  terminal.press("2", 1.5)
  await terminal.sees(new RegExp(`r RESOLVE +#${number}`))
  terminal.press("/", 1.5)
  await terminal.sees(/keep the filter/)
  await terminal.type(number)
  terminal.press("\r", 0.6)
  await terminal.sees(/enter open/)
  terminal.press("j", 0.8)
  await terminal.sees(new RegExp(`▸ +r RESOLVE +#${number}`))
  terminal.press("r", 2)
  await terminal.sees(/needs a choice/)
  terminal.press(" ", 3)
  await terminal.sees(/for future orders\?[\s\S]*frees/)
  terminal.press("y", 4)
  await terminal.sees(/enter next field|tab field/)
  terminal.press(ctrlS, 1.2)
  await terminal.sees(new RegExp(`#${number} can be processed`))
  terminal.press("P", 2.5)
  await terminal.sees(/PROCESS 1 order → 1 purchase order to 1 supplier/)
  terminal.press("y", 3)
  await terminal.sees(/1 order was placed, every receipt is held/)
  terminal.press(esc, 3.5)
  await terminal.sees(/Orders|Resolve/)
  terminal.press("2", 1)
  await terminal.sees(new RegExp(`Completed +#${number}`))
  terminal.press("\r", 2.5)
  await terminal.sees(/SHIPMENTS/)
}

/** The machine that recorded it has no name in it. */
const withoutMachine = (events: ReadonlyArray<CastEvent>): ReadonlyArray<CastEvent> => {
  const name = hostname()
  const box = "box".padEnd(name.length, "-").slice(0, name.length)
  const clean = events.map(
    ([at, kind, data]) => [at, kind, data.replaceAll(`worker:${name}:`, `worker:${box}:`)] as const
  )
  return clean
}

const record = async (): Promise<void> => {
  const { home, remove } = makeHome()
  const launcher = join(root, "bin", "switchyard.mjs")
  const terminal = new RecordedTerminal({
    file: process.execPath,
    args: [launcher, "demo", "--orders", "30", "--speed", "4"],
    ...size,
    env: env(home)
  })
  try {
    await theFirstOrder(terminal)
  } finally {
    terminal.end()
    await terminal.ended
    remove()
  }
  const header = {
    version: 2,
    width: size.columns,
    height: size.rows,
    title: "The first order",
    env: shown
  } as const
  writeFileSync(
    join(root, "docs", "first-order.cast"),
    castText({ header, events: withoutMachine(terminal.events) })
  )
}

await record()
