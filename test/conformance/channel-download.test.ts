import { describe, expect, it, vi } from "vitest"
import { kindRows } from "./channel-kinds.ts"
import { minutesAfter, movedTo, pieces } from "./channel-world.ts"
import { Story } from "./story.ts"

/** Much is said over real connections; how long that takes is the machine's affair. */
vi.setConfig({ testTimeout: 120_000 })

const hourBefore = minutesAfter(-60)
const range = (from: number, to: number): ReadonlyArray<number> =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i)

/** Written by hand, by another version, by nobody. */
const oddMarks = ["nonsense", "", "null", "{}", "[1]", '"x"', '{"pass":"changed","skip":"4"}']

describe.each(kindRows)("downloading from %s", (name) => {
  it("brings every order once, however many pages there are and however many changed in one second", async () => {
    await using story = await Story.open(name)
    const last = await story.crowd()
    const { pages, broken } = await story.run()
    expect(broken).toEqual([])
    expect(pages.length).toBeGreaterThan(2)
    expect([...story.known.keys()].sort()).toEqual(range(1, last).map(story.world.idOf).sort())
    const order = story.order(1)
    expect(order).toMatchObject({ standing: "ok", placedAt: hourBefore })
    expect(order?.lines.map(({ sku, quantity }) => ({ sku, quantity }))).toEqual(pieces)
    expect(pages.at(-1)?.newestAt?.getTime()).toBeLessThanOrEqual(story.at.getTime())
  })

  it("loses nothing while the shop goes on: what moves between two pages is there at the end of the next run", async () => {
    await using story = await Story.open(name)
    const { world } = story
    const last = await story.crowd()
    await story.run(async (page) => {
      story.setTime(page)
      if (page <= 3) await world.add(last + page, story.at)
      if (page === 1) {
        for (const n of [2, last - 5, last - 1]) await world.edit(n, story.at)
        for (const n of [3, last - 4, last]) await world.cancel(n, story.at)
      }
      if (page === 2) for (const n of [5, last - 2]) await world.edit(n, story.at)
    })
    const touched = [2, 3, 5, last - 5, last - 4, last - 2, last - 1, last]
    for (const n of range(1, last).filter((one) => !touched.includes(one)))
      expect(story.order(n), `order ${n}, which nobody touched`).toBeDefined()
    story.setTime(60)
    await story.run()
    for (const n of [2, last - 5, last - 1])
      expect(story.order(n)?.shipTo.address1, `order ${n}`).toBe(movedTo)
    for (const n of [3, last - 4, last]) expect(story.order(n)?.standing, `order ${n}`).toBe("canceled")
    for (const n of [last + 1, last + 2]) expect(story.order(n), `order ${n}`).toBeDefined()
  })

  it("loses nothing while orders leave the list that is read, as a warehouse ships what came first", async () => {
    await using story = await Story.open(name)
    const { world } = story
    const last = await story.crowd()
    const gone = Math.min(40, last / 2)
    await story.run(async (page) => {
      story.setTime(page)
      for (const n of range(1, 20).map((one) => (page - 1) * 20 + one))
        if (n <= gone) await world.finish(n, story.at)
    })
    for (const n of range(gone + 1, last))
      expect(story.order(n), `order ${n}, which nobody touched`).toBeDefined()
  })

  it("brings by the next run what was edited, canceled or refunded after the import", async () => {
    await using story = await Story.open(name)
    const { world } = story
    await story.add(1, 8, hourBefore)
    await story.run()
    const imported = story.watermark
    expect(imported).not.toBeNull()
    story.setTime(30)
    await world.edit(1, minutesAfter(29))
    await world.cancel(2, minutesAfter(29))
    await world.refund?.(3, minutesAfter(29))
    // In the very second up to which everything was read.
    await world.add(9, imported ?? story.at)
    await story.runFrom(imported ?? story.at, null)
    expect(story.order(1)?.shipTo.address1).toBe(movedTo)
    expect(story.order(2)?.standing).toBe("canceled")
    expect(story.order(3)?.standing).toBe(world.refund === null ? "ok" : "refunded")
    expect(story.order(9)?.standing).toBe("ok")
  })

  it("tells of an order that cannot be read, where and why, and brings the others", async () => {
    await using story = await Story.open(name)
    await story.add(1, 4, hourBefore)
    await story.world.spoil(3)
    const { broken } = await story.run()
    expect(broken).toEqual([
      {
        place: story.world.idOf(3),
        reason: expect.stringMatching(/\S{3}/),
        raw: expect.stringContaining("3")
      }
    ])
    expect([...story.known.keys()].sort()).toEqual([1, 2, 4].map(story.world.idOf))
  })

  it("begins again at a place-mark that it cannot read", async () => {
    await using story = await Story.open(name)
    const { world } = story
    for (const [i, mark] of oddMarks.entries()) {
      await world.add(i + 1, hourBefore)
      // What was read from files is put away; everybody else brings all of it again.
      if (world.gate !== null) story.known.clear()
      await story.runFrom(world.channel.earliestOrderAt, mark)
      expect([...story.known.keys()].sort(), mark).toEqual(
        range(1, i + 1)
          .map(world.idOf)
          .sort()
      )
    }
  })
})
