import { createHash } from "node:crypto"
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { holdOf } from "./fake-services.ts"
import { acme, acmeId, emptyWorld, ground, orderOf, type World } from "./fake-world.ts"
import { perform, performJson } from "./perform-command.ts"

const ready = (given: Partial<World> = {}): World => ({
  ...emptyWorld(),
  orders: [orderOf(1)],
  choices: [{ orderId: orderOf(1).id, supplierId: acmeId, shipMethodId: ground }],
  ...given
})
const bytes = "PO-000008,Ann Buyer,T-1\u001b[2J\n"
const sha256 = createHash("sha256").update(bytes).digest("hex")

describe("preview", () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "switchyard-preview-test-"))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  it("shows the bytes with their hash and names, and queues nothing", async () => {
    const world = ready()
    const { stdout, code } = await perform(world, ["preview", "1001"])
    expect(code).toBe(0)
    expect(stdout).toContain("Nothing was sent.")
    expect(stdout).toContain(`PO-000008 to Acme Outdoor by csv-sftp, ${bytes.length} bytes\nsha256 ${sha256}`)
    expect(stdout).toContain("fileName: PO-000008.csv\n  PO-000008,***,T-1␛[2J\n")
    const revealed = await perform(world, ["preview", "1001", "--reveal"])
    expect(revealed.stdout).toContain("  PO-000008,Ann Buyer,T-1␛[2J\n")
    expect(world.jobs).toEqual([])
  })

  it("gives the exact bytes with --json", async () => {
    const { json } = await performJson(ready(), ["preview", "1001", "--reveal"])
    expect(json).toMatchObject({ what: "rendered", purchaseOrders: [{ number: "PO-000008", sha256 }] })
    expect(Buffer.from(json.purchaseOrders[0].contentBase64, "base64").toString()).toBe(bytes)
  })

  it("writes them to files that only their owner reads, and overwrites none", async () => {
    const out = join(folder, "new")
    expect((await perform(ready(), ["preview", "1001", "--out", out])).stdout).toContain(
      `Written: ${join(out, "PO-000008.csv")}`
    )
    expect(readFileSync(join(out, "PO-000008.csv"), "utf8")).toBe(bytes)
    expect(statSync(join(out, "PO-000008.csv")).mode & 0o777).toBe(0o600)
    const again = await perform(ready(), ["preview", "1001", "--out", out])
    expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining("it is there already") })
  })

  it("lets no prefix lead out of the folder", async () => {
    const suppliers = [{ ...acme, purchaseOrderPrefix: "../../../x/" }]
    expect((await perform(ready({ suppliers }), ["preview", "1001", "--out", folder])).code).toBe(0)
    expect(readdirSync(folder)).toEqual(["__.._.._x_000008.csv"])
  })

  it("of a held order says why, and ends with 1", async () => {
    const world = ready({
      orders: [orderOf(1, { action: "resolve" })],
      holds: [holdOf(1, "phone_missing", "phone")]
    })
    const { stdout, code } = await perform(world, ["preview", "1001"])
    expect(code).toBe(1)
    expect(stdout).toMatch(/^Nothing would be sent:\n {2}.*phone\n$/)
  })
})

describe("prove", () => {
  const settled = (sha: string): World => {
    const world = emptyWorld()
    world.doubt.state = "sent"
    world.doubt.evidence.push({ kind: "transport_receipt", detail: { bytes: 20, sha256: sha } })
    return world
  }

  it("shows each link with its verdict; what has not happened is missing, not wrong", async () => {
    const world = settled(emptyWorld().doubt.contentHash)
    const { stdout, code } = await perform(world, ["prove", "PO-000005"])
    expect(code).toBe(0)
    expect(stdout).toMatch(/holds +intent .*key 1\/PO-000005\/1/)
    expect(stdout).toMatch(/holds +transport receipt .*its sha256 is the intent's/)
    expect(stdout).toMatch(/missing +shipment +no shipment is recorded/)
    expect(stdout).toContain("Nothing is broken")
  })

  it("names a hash that does not fit, and ends with 1", async () => {
    const receipt = await perform(settled("beef"), ["prove", "PO-000005"])
    expect(receipt.code).toBe(1)
    expect(receipt.stdout).toMatch(/BROKEN +transport receipt .*it names sha256 beef/)
    const world = emptyWorld()
    world.doubt.contentHash = "f00d"
    const { json, code } = await performJson(world, ["prove", "PO-000005"])
    expect(code).toBe(1)
    expect(json).toMatchObject({ verdict: "broken", links: [{ link: "intent", verdict: "broken" }, {}, {}] })
    expect(json.links[0].says).toContain("f00d")
  })

  it("refuses a number that nobody knows", async () => {
    expect(await perform(emptyWorld(), ["prove", "PO-9"])).toMatchObject({
      code: 1,
      stderr: "switchyard: There is no purchase order PO-9.\n"
    })
  })
})
