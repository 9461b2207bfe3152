import { setTimeout as pause } from "node:timers/promises"
import { afterEach, beforeEach, expect, it } from "vitest"
import { consoleLine, makeHome, processesOf, RealTerminal, shell } from "./real-terminal.ts"

const prompt = /bash[^\n]*[#$]\s*$/
const patient = 60_000
const ctrlZ = "\x1a"
const leaveScreen = "\x1b[?1049l"
let place: ReturnType<typeof makeHome>
let terminal: RealTerminal

beforeEach(() => {
  place = makeHome()
  terminal = new RealTerminal(place.home, [], shell)
})
afterEach(async () => {
  terminal.kill("SIGHUP")
  await terminal.exited
  const until = performance.now() + patient
  while (processesOf(place.home).length > 0 && performance.now() < until) await pause(50)
  const left = processesOf(place.home)
  place.remove()
  expect(left).toEqual([])
})

it("ctrl-z gives the shell its terminal whole, fg takes it back as it was, and q leaves it whole", async () => {
  terminal.press(`${consoleLine}\r`)
  await terminal.sees(/No orders yet|no channel/i, patient)
  terminal.press("/")
  await terminal.sees(/keep the filter/, patient)
  terminal.press("kow")
  await terminal.sees(/\/ kow/, patient)
  terminal.press(ctrlZ)
  await terminal.sees(/Stopped/, patient)
  expect(terminal.bytes.join("")).toContain(leaveScreen)
  terminal.press("echo here-$((40 + 2)); stty -a | grep -wo icanon\r")
  await terminal.sees(/here-42\s+icanon/, patient)
  terminal.press("fg\r")
  await terminal.sees(/\/ kow/, patient)
  terminal.press("alski")
  await terminal.sees(/\/ kowalski/, patient)
  terminal.press("\x1b")
  await terminal.misses(/kowalski/, patient)
  terminal.press("q")
  // What is typed before the prompt is there would be thrown away with the line settings.
  await terminal.sees(prompt, patient)
  terminal.press("echo gone-$((40 + 2)); stty -a | grep -wo icanon\r")
  await terminal.sees(/gone-42\s+icanon/, patient)
}, 300_000)
