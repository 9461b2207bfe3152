import * as Effect from "effect/Effect"
import { beforeEach, expect, test } from "vitest"
import { OpenDialog } from "../../src/cli/dialog.ts"
import { Inbox } from "../../src/cli/inbox.ts"
import { Actor } from "../../src/domain/ports/actor.ts"
import { Refusal } from "../../src/domain/ports/failure.ts"
import { fakeServices } from "./fake-services.ts"
import { acme, emptyWorld, type World } from "./fake-world.ts"
import { perform } from "./perform-command.ts"
import { typed } from "./surroundings.ts"

type Script = ReadonlyArray<readonly [question: string, answer: string]>

let left: Script = []
let said: Array<string> = []
beforeEach(() => {
  said = []
})

/** Each answer names the question that it expects. Where the script ends, the person leaves. */
const scripted = Effect.succeed({
  say: (line: string) => Effect.sync(() => void said.push(line)),
  ask: (prompt: string, hidden: boolean) => {
    const [next, ...rest] = left
    if (next === undefined)
      return Effect.fail(
        new Refusal({ message: "The answers ended before the last question. Nothing was stored." })
      )
    left = rest
    expect(prompt).toContain(next[0])
    expect(hidden, prompt).toBe(prompt.startsWith("Password"))
    said.push(`${prompt}${hidden ? "" : next[1]}`)
    return Effect.succeed(next[1])
  }
})

const talk = async (world: World, argv: ReadonlyArray<string>, script: Script) => {
  left = script
  const invocation = await typed("--quiet", ...argv)
  if (invocation.kind !== "effect") throw new Error(`${argv.join(" ")} is no command of this test`)
  const outcome = await Effect.runPromise(
    invocation.effect.pipe(
      Effect.provideService(Actor, "ann"),
      Effect.provideService(OpenDialog, scripted),
      Effect.provideService(Inbox, {
        isTerminal: () => true,
        standardInput: () => Promise.reject(new Error("it is a terminal")),
        file: () => Promise.reject(new Error("there is no file"))
      }),
      Effect.provide(fakeServices(world))
    )
  )
  expect(left, "every answer was asked for").toEqual([])
  return outcome
}

const upToSecret: Script = [
  ["What kind", "vendure"],
  ["Client", "Acme"],
  ["Description", ""],
  ["Order source value", "ACME-EU"],
  ["URL", "https://down.example"],
  ["Password", "hunter2"]
]
const options: Script = [
  ["Eligible statuses", "PaymentSettled, PaymentAuthorised"],
  ["Reject unmapped codes", "no"],
  ["Earliest order date", "2026-02-31"],
  ["Earliest order date", "2026-01-01"],
  ["Which orders are let in", "yes"],
  ["Stale after days", "30"],
  ["Hold until paid", "yes"],
  ["Hold what is risky", ""],
  ["Only these countries", "US,CA"],
  ["Not these countries", ""],
  ["Only with these tags", ""],
  ["Not with these tags", ""],
  ["Only with these SKUs", ""],
  ["Not these SKUs", ""],
  ["Twins within hours", "none"],
  ["Look-back in days", ""],
  ["Requests per second", ""],
  ["Shipments", "no"],
  ["Inventory", "yes"],
  ["Sync inventory with", ""],
  ["Sync inventory alias", "upc"],
  ["Minimum level", "3"],
  ["Safety stock", ""],
  ["Share in per cent", ""],
  ["Cap", ""]
]
const services: Script = [
  ["Plan", "plus"],
  ["Order download", "plan"],
  ["Shipment upload", "30"],
  ["Inventory upload", ""]
]
const asking = (world: World): void => {
  world.suppliers = [{ ...acme, terms: { channelFields: { warehouse: "the code of your warehouse" } } }]
}

test("IN-13: asked in the order of the page, the connection tried, services last; left on the way and gone on with", async () => {
  const world = emptyWorld()
  asking(world)
  const first = await talk(world, ["channels", "add", "eu-shop"], [...upToSecret, ...options.slice(0, 4)])
  expect(first.code).toBe(1)
  expect(first.stderr).toContain("What was answered is kept")
  expect(world.channels).toHaveLength(1)
  expect(world.drafts).toMatchObject([{ name: "eu-shop", leftBy: "ann" }])
  expect(JSON.stringify(world.drafts)).not.toContain("hunter2")
  expect(world.secrets.get("draft:eu-shop/password")).toBe("hunter2")
  expect((await perform(world, ["channels", "drafts"])).stdout).toContain("channels add eu-shop --resume")
  expect((await perform(world, ["channels", "add", "eu-shop"])).stderr).toContain("ann left a set-up")

  const rest: Script = [
    ...options.slice(4),
    ["warehouse", ""],
    ["warehouse", "E1"],
    ["Try the connection", "try"],
    ["Try the connection", "<"],
    ["warehouse", ""],
    // Twenty questions back, to one answer alone: the others are not asked again.
    ["Try the connection", "<colour"],
    ["Try the connection", "<url"],
    ["URL [https://down.example]", ""],
    ["Try the connection", "skip"],
    ...services,
    ["Save eu-shop like this", "yes"]
  ]
  const second = await talk(world, ["channels", "add", "--resume"], rest)
  expect(second.code, second.stderr).toBe(0)
  expect(said.join("\n")).toContain("It did not work: https://down.example does not answer.")
  expect(said.join("\n")).toContain("“colour” was not answered yet")
  expect(said.join("\n")).toContain("Warning: Vendure is not known to have the status “PaymentAuthorised”")
  expect(world.channels.at(-1)).toMatchObject({
    name: "eu-shop",
    plan: "plus",
    settings: { url: "https://down.example" },
    eligibleStatuses: ["PaymentSettled", "PaymentAuthorised"],
    rejectUnmapped: false,
    earliestOrderAt: new Date("2026-01-01T00:00:00Z"),
    intake: {
      staleAfterDays: 30,
      requirePaid: true,
      countries: { allow: ["US", "CA"], deny: [] },
      twinWindowHours: null
    },
    stock: { alias: "upc", minimumLevel: 3, sharePercent: 100 },
    supplierValues: { warehouse: "E1" },
    services: [
      { service: "order_download", enabled: true, everyMinutes: null },
      { service: "shipment_upload", enabled: true, everyMinutes: 30 }
    ]
  })
  expect(world.client).toMatchObject({ name: "Acme", orderSourceValue: "ACME-EU" })
  expect([...world.secrets]).toEqual([["channel:2/password", "hunter2"]])
  expect(world.drafts).toEqual([])
})

test("what was typed is judged where it is asked, and a step back forgets what hangs on it", async () => {
  const world = emptyWorld()
  await talk(
    world,
    ["channels", "add"],
    [
      ["The channel's name", "EU Shop"],
      ["The channel's name", "us-shop"],
      ["The channel's name", "eu-shop"],
      ["What kind", "vendrue"],
      ["What kind", "vendure"],
      ["Client", "<"],
      ["What kind", "vendure"],
      ["Client", "-"],
      ["Client", "Acme"]
    ]
  )
  const talked = said.join("\n")
  expect(talked).toContain("There is a channel “us-shop” already.")
  expect(talked).toContain("There is no channel kind “vendrue”. Known: vendure.")
  expect(talked).toContain("docs/channels/vendure.md")
  expect(world.drafts[0]?.answers).toEqual([
    ["name", "eu-shop"],
    ["kind", "vendure"],
    ["field.client", "Acme"]
  ])
  const discarded = await perform(world, ["channels", "drafts", "--discard", "eu-shop"])
  expect(discarded.code).toBe(0)
  expect(world.drafts).toEqual([])
  expect((await perform(world, ["channels", "add", "--resume"])).stderr).toContain("No set-up was left")
})
