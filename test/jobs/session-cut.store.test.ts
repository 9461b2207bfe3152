import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { expect, test } from "vitest"
import { openSession, type Session } from "../../src/jobs/session.ts"
import { cuttingProxy, orphanFailures } from "../fixtures/cutting-proxy.ts"
import { withJobHouse } from "./job-house.ts"

const house = withJobHouse()

const closed = async (session: Session) => {
  await session.retire([]).catch(() => {})
  await session.close()
}

test("a registration that is cut off anywhere fails as a value, and leaves no failure that belongs to nobody", {
  timeout: 120_000
}, async () => {
  const orphans = orphanFailures()
  const proxy = await cuttingProxy(house.options())
  const opened: Array<boolean> = []
  while (opened.at(-1) !== true && opened.length < 40) {
    proxy.cutAt(opened.length)
    const exit = await Effect.runPromiseExit(
      openSession({
        connection: proxy.connection,
        name: "cut",
        version: "1",
        workingOn: () => "",
        load: () => ({}),
        onWake: () => {}
      })
    )
    opened.push(Exit.isSuccess(exit))
    if (Exit.isSuccess(exit)) await closed(exit.value)
  }
  expect(orphans).toEqual([])
  expect(opened.length).toBeGreaterThan(4)
  expect(opened.at(-1)).toBe(true)
})
