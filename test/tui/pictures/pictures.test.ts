import "./true-color.ts"
import { join } from "node:path"
import { afterEach, describe, expect, it } from "vitest"
import { changingRuntime } from "../world/changing-world.ts"
import { openRobot, type Robot } from "../world/open-console.ts"
import { type Scene, scenes } from "./scenes.ts"
import { svgOf } from "./svg.ts"
import { tourWorld } from "./tour-world.ts"

const folder = join(import.meta.dirname, "..", "..", "..", "docs", "pictures")
const columns = 100
const mostBytes = 60_000

let robot: Robot
afterEach(() => robot.quit())

const drawn = async ({ env = {}, rows = 30, go, ...told }: Scene): Promise<string> => {
  const world = tourWorld()
  const terminal = { TERM: "xterm-256color", COLORTERM: "truecolor", LANG: "en_US.UTF-8" }
  robot = await openRobot(world, {
    columns,
    rows,
    runtime: changingRuntime(world),
    env: { ...terminal, ...env },
    commands: [{ line: "mappings list", summary: "What the channels' names mean." }]
  })
  await robot.sees("? help")
  await go(robot)
  expect(robot.log).toEqual([])
  return svgOf(robot.terminal.screen, told)
}

/** After a change of a screen: `vitest run --project console test/tui/pictures --update`, and look at what changed. */
describe("a picture of the tour is what the console shows", () => {
  for (const scene of scenes)
    it(scene.name, async () => {
      const picture = await drawn(scene)
      expect(Buffer.byteLength(picture)).toBeLessThan(mostBytes)
      await expect(picture).toMatchFileSnapshot(join(folder, `${scene.name}.svg`))
    })
})
