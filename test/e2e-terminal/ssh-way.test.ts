import { rmSync } from "node:fs"
import { join } from "node:path"
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { freePort } from "../e2e-servers/world/server.ts"
import { commandLine, processesOf } from "../tui/terminal/real-terminal.ts"
import { consoleLine, openShell, operatorEnv, select } from "./at-the-console.ts"
import { SlowLink } from "./slow-link.ts"
import { hasSshd, type SshServer, startSsh } from "./ssh-server.ts"
import { hasTmux, type Tmux } from "./tmux.ts"
import { newFolder, until, World } from "./world.ts"

const patient = 300_000
const eachWayMs = 150
const isPossible = hasTmux && hasSshd
let keys: string
let world: World
let ssh: SshServer
let link: SlowLink
const open: Array<Tmux> = []

beforeAll(async () => {
  if (!isPossible) return
  keys = newFolder()
  world = await World.start(4)
  const port = await freePort()
  ssh = await startSsh(join(keys, "ssh"), port)
  link = await SlowLink.to(port, eachWayMs)
}, patient)
afterEach(async () => {
  for (const tmux of open.splice(0)) await tmux.close()
})
afterAll(async () => {
  if (!isPossible) return
  await link.close()
  await ssh.stop()
  expect(await world.stop()).toEqual([])
  rmSync(keys, { recursive: true, force: true })
}, patient)

/** The consoles that run on the far side, and the ssh that leads to them. */
const consoles = (): ReadonlyArray<string> =>
  processesOf(world.home).filter((pid) => /switchyard\.mjs"? console/.test(commandLine(pid)))

/** A local shell in tmux, and in it the console of the machine at the other end. */
const logIn = async (): Promise<Tmux> => {
  const env = Object.entries({ ...operatorEnv(world.home), TERM: "screen-256color" })
    .map(([name, value]) => `${name}=${value}`)
    .join(" ")
  // The local shell knows nothing of the world: whatever is found of it runs on the far side.
  const nowhere = { SWITCHYARD_HOME: undefined, SWITCHYARD_WORLD: undefined }
  const tmux = await openShell(world.home, { env: { ...nowhere, SSH_AUTH_SOCK: undefined } })
  open.push(tmux)
  await tmux.type(`f() { ${ssh.login(link.port)} 'exec env ${env} ${consoleLine}'; }`)
  await tmux.press("Enter")
  await tmux.type("clear; f")
  await tmux.press("Enter")
  await tmux.sees(/▸2 Orders|▸1 Triage/)
  return tmux
}

const givenBack = async (tmux: Tmux): Promise<void> => {
  await tmux.type("echo ended-$?; stty -a | grep -woE 'icanon|echo' | sort | xargs")
  await tmux.press("Enter")
}

describe.skipIf(!isPossible)("over SSH, 150 ms away (needs tmux and sshd)", { timeout: patient }, () => {
  it("an order is resolved and processed, and q gives the terminal back", async () => {
    const tmux = await logIn()
    expect(consoles().length).toBeGreaterThan(0)
    const [number = ""] = await world.place(1, { sku: "NW-415", methodName: "2 Day Priority" })
    await select(tmux, number)
    // Typed ahead, as one does on a slow link: each key meets the screen that it was meant for.
    await tmux.press("r")
    await tmux.sees(/▸ \( \) UPS 2nd Day Air/)
    await tmux.press("C-s", "y")
    await tmux.sees(new RegExp(`#${number} can be processed`))
    await tmux.press("P")
    await tmux.sees(/PROCESS 1 order → .*y\/N/)
    await tmux.press("y")
    await tmux.sees(/1 order was placed, every receipt is held\./)
    await until(`${number} is sent`, async () =>
      (await world.order(number)).status === "not_processed" ? undefined : true
    )
    await tmux.press("q")
    await tmux.sees(/bash[^\n]*[#$]\s*$/)
    expect(await tmux.modes()).toMatch(/cursor 1 alternate 0 mouse 00 .* wrap 1 insert 0/)
    await givenBack(tmux)
    await tmux.sees(/ended-0\necho icanon/)
    await until("the far side is gone", async () => (consoles().length === 0 ? true : undefined))
  })

  it("a link that is cut leaves no process on the far side, and a local shell that reads lines", async () => {
    const tmux = await logIn()
    await tmux.press("2", "/")
    await tmux.sees(/keep the filter/)
    expect(consoles().length).toBeGreaterThan(0)
    link.cut()
    await until("the far side is gone", async () => (consoles().length === 0 ? true : undefined))
    // Nobody can tell the near terminal any more what the far side would: its ssh gives back the line, `reset` the rest.
    await tmux.sees(/^bash[^\n]*[#$]\s*$/m)
    await tmux.type("tput rmcup; tput cnorm")
    await tmux.press("Enter")
    await givenBack(tmux)
    await tmux.sees(/ended-\d+\necho icanon/)
    expect(await tmux.modes()).toMatch(/cursor 1 alternate 0/)
  })
})
