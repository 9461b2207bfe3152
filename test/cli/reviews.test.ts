import { describe, expect, it } from "vitest"
import type { Review } from "../../src/domain/ports/review-store.ts"
import { acmeId, at, emptyWorld } from "./fake-world.ts"
import { perform, performJson } from "./perform-command.ts"

const review: Review = {
  id: 12,
  supplierId: acmeId,
  supplier: "Acme Outdoor",
  messageId: "<m@acme>",
  from: "stranger@evil.example",
  subject: "Re: PO \u001b[2Jgone",
  text: "It left.\n\u001b]0;title\u0007Bye",
  receivedAt: at,
  senderKnown: false,
  how: "none",
  purchaseOrderNumber: null,
  orderId: null,
  channelOrderNumber: null,
  notes: ["1 attachment(s) too many or too large were left out"],
  suggestion: [
    {
      purchaseOrderNumber: "",
      lineId: "",
      sku: "",
      quantity: 0,
      carrier: "UPS",
      service: "",
      trackingNumber: "1Z1",
      shippedAt: at,
      place: "mail <m@acme>",
      raw: ""
    }
  ],
  state: "open",
  settledBy: null,
  settledAt: null,
  reason: null
}
const world = () => ({ ...emptyWorld(), reviews: [review] })

describe("reviews", () => {
  it("teach where letters come from while there is none", async () => {
    const { stdout, code } = await perform(emptyWorld(), ["reviews", "list"])
    expect(code).toBe(0)
    expect(stdout).toContain("imapHost=")
  })

  it("are listed with a loud mark on unknown senders, and nothing in them steers the terminal", async () => {
    const { stdout } = await perform(world(), ["reviews", "list"])
    expect(stdout).toContain("UNKNOWN SENDER stranger@evil.example")
    expect(stdout).toContain("1Z1")
    const shown = await perform(world(), ["reviews", "show", "12"])
    expect(shown.stdout).toContain("all that is open")
    expect(shown.stdout).toContain("do not name this sender")
    expect(shown.stdout).toContain("Note: 1 attachment(s)")
    const revealed = await perform(world(), ["reviews", "show", "12", "--reveal"])
    for (const text of [stdout, shown.stdout, revealed.stdout])
      for (const mark of ["\u001b", "\u0007"]) expect(text).not.toContain(mark)
  })

  it("hide their words until --reveal asks, which is written down", async () => {
    const here = world()
    for (const line of [
      ["reviews", "list"],
      ["reviews", "show", "12"]
    ]) {
      const { stdout } = await perform(here, [...line, "--json"])
      expect(stdout).not.toMatch(/It left|gone/)
      expect(stdout).toContain("hidden: may hold personal data")
    }
    const shown = await perform(here, ["reviews", "show", "12"])
    expect(shown.stdout).toContain(
      "hidden: may hold personal data; --reveal shows it, and that is written down"
    )
    expect(here.activity).toEqual([])
    expect((await perform(here, ["reviews", "show", "12", "--reveal"])).stdout).toContain("It left.")
    const { json } = await performJson(here, ["reviews", "show", "12", "--reveal"])
    expect(json.review).toMatchObject({ subject: review.subject, text: review.text, isCovered: false })
    expect(here.activity).toEqual(
      Array(2).fill({
        act: "revealed",
        subject: { kind: "letter", id: 12, name: "12" },
        changes: [],
        note: "letter 12 of Acme Outdoor as it came"
      })
    )
  })

  it("of a stranger are not accepted without a word", async () => {
    const { stderr, code } = await perform(world(), ["reviews", "accept", "12"])
    expect(code).toBe(1)
    expect(stderr).toContain("--trust-sender")
  })

  it("that name no purchase order ask for it", async () => {
    const { stderr } = await perform(world(), ["reviews", "accept", "12", "--trust-sender"])
    expect(stderr).toContain("--purchase-order")
  })

  it("are dismissed with a reason, once", async () => {
    const here = world()
    expect((await perform(here, ["reviews", "dismiss", "12", "--reason", "spam"])).code).toBe(0)
    expect(here.reviews).toMatchObject([{ state: "dismissed", reason: "spam", settledBy: "ann" }])
    expect((await perform(here, ["reviews", "dismiss", "12", "--reason", "spam"])).stderr).toContain(
      "dismissed by ann"
    )
  })

  it.each([
    [["reviews", "show", "twelve"], "by its number"],
    [["reviews", "dismiss", "12"], "--reason"],
    [["reviews", "accept", "12", "--tracking", " "], "--tracking is empty"],
    [["reviews", "show", "13"], "no letter 13"]
  ])("%j is refused with what to do", async (argv, words) => {
    const { stderr, code } = await perform(world(), argv)
    expect(code).not.toBe(0)
    expect(stderr).toContain(words)
  })
})
