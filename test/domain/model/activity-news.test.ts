import { describe, expect, test } from "vitest"
import { type NewsEntry, newsOf } from "../../../src/domain/model/activity-news.ts"

const entry = (id: number, change: Partial<NewsEntry> = {}): NewsEntry => ({
  id,
  at: new Date(id * 1000),
  actor: "ana",
  act: "changed",
  subject: { kind: "channel", id: 1, name: "acme-shop" },
  changes: [{ field: "autoProcessing", before: "no", after: "yes" }],
  note: "",
  ...change
})

const words = (entries: ReadonlyArray<NewsEntry>) =>
  newsOf(entries).map((line) => `${line.actor} ${line.words}`)

describe("news", () => {
  test("one act says from what to what, several are counted, and keep their object when it is one", () => {
    const cap = { changes: [{ field: "stock.cap", before: "4", after: "9" }] }
    expect(words([entry(1, cap)])).toEqual(["ana changed channel acme-shop: stock.cap: 4 → 9"])
    expect(words([entry(2), entry(1)])).toEqual(["ana changed channel acme-shop twice"])
    const other = { kind: "channel" as const, id: 2, name: "marigold" }
    expect(words([entry(2), entry(1, { subject: other })])).toEqual(["ana changed 2 channels"])
    expect(words([entry(3), entry(2), entry(1, { subject: other })])).toEqual([
      "ana changed 2 channels, 3 times in all"
    ])
  })

  test("a switch is said as a person would say it", () => {
    const off = [{ field: "autoProcessing", before: "yes", after: "no" }]
    const archived = [{ field: "archived", before: "no", after: "yes" }]
    expect(words([entry(1)])).toEqual(["ana switched auto-processing of channel acme-shop on"])
    expect(words([entry(1, { changes: off })])).toEqual([
      "ana switched auto-processing of channel acme-shop off"
    ])
    expect(words([entry(1, { changes: archived })])).toEqual(["ana archived channel acme-shop"])
  })

  test("what was done to something is counted with its noun, in the singular and the plural", () => {
    const mapped = {
      act: "ship method mapped",
      changes: [{ field: "Express", before: null, after: "UPS Air" }]
    }
    expect(words([entry(1, mapped)])).toEqual([
      "ana mapped 1 method of channel acme-shop: Express: nothing → UPS Air"
    ])
    expect(words([entry(2, mapped), entry(1, mapped)])).toEqual(["ana mapped 2 methods of channel acme-shop"])
    const other = { ...mapped, subject: { kind: "channel" as const, id: 2, name: "marigold" } }
    expect(words([entry(3, mapped), entry(2, mapped), entry(1, other)])).toEqual([
      "ana mapped 3 methods of 2 channels"
    ])
  })

  test("of more than were read it is said that there may be more", () => {
    const many = Array.from({ length: 200 }, (_, i) => entry(200 - i, { act: "SKU mapped" }))
    expect(newsOf(many, true).map((line) => line.words)).toEqual(["mapped 200+ SKUs of channel acme-shop"])
    expect(newsOf([entry(2), entry(1)], true)[0]?.words).toBe("changed channel acme-shop 2+ times")
  })

  test("the newest of a group is its moment, and the groups keep the order of their newest", () => {
    const lines = newsOf([entry(5), entry(4, { actor: "ben" }), entry(3)])
    expect(lines.map(({ actor, at, count }) => [actor, at.getTime(), count])).toEqual([
      ["ana", 5000, 2],
      ["ben", 4000, 1]
    ])
  })

  test("of a secret it is told that it changed, of a new thing only that it is new, of the rest how much more", () => {
    const secret = { field: "token", secret: true as const }
    expect(words([entry(1, { changes: [secret] })])).toEqual([
      "ana changed channel acme-shop: token changed (secret)"
    ])
    expect(words([entry(1, { changes: [secret, secret, secret] })])[0]).toContain("and 2 more")
    expect(words([entry(1, { act: "added" })])).toEqual(["ana added channel acme-shop"])
    expect(words([entry(1, { changes: [], note: "by hand" })])).toEqual([
      "ana changed channel acme-shop: by hand"
    ])
    const all = { kind: "installation" as const, id: null, name: "" }
    expect(words([entry(1, { act: "sends stopped", subject: all, changes: [] })])).toEqual([
      "ana stopped sends of the installation"
    ])
  })

  test("what somebody typed takes a part of the line, whole letters of it, and no more", () => {
    const long = "😀".repeat(300)
    const [line] = newsOf([
      entry(1, {
        subject: { kind: "channel", id: 1, name: long },
        changes: [{ field: long, before: long, after: long }]
      })
    ])
    expect([...(line?.words ?? "")].length).toBeLessThan(260)
    expect(line?.words.isWellFormed()).toBe(true)
    expect(line?.words).toContain("…")
    const [odd] = newsOf([entry(1, { act: long, changes: [], note: long })])
    expect([...(odd?.words ?? "")].length).toBeLessThan(260)
  })
})
