import "../presenter/force-color.ts"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { beforeAll, describe, expect, it } from "vitest"
import { OrderId } from "../../../src/domain/model/order.ts"
import { type KeyRow, keyNames } from "../../../src/tui/key-row.ts"
import { keymap } from "../../../src/tui/keymap.ts"
import type { ScreenName } from "../../../src/tui/screen.ts"
import { textOfScreen } from "../presenter/screen-reading.ts"
import type { ChangingWorld } from "../world/changing-world.ts"
import { type Easel, easelOf, stopTime } from "./easel.tsx"
import { galleryRows, screenNames } from "./gallery-rows.ts"
import { usualWorld } from "./usual-world.ts"

const size = { columns: 120, rows: 40 }
const typed = [..."2d why", "\r"]
const bytesOf: Readonly<Record<string, string>> = { "ctrl-s": "\x13", "ctrl-t": "\x14", enter: "\r" }

interface Way {
  /** What has to be so in the world. */
  readonly world?: (world: ChangingWorld) => void
  /** What has to be pressed before. */
  readonly first?: ReadonlyArray<string>
  /** What the key wants to be typed, where it is not a reason or a time and a reason. */
  readonly typed?: ReadonlyArray<string>
}

const asMeasured = [..."10", "\r", ..."why", "\r"]
const ways: Readonly<Record<string, Way>> = {
  "orders retry": { first: Array.from({ length: 6 }, () => "j") },
  "orders hold": { first: ["j"] },
  "order retry": {
    world: (world) => {
      const detail = world.details.get(OrderId(42))
      if (detail === undefined) throw new Error("the usual world has no order 42")
      world.details.set(OrderId(42), {
        ...detail,
        order: { ...detail.order, status: "failed", action: "retry" }
      })
    }
  },
  "channel autoProcessing": {
    world: (world) => {
      world.salesChannels = world.salesChannels.map((channel) => ({ ...channel, autoProcessing: true }))
    }
  },
  "authorize authorize": { typed: asMeasured },
  "authorize doneInPortal": { typed: asMeasured },
  "process process": { first: ["n"] },
  "sync cancelRun": { first: ["\t", "j"] },
  "jobs cancel": { first: ["\t"] },
  "channels autoProcessing": { first: ["j"] },
  "mappings remove": { first: ["j", "j"] },
  "exceptions retry": { first: ["j", "j"] },
  "exceptions dismiss": { first: ["\x1b[F"] }
}

/** The usual world has nothing for these; a test of their own screen shows the question. */
const elsewhere: Readonly<Record<string, readonly [file: string, question: RegExp]>> = {
  "everywhere undo": ["frame/undo.test.ts", /UNDO the edit of/],
  "order undo": ["screens/order/order.test.ts", /UNDO PROCESS of #1042\?/],
  "process undo": ["screens/process/process.test.ts", /What has left by then stays sent/],
  "process cancel": ["screens/process/process.test.ts", /Take PROCESS of #1042 back/],
  "stock-rules save": ["screens/inventory/inventory.test.ts", /SAVE the rules of/],
  "order release": ["screens/order/holding.test.ts", /RELEASE of #1042/],
  "inventory cancelPush": ["screens/inventory/inventory.test.ts", /CANCEL the push/],
  "jobs retry": ["screens/jobs/jobs.test.ts", /RUN /],
  "mappings import": ["screens/mappings/mapping-csv.test.ts", /IMPORT/]
}

const asking = keymap.filter(({ yes }) => yes === "asks")
const nameOf = ({ screen, action }: KeyRow): string => `${screen} ${action}`
/** Keys of every screen are pressed on one. */
const rowsOf = (name: ScreenName): ReadonlyArray<KeyRow> =>
  asking.filter(
    (row) =>
      (row.screen === name || (row.screen === "everywhere" && name === "triage")) &&
      !(nameOf(row) in elsewhere)
  )

const changesOf = (world: ChangingWorld): string =>
  JSON.stringify([
    world.jobs,
    world.saved,
    world.chosen,
    world.edits,
    world.canceled,
    world.started,
    world.mails,
    world.switched,
    world.sendsStopped,
    world.stops,
    world.salesChannels,
    world.suppliers,
    world.closedBreakers,
    world.activity,
    [...world.timedHolds],
    world.beside.of,
    world.authorizations,
    world.review,
    world.queue,
    world.stock
  ])

const bottom = (easel: Easel): string => textOfScreen(easel.terminal.screen).slice(-6).join(" ")
const isAsked = (easel: Easel): boolean => /\?.*(y\/N|Type \S+:)/.test(bottom(easel))
const isTyped = (easel: Easel): boolean =>
  /enter goes on|esc leaves/.test(textOfScreen(easel.terminal.screen).join(" "))

const pressed = async (easel: Easel, row: KeyRow): Promise<void> => {
  const way = ways[nameOf(row)] ?? {}
  for (const key of way.first ?? []) await easel.press(key)
  const key = keyNames(row)[0] ?? ""
  await easel.press(bytesOf[key] ?? key)
  if (isTyped(easel) && !isAsked(easel)) for (const one of way.typed ?? typed) await easel.press(one)
}

beforeAll(stopTime)

describe("a key that changes something states its effect, and neither it nor enter changes anything", () => {
  for (const name of screenNames.filter((one) => rowsOf(one).length > 0))
    it(name, async () => {
      for (const row of rowsOf(name)) {
        const world = usualWorld()
        ways[nameOf(row)]?.world?.(world)
        const easel = await easelOf(
          world,
          galleryRows[name].place((words) => words),
          size
        )
        try {
          const before = changesOf(world)
          await pressed(easel, row)
          const seen = `${nameOf(row)}\n${textOfScreen(easel.terminal.screen).join("\n")}`
          expect.soft(isAsked(easel), seen).toBe(true)
          // What names its own count is not said yes to by enter either.
          await easel.press("\r")
          expect.soft(changesOf(world), seen).toBe(before)
        } finally {
          easel.close()
        }
      }
    }, 120_000)

  it("but for those that a test of their own screen shows", () => {
    const names = new Set(asking.map(nameOf))
    for (const [name, [file, question]] of Object.entries(elsewhere)) {
      expect(names).toContain(name)
      expect(readFileSync(join(import.meta.dirname, "..", file), "utf8"), name).toMatch(question)
    }
  })
})
