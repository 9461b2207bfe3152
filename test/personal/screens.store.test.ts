import "../tui/presenter/force-color.ts"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import type { Place, ScreenName } from "../../src/tui/screen.ts"
import { screenTable } from "../../src/tui/screen-table.ts"
import { type DrawnConsole, drawConsole } from "./drawn-screens.tsx"
import { lookingKeys, revealKey } from "./looking-keys.ts"
import { givenAway } from "./planted-buyer.ts"
import { plantedPlaces } from "./planted-places.ts"
import { type Login, logins, withTwoLogins } from "./two-logins.ts"

/** Opening the editor of an address is asking for it, which is written down (docs/roles.md). */
const asks: ReadonlySet<ScreenName> = new Set(["resolve"])

/** More than there are of most things in the planted life. */
const rowsDown = 8

const life = withTwoLogins()
let drawn: DrawnConsole
let leaks: Array<string>
beforeEach(async () => {
  leaks = []
  await life.plant()
})
afterEach(() => drawn.close())

const open = async (login: Login): Promise<ReadonlyMap<ScreenName, ReadonlyArray<Place>>> => {
  drawn = await drawConsole(life.runtime(login), () => life.house.time.now().getTime())
  const places = await plantedPlaces(life.house)
  return new Map([...places].filter(([screen]) => login === "reader" || !asks.has(screen)))
}

const look = (where: Place, key = ""): void => {
  const words = givenAway(drawn.text())
  if (words.length > 0) leaks.push(`${JSON.stringify(where)} ${JSON.stringify(key)}: ${words.join(", ")}`)
}

describe.each(logins)("the %s", (login) => {
  it("is shown by no screen who bought it", async () => {
    for (const places of (await open(login)).values())
      for (const place of places) {
        await drawn.open(place)
        look(place)
      }
    expect(leaks).toEqual([])
    expect(drawn.log).toEqual([])
    expect(await life.reveals()).toBe(0)
  }, 180_000)
})

it("the owner is shown it neither by a key that looks, nor on the way down a list", async () => {
  for (const [screen, [place]] of await open("owner")) {
    if (place === undefined) throw new Error(`${screen}: nothing of it is in the planted life`)
    await drawn.open(place)
    for (let row = 0; row < rowsDown; row++) {
      await drawn.press("j")
      look(place, `j ${row}`)
    }
    for (const key of lookingKeys(screen)) {
      await drawn.open(place)
      for (const one of key.startsWith("\x1b") ? [key] : key) await drawn.press(one)
      look(place, key)
      await drawn.decline()
    }
  }
  expect(leaks).toEqual([])
  expect(drawn.log).toEqual([])
  expect(await life.reveals()).toBe(0)
}, 180_000)

describe("p", () => {
  const revealing = (Object.keys(screenTable) as ReadonlyArray<ScreenName>).filter(
    (screen) => revealKey(screen) !== null
  )

  it.each(revealing)("shows the owner on %s, and it is written down", async (screen) => {
    const [place] = (await open("owner")).get(screen) ?? []
    if (place === undefined) throw new Error(`${screen}: nothing of it is in the planted life`)
    await drawn.open(place)
    await drawn.press(revealKey(screen) ?? "")
    expect(givenAway(drawn.text()), drawn.text()).not.toEqual([])
    expect(await life.reveals()).toBe(1)
    await drawn.open({ screen: "orders" })
    look(place)
    expect(leaks).toEqual([])
  })

  it("shows who may only read nothing", async () => {
    const places = await open("reader")
    for (const screen of revealing) {
      const [place] = places.get(screen) ?? []
      if (place === undefined) continue
      await drawn.open(place)
      await drawn.press(revealKey(screen) ?? "")
      look(place)
    }
    expect(leaks).toEqual([])
    expect(await life.reveals()).toBe(0)
  })
})

it("opening the editor of an address shows it, and is written down", async () => {
  await open("owner")
  const [place] = (await plantedPlaces(life.house)).get("resolve") ?? []
  if (place === undefined) throw new Error("nothing is to be resolved")
  await drawn.open(place)
  expect(givenAway(drawn.text())).not.toEqual([])
  expect(await life.reveals()).toBe(1)
})
