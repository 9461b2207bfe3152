import * as Effect from "effect/Effect"
import { beforeEach, expect, test } from "vitest"
import { ChannelDrafts } from "../../src/domain/ports/channel-drafts.ts"
import { channelDraftsLayer } from "../../src/store/channel-drafts.ts"
import { later, noon } from "../fixtures/sample-world.ts"
import { emptyTables, withTestDatabase } from "../fixtures/test-database.ts"

const store = withTestDatabase(channelDraftsLayer)
beforeEach(() => emptyTables(store.sql()))

const drafts = <A, E>(use: (s: typeof ChannelDrafts.Service) => Effect.Effect<A, E>) =>
  store.run(Effect.flatMap(ChannelDrafts, use))

test("a set-up that was left is kept with its answers in their order, and is replaced by what was answered since", async () => {
  const first = { name: "eu-shop", answers: [["name", "eu-shop"]] as const, leftBy: "ann", leftAt: noon }
  const answers = [
    ["name", "eu-shop"],
    ["kind", "vendure"],
    ["field.client", "Ac\u0000me 'x'"]
  ] as const
  await drafts((d) => d.keep(first))
  await drafts((d) => d.keep({ ...first, answers, leftBy: "bea", leftAt: later(1000) }))
  await drafts((d) => d.keep({ ...first, name: "another" }))
  const [another, left] = await drafts((d) => d.list())
  expect(another?.name).toBe("another")
  expect(left).toEqual({
    name: "eu-shop",
    answers: [
      ["name", "eu-shop"],
      ["kind", "vendure"],
      ["field.client", "Ac\ufffdme 'x'"]
    ],
    leftBy: "bea",
    leftAt: later(1000)
  })
  await drafts((d) => d.drop("eu-shop"))
  expect((await drafts((d) => d.list())).map((d) => d.name)).toEqual(["another"])
})
