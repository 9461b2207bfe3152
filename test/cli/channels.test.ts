import { describe, expect, it } from "vitest"
import { acme, emptyWorld, orderOf } from "./fake-world.ts"
import { perform, performJson } from "./perform-command.ts"

const add = ["channels", "add", "eu-shop", "--kind", "vendure", "--earliest", "2026-01-01"]
const url = ["--set", "url=https://eu.example/admin-api"]

describe("channels add", () => {
  it("reads the secret from standard input and never shows it again", async () => {
    const world = emptyWorld()
    const { stdout, code } = await perform(world, [...add, ...url, "--secret", "password"], {
      standardInput: "hunter2\n"
    })
    expect(code).toBe(0)
    expect(stdout).toContain("Its services are off.")
    expect([...world.secrets.values()]).toEqual(["hunter2"])
    expect(world.channels.at(-1)).toMatchObject({
      name: "eu-shop",
      environment: "sandbox",
      eligibleStatuses: ["PaymentSettled"],
      rejectUnmapped: true
    })
    const shown = await perform(world, ["channels", "show", "eu-shop"])
    const { json } = await performJson(world, ["channels", "show", "eu-shop"])
    expect(shown.stdout).toContain("password is stored")
    expect(json.secrets).toEqual(["password"])
    expect(shown.stdout + JSON.stringify(json)).not.toContain("hunter2")
  })

  it("reads the secret from a file, and turns services on last", async () => {
    const world = emptyWorld()
    const words = [...add, ...url, "--secret-file", "password=pw.txt", "--service", "order-download=15"]
    expect((await perform(world, words, { files: { "pw.txt": "hunter2\n" } })).code).toBe(0)
    expect([...world.secrets.values()]).toEqual(["hunter2"])
    expect(world.channels.at(-1)?.services).toEqual([
      { service: "order_download", enabled: true, everyMinutes: 15 }
    ])
  })

  it.each([
    [[...url, "--set", "password=hunter2"], {}, "password is a secret"],
    [[...url, "--secret", "url"], { standardInput: "x" }, "url is no secret"],
    [[...url, "--set", "ulr=x"], {}, "Did you mean url?"],
    [url, {}, "Missing: password"],
    [["--secret", "password"], { standardInput: "x" }, "Missing: url"],
    [[...url, "--secret", "password"], {}, "read from standard input"],
    [[...url, "--secret", "password"], { standardInput: "\n" }, "is empty"],
    [[...url, "--secret-file", "password=none.txt"], {}, "there is no such file"]
  ])("%j is refused, and nothing is kept", async (words, given, why) => {
    const world = emptyWorld()
    const { stderr, code } = await perform(world, [...add, ...words], given)
    expect(code).toBe(1)
    expect(stderr).toContain(why)
    expect(stderr).not.toContain("hunter2")
    expect(world.channels).toHaveLength(1)
    expect(world.secrets.size).toBe(0)
  })
})

describe("channels set", () => {
  it("keeps the settings that were not named", async () => {
    const world = emptyWorld()
    await perform(world, ["channels", "set", "us-shop", "--plan", "vip", "--reject-unmapped", "no"])
    expect(world.channels[0]).toMatchObject({
      plan: "vip",
      rejectUnmapped: false,
      settings: { url: "https://shop.example/admin-api" }
    })
  })

  it("asks for an alert address that received a test, warns with counts, and wants the name", async () => {
    const world = { ...emptyWorld(), orders: [orderOf(1), orderOf(2)] }
    const on = ["channels", "set", "us-shop", "--auto-processing", "on"]
    const warned = await perform(world, on)
    expect(warned.code).toBe(1)
    expect(warned.stdout).toContain("2 orders ready now will be SENT at once ($100.00).")
    expect((await perform(world, [...on, "--accept", "us-shop"])).stderr).toContain("send it a test first")
    const address = ["channels", "set", "us-shop", "--alert-address", "ops@example.com"]
    await perform(world, address)
    expect((await perform(world, [...on, "--accept", "us-shop"])).code).toBe(1)
    await perform(world, [...address, "--send-test"])
    expect(world.mails).toMatchObject([{ to: "ops@example.com" }])
    expect((await perform(world, [...on, "--accept", "eu-shop"])).stderr).toContain("exactly: us-shop")
    expect(world.channels[0]?.autoProcessing).toBe(false)
    expect((await perform(world, [...on, "--accept", "us-shop"])).code).toBe(0)
    expect(world.channels[0]).toMatchObject({ autoProcessing: true, autoProcessingBy: "ann" })
    expect(world.jobs).toMatchObject([{ job: "orders.process", orderIds: [1, 2] }])
    expect((await perform(world, ["channels", "set", "us-shop", "--alert-address", "x@y"])).code).toBe(1)
  })

  it("names the nearest channel", async () => {
    const { stderr } = await perform(emptyWorld(), ["channels", "show", "us-shpo"])
    expect(stderr).toContain("Did you mean us-shop?")
  })
})

describe("suppliers products", () => {
  const words = ["suppliers", "products", "Acme Outdoor", "p.csv"]
  const csv = "sku,supplier_sku,title,cost,priority\nT-1,A1,Tent,12.50,1\nT-2,,Rope,1,1\n"

  it("imports nothing when a line is broken, and says where", async () => {
    const world = emptyWorld()
    const { json, code } = await performJson(world, words, { files: { "p.csv": csv } })
    expect(code).toBe(1)
    expect(json).toEqual({ imported: 0, broken: [{ line: 3, column: "supplier_sku", reason: "is empty" }] })
    expect(world.products).toEqual([])
  })

  it("imports the others with --skip-broken, and lists what it left out", async () => {
    const world = emptyWorld()
    const { stdout, code } = await perform(world, [...words, "--skip-broken"], { files: { "p.csv": csv } })
    expect(code).toBe(0)
    expect(stdout).toContain("Left out: 1 line.")
    expect(world.products).toMatchObject([{ sku: "T-1", cost: "12.50" }])
  })
})

describe("map ship-method", () => {
  it("shows the effect, and saves with --yes", async () => {
    const world = emptyWorld()
    const words = ["map", "ship-method", "us-shop", "Acme Outdoor", "Free Shipping", "UPS", "Ground"]
    expect((await perform(world, words)).code).toBe(1)
    expect(world.mappings).toEqual([])
    expect((await perform(world, [...words, "--yes"])).code).toBe(0)
    const every = ["map", "ship-method", "--every-channel", "Acme Outdoor", "2-Day", "FedEx", "2Day", "--yes"]
    expect((await perform(world, every)).code).toBe(0)
    expect(world.mappings.map((m) => m.channelId)).toEqual([1, null])
    expect((await perform(world, ["map", "list"])).stdout).toMatch(
      /every channel +Acme Outdoor +2-Day +FedEx 2Day/
    )
  })
})

describe("the page of a channel", () => {
  it("is saved only after the connection was seen to work, or by somebody who knows that it was not", async () => {
    const world = emptyWorld()
    const down = [...add, "--set", "url=https://down.example", "--secret", "password"]
    const tried = await perform(world, down, { standardInput: "x" })
    expect(tried.code).toBe(1)
    expect(tried.stderr).toContain("https://down.example does not answer")
    expect(world.channels).toHaveLength(1)
    expect(world.secrets.size).toBe(0)
    expect((await perform(world, [...down, "--untested"], { standardInput: "x" })).code).toBe(0)
    expect(world.channels).toHaveLength(2)
  })

  it("takes every field as a flag, and shows it", async () => {
    const world = emptyWorld()
    const words = ["channels", "set", "us-shop", "--client", "Bell", "--order-source", "BELL-US"]
    const more = [
      "--country-allow",
      "US",
      "--country-allow",
      "CA",
      "--minimum-level",
      "3",
      "--stale-after-days",
      "30"
    ]
    const { stdout, code } = await perform(world, [...words, ...more, "--eligible-status", "payed"])
    expect(code).toBe(0)
    expect(stdout).toContain("Warning: Vendure is not known to have the status “payed”")
    expect(world.client).toEqual({ name: "Bell", description: "", orderSourceValue: "BELL-US" })
    expect(world.channels[0]).toMatchObject({
      eligibleStatuses: ["payed"],
      intake: { countries: { allow: ["US", "CA"] }, staleAfterDays: 30, holdRisk: true },
      stock: { minimumLevel: 3, safetyStock: 0 }
    })
    const shown = await perform(world, ["channels", "show", "us-shop"])
    expect(shown.stdout).toContain("Only these countries   US, CA")
    expect(shown.stdout).toContain("Sync inventory with    COMBINE ALL WAREHOUSES")
    await perform(world, ["channels", "set", "us-shop", "--country-allow", ""])
    expect(world.channels[0]?.intake.countries.allow).toEqual([])
  })

  it("IN-17: is refused without what a supplier asks of it, naming the field, but can always be switched off", async () => {
    const world = emptyWorld()
    world.suppliers = [{ ...acme, terms: { channelFields: { warehouse: "the code of your warehouse" } } }]
    const set = ["channels", "set", "us-shop"]
    const on = await perform(world, [...set, "--service", "order-download=on"])
    expect(on.stderr).toContain("Missing: warehouse (the code of your warehouse), which Acme Outdoor needs.")
    expect((await perform(world, [...set, "--service", "order-download=off"])).code).toBe(0)
    expect((await perform(world, [...set, "--supplier-value", "warehuose=E1"])).stderr).toContain(
      "No supplier asks for warehuose of a channel. Asked for: warehouse."
    )
    const value = ["--supplier-value", "warehouse=E1"]
    expect((await perform(world, [...set, ...value, "--service", "order-download=on"])).code).toBe(0)
    expect(world.channels[0]?.supplierValues).toEqual({ warehouse: "E1" })
    const added = await perform(world, [...add, ...url, "--secret", "password"], { standardInput: "x" })
    expect(added.stderr).toContain("Missing: warehouse")
  })

  it("is put away and brought back, never deleted, and can have another name", async () => {
    const world = emptyWorld()
    expect((await perform(world, ["channels", "rename", "us-shop", "us-main"])).code).toBe(0)
    expect((await perform(world, ["channels", "archive", "us-main"])).code).toBe(0)
    expect((await perform(world, ["channels", "list"])).stdout).not.toContain("us-main")
    expect((await perform(world, ["channels", "list", "--archived"])).stdout).toContain("us-main")
    const on = await perform(world, ["channels", "set", "us-main", "--service", "order-download=on"])
    expect(on.stderr).toContain("switchyard channels restore us-main")
    expect((await perform(world, ["channels", "restore", "us-main"])).code).toBe(0)
    expect((await perform(world, ["channels", "restore", "us-main"])).stderr).toContain("is not archived")
    expect((await perform(world, ["channels", "rename", "us-main", "US Main"])).stderr).toContain("1 to 40")
  })
})
