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
    expect(words([entry(1)])).toEqual(["ana changed channel acme-shop: autoProcessing: no → yes"])
    expect(words([entry(2), entry(1)])).toEqual(["ana 2 × changed channel acme-shop"])
    const other = { kind: "channel" as const, id: 2, name: "marigold" }
    expect(words([entry(2), entry(1, { subject: other })])).toEqual(["ana 2 × changed several channels"])
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
      "ana sends stopped the installation"
    ])
  })
})
