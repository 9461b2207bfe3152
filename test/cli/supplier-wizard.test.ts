import { readdir } from "node:fs/promises"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { OpenDialog } from "../../src/cli/dialog.ts"
import { Inbox } from "../../src/cli/inbox.ts"
import { supplierTransportsLayer } from "../../src/connectors/transports/transport-table.ts"
import { type Supplier, SupplierId } from "../../src/domain/model/supplier.ts"
import { Actor } from "../../src/domain/ports/actor.ts"
import { Refusal, VaultFailure } from "../../src/domain/ports/failure.ts"
import type { NewSupplier } from "../../src/domain/ports/supplier-store.ts"
import { SupplierStore } from "../../src/domain/ports/supplier-store.ts"
import { Vault } from "../../src/domain/ports/vault.ts"
import { memoryEdiInterchanges } from "../connectors/memory-edi-interchanges.ts"
import {
  hostFingerprint,
  SftpTestServer,
  sftpPassword,
  sftpUser
} from "../connectors/transports/sftp-server.ts"
import { profileFiles, profileText } from "../fixtures/supplier-profiles.ts"
import { fakeServices } from "./fake-services.ts"
import { emptyWorld } from "./fake-world.ts"
import { typed } from "./surroundings.ts"

const harbor = JSON.stringify({
  name: "harbor-candles",
  label: "Harbor Candles",
  for: "A test",
  transport: "sftp-csv",
  settings: { inboundFolder: "inbound", fileName: "HC_{po}.csv" },
  shipMethods: [{ carrier: "UPS", method: "Ground", code: "UPSG" }],
  tracking: null,
  capabilities: { says: ["order"], brings: ["shipments"], lookUp: true },
  questions: [
    { about: "host", ask: "Which server?", example: "sftp.example" },
    { about: "port", ask: "Which port?" },
    { about: "user", ask: "Which login?", example: "us" },
    { about: "password", ask: "Which password?" },
    {
      about: "hostKey",
      ask: "Which host key?",
      example: "SHA256:0000000000000000000000000000000000000000000"
    },
    { about: "outboundFolder", ask: "Where are shipments?", example: "outbound" },
    { about: "tracking", ask: "Where from?", help: "They write files." },
    { about: "note", ask: "Do they work on Saturdays?" }
  ],
  testedBy: "documents only",
  source: "a test"
})

let server: SftpTestServer
let stored: Array<NewSupplier> = []
let secrets = new Map<string, string>()
let said: Array<string> = []
let left: Array<readonly [string, string]> = []

beforeAll(async () => {
  server = await SftpTestServer.open()
})
afterAll(() => server[Symbol.asyncDispose]())
beforeEach(() => {
  stored = []
  secrets = new Map()
  said = []
})

const vault = () => {
  const lent = new Map<string, Readonly<Record<string, Redacted.Redacted>>>()
  return Vault.of({
    put: (owner, field, secret) =>
      Effect.sync(() => {
        secrets.set(`${owner}/${field}`, Redacted.value(secret))
      }),
    get: (owner, field) => {
      const secret = lent.get(owner)?.[field]
      return secret === undefined
        ? new VaultFailure({ reason: "NotStored", message: `no ${field}` })
        : Effect.succeed(secret)
    },
    forget: () => Effect.void,
    fields: (owner) => Effect.sync(() => Object.keys(lent.get(owner) ?? {})),
    lend: (owner, given) =>
      Effect.acquireRelease(
        Effect.sync(() => lent.set(owner, given)),
        () => Effect.sync(() => lent.delete(owner))
      )
  })
}

const suppliers = SupplierStore.of({
  list: () => Effect.succeed([]),
  get: (id) =>
    Effect.sync(() => {
      const [supplier] = stored
      return supplier === undefined ? null : ({ ...supplier, id, version: 1 } as unknown as Supplier)
    }),
  byName: (name) => Effect.sync(() => (name === "Taken" ? ({ name } as Supplier) : null)),
  add: (supplier) =>
    Effect.sync(() => {
      stored.push(supplier)
      return SupplierId(9)
    }),
  change: () => Effect.die(new Error("nothing is changed")),
  addShipMethod: () => Effect.die(new Error("nothing is changed"))
})

/** Each answer names the question that it expects, so that a test reads like the talk it is. */
const scripted = Effect.succeed({
  say: (line: string) => Effect.sync(() => void said.push(line)),
  ask: (prompt: string, hidden: boolean) => {
    const [next, ...rest] = left
    if (next === undefined) return Effect.fail(new Refusal({ message: "The answers ended." }))
    left = rest
    expect(prompt).toContain(next[0])
    expect(hidden, prompt).toBe(/password|what is it\?|secret/i.test(prompt))
    said.push(`${prompt}${hidden ? "" : next[1]}`)
    return Effect.succeed(next[1])
  }
})

const own: ReadonlyMap<string, string> = new Map([
  ["./harbor.json", harbor],
  ["./broken.json", '{\n "name": 5\n}']
])

const bytesOf = (path: string): Promise<Uint8Array> => {
  const file = profileFiles.find((name) => path.endsWith(`/profiles/suppliers/${name}`))
  const text = own.get(path) ?? (file === undefined ? undefined : profileText(file))
  return text === undefined
    ? Promise.reject(Object.assign(new Error("ENOENT"), { code: "ENOENT" }))
    : Promise.resolve(new TextEncoder().encode(text))
}

const talk = async (
  argv: ReadonlyArray<string>,
  answers: ReadonlyArray<readonly [string, string]>,
  isTerminal = true
) => {
  left = [...answers]
  const invocation = await typed("--quiet", ...argv)
  if (invocation.kind !== "effect") throw new Error(`${argv.join(" ")} is no command of this test`)
  const secretPlace = Layer.succeed(Vault, vault())
  const outside = Layer.mergeAll(
    supplierTransportsLayer().pipe(Layer.provide(memoryEdiInterchanges()), Layer.provideMerge(secretPlace)),
    Layer.succeed(SupplierStore, suppliers)
  )
  return Effect.runPromise(
    invocation.effect.pipe(
      Effect.provideService(Actor, "ann"),
      Effect.provideService(OpenDialog, scripted),
      Effect.provideService(Inbox, {
        isTerminal: () => isTerminal,
        standardInput: () => Promise.reject(new Error("it is a terminal")),
        file: bytesOf
      }),
      Effect.provide(Layer.merge(fakeServices(emptyWorld()), outside))
    )
  )
}

const wrongKey = "SHA256:1111111111111111111111111111111111111111111"

const connection = (): ReadonlyArray<readonly [string, string]> => [
  ["Which server?", "127.0.0.1"],
  ["Which port?", "70000"],
  ["Which port?", String(server.port)],
  ["Which login?", sftpUser],
  ["Which password?", sftpPassword]
]
const rest: ReadonlyArray<readonly [string, string]> = [
  ["Go through the other", "no"],
  ["Where do its tracking numbers come from", "transport"],
  ["Address fields", "fax"],
  ["Address fields", "phone"],
  ["Its ship methods", ""],
  ["Hold orders", ""],
  ["numbers begin with", ""],
  ["The longest purchase-order number", "5"],
  ["The longest purchase-order number", "12"],
  ["upper-alphanumeric", "<"],
  ["The longest purchase-order number that it can hold [12]", "20"],
  ["upper-alphanumeric", ""],
  ["Minutes until it acknowledges", "1440"],
  ["An inventory feed that lost more", "200"],
  ["An inventory feed that lost more", "60"],
  ["Does payment of each order need authorizing", ""],
  ["Whom to ask", "ann@harbor.example"],
  ["Currency", ""],
  ["Read tracking every", "0"],
  ["Read tracking every", "60"]
]

describe("the wizard", () => {
  test("asks, goes back, compares the host key, tries it, shows the first order, and stores at the last yes", async () => {
    const outcome = await talk(
      ["suppliers", "add"],
      [
        ["The supplier's name", "Taken"],
        ["The supplier's name", "Harbor"],
        ["Profile, or transport", "website"],
        ["Profile, or transport", "./broken.json"],
        ["Profile, or transport", "nothing-like-it"],
        ["Profile, or transport", "./harbor.json"],
        ...connection(),
        ["Where are shipments?", "outbound"],
        ["Which host key?", wrongKey],
        ["Which host key?", "yes"],
        ...rest,
        ["Store Harbor like this?", "perhaps"],
        ["Store Harbor like this?", "yes"]
      ]
    )
    expect(left).toEqual([])
    expect(outcome).toMatchObject({ code: 0, stderr: "" })
    expect(outcome.stdout).toContain("Ask the supplier: Do they work on Saturdays?")
    expect(stored).toEqual([
      {
        name: "Harbor",
        environment: "sandbox",
        transport: "sftp-csv",
        settings: {
          host: "127.0.0.1",
          port: String(server.port),
          user: sftpUser,
          hostKey: hostFingerprint,
          inboundFolder: "inbound",
          outboundFolder: "outbound",
          fileName: "HC_{po}.csv"
        },
        requiresShipMethodMapping: true,
        requiredFields: ["phone"],
        purchaseOrderPrefix: "PO-",
        trackingSource: "transport",
        trackingEveryMinutes: 60,
        contact: "ann@harbor.example",
        currency: "USD",
        shipMethods: [{ carrier: "UPS", method: "Ground", code: "UPSG" }],
        terms: {
          profile: "harbor-candles",
          numbers: { maxLength: 20 },
          acknowledgesWithinMinutes: 1440,
          feedDropPercent: 60
        }
      }
    ])
    expect(secrets).toEqual(new Map([["supplier:9/password", sftpPassword]]))
    const all = said.join("\n")
    expect(all).not.toContain(sftpPassword)
    for (const words of [
      "There is a supplier “Taken” already.",
      "only by website cannot be added",
      "./broken.json:2: name is not a string",
      "There is no profile “nothing-like-it”.",
      "is not a port number",
      `The server shows ${hostFingerprint}`,
      "somebody may stand between",
      "There is no field fax.",
      "6 to 100",
      "from 0 to 100",
      "Connected; the host key is the pinned one.",
      "SPECIMEN: an order of nobody.",
      "fileName: HC_PO-000000.csv"
    ])
      expect(all).toContain(words)
    // Looked at and tried, never written: the partner's folder is as it was.
    expect(await readdir(server.at("inbound"))).toEqual([])
  })

  test.each([
    ["the answers end", [["The supplier's name", "Harbor"]]],
    [
      "the last answer is no",
      [
        ["The supplier's name", "Harbor"],
        ["Profile, or transport", "./harbor.json"],
        ["Which server?", "127.0.0.1"],
        ["Which port?", "1"],
        ["Which login?", sftpUser],
        ["Which password?", "wrong"],
        ["Where are shipments?", "outbound"],
        ["Which host key?", wrongKey],
        ...rest,
        ["It did not work", "again"],
        ["It did not work", "on"],
        ["Store Harbor like this?", "no"]
      ]
    ]
  ] as ReadonlyArray<readonly [string, ReadonlyArray<readonly [string, string]>]>)(
    "leaves nothing behind when %s",
    async (_, answers) => {
      const outcome = await talk(["suppliers", "wizard"], answers)
      expect(left).toEqual([])
      expect(outcome.code).toBe(1)
      expect(stored).toEqual([])
      expect(secrets.size).toBe(0)
    }
  )

  test("no tracking and no maximum are each accepted by their own word", async () => {
    const usual = (prompt: string): readonly [string, string] => [prompt, ""]
    const outcome = await talk(
      ["suppliers", "wizard", "Portal"],
      [
        ["Profile, or transport", "dealer-portal-call"],
        ["Where does the API live", "http://api.example"],
        ["Where does the API live", "<"],
        ["Profile, or transport [dealer-portal-call]", ""],
        ["Where does the API live", "https://127.0.0.1:1/v1"],
        ["Where are orders placed", "orders"],
        ["Where are orders placed", "/orders"],
        usual("What does an order look like"),
        ["Where does the answer hold", "order.id"],
        usual("makes a repeat harmless"),
        usual("found by our number"),
        usual("hold our number"),
        usual("After how many seconds"),
        ["How do you sign in", "api-key"],
        usual("which header holds it"),
        ["For api-key: what is it?", "canary-key-77"],
        usual("For basic: what is your login"),
        usual("For basic: what is its password"),
        usual("For oauth: where"),
        usual("For oauth: what is your client id"),
        usual("For oauth: what is your client secret"),
        usual("list shipments"),
        usual("Which list of that answer"),
        usual("What do they call our fields"),
        ["Which call authorizes", "/orders/{{supplier_order}}/authorize"],
        usual("By which method"),
        usual("What does that call carry"),
        usual("How can one see"),
        usual("Where does that answer say so"),
        usual("Which words mean"),
        usual("Go through the other"),
        ["Where do its tracking numbers come from", "none"],
        ["Write: accept", "yes"],
        ["Write: accept", "accept"],
        usual("Address fields"),
        usual("Its ship methods"),
        usual("Hold orders"),
        usual("numbers begin with"),
        usual("The longest purchase-order number"),
        usual("upper-alphanumeric"),
        usual("Minutes until it acknowledges"),
        usual("An inventory feed that lost more"),
        usual("Does payment of each order need authorizing (no, person, call) [call]"),
        ["Up to which order total", "none"],
        ["Write: no maximum", "yes"],
        ["Write: no maximum", "no maximum"],
        ["Shall orders be authorized by themselves", "yes"],
        ["Which shipping cost", "5.00"],
        usual("Which fees"),
        usual("Whom to ask"),
        usual("Currency"),
        ["It did not work", "on"],
        ["Store Portal like this?", "yes"]
      ]
    )
    expect(left).toEqual([])
    expect(outcome).toMatchObject({ code: 0 })
    const all = said.join("\n")
    expect(all).toContain("is not encrypted")
    expect(all).toContain("is no path")
    expect(all).not.toContain("canary-key-77")
    expect(secrets).toEqual(new Map([["supplier:9/apiKey", "canary-key-77"]]))
    expect(stored[0]).toMatchObject({
      trackingSource: "none",
      terms: { authorization: { by: "call", automatic: true, noMaximum: true, shipping: "5.00" } }
    })
  })

  test("is for a terminal: a script is told what it left out", async () => {
    const outcome = await talk(["suppliers", "add", "Harbor"], [], false)
    expect(outcome.code).toBe(1)
    expect(outcome.stderr).toContain("needs a name, --transport or --profile, and --tracking")
  })
})

describe("by flags", () => {
  const add = (...flags: ReadonlyArray<string>) => talk(["suppliers", "add", "Birch", ...flags], [])

  test("a profile's presets are taken, and flags stand above them", async () => {
    const outcome = await add(
      ...["--profile", "csv-line-rows", "--transport", "folder-csv", "--set", "root=/srv/birch"],
      ...[
        "--set",
        "inboundFolder=in",
        "--set",
        "fileName=B_{po}.csv",
        "--prefix",
        "B",
        "--required",
        "phone"
      ],
      ...[
        "--term",
        "numbers.maxLength=10",
        "--term",
        "cancelCodes.out_of_stock=OOS",
        "--ship-method",
        "UPS|Ground|G"
      ]
    )
    expect(outcome).toMatchObject({ code: 0, stderr: "" })
    expect(stored[0]).toMatchObject({
      transport: "folder-csv",
      settings: { csvLayout: "rows", root: "/srv/birch", fileName: "B_{po}.csv" },
      trackingSource: "transport",
      purchaseOrderPrefix: "B",
      requiredFields: ["phone"],
      terms: {
        profile: "csv-line-rows",
        cancelBy: "person",
        numbers: { maxLength: 10 },
        cancelCodes: { out_of_stock: "OOS" }
      },
      shipMethods: [{ carrier: "UPS", method: "Ground", code: "G" }]
    })
  })

  test.each([
    [["--transport", "website", "--tracking", "carrier"], "only by website cannot be added"],
    [["--transport", "phone", "--tracking", "carrier"], "only by phone cannot be added"],
    [["--transport", "folder-cvs", "--tracking", "carrier"], "folder-csv"],
    [["--profile", "json-api"], "Say where its tracking numbers come from"],
    [["--profile", "./broken.json"], "./broken.json:2: name is not a string"],
    [["--profile", "csv-line-rows", "--transport", "email"], "email has no setting csvLayout"],
    [
      ["--transport", "folder-csv", "--tracking", "carrier", "--term", "numbers.maxlength=9"],
      "Did you mean numbers.maxLength"
    ],
    [
      [
        "--transport",
        "folder-csv",
        "--tracking",
        "carrier",
        "--set",
        "root=/srv/b",
        "--set",
        "inboundFolder=in",
        "--term",
        "authorization.by=call"
      ],
      "cannot be authorized by a call"
    ]
  ])("%j is refused", async (flags, words) => {
    const outcome = await add(...flags)
    expect(outcome.code).toBe(1)
    expect(outcome.stderr).toContain(words)
    expect(stored).toEqual([])
  })

  test.each([
    [["--tracking", "carrier"], "needs --transport or --profile"],
    [["--transport", "email"], "needs --tracking"],
    [["--profile", "json-api", "--term", "x"], "--term takes path=value"],
    [["--profile", "json-api", "--term", "authorization.noMaximum=yes"], "--accept-no-maximum"],
    [["--profile", "json-api", "--accept-no-maximum"], "goes with --term authorization.noMaximum=yes"]
  ])("%j is wrong usage", async (flags, words) => {
    const invocation = await typed("suppliers", "add", "Birch", ...flags)
    expect(invocation).toMatchObject({ kind: "print", code: 2 })
    expect(invocation.kind === "print" && invocation.stderr).toContain(words)
  })
})
