import { beforeEach, describe, expect, it } from "vitest"
import { jobActsAsked } from "./fake-jobs.ts"
import { emptyWorld } from "./fake-world.ts"
import { perform, performJson } from "./perform-command.ts"

const id = (n: number): string => `00000000-0000-4000-8000-00000000000${n}`
const ask = (...argv: ReadonlyArray<string>) => perform(emptyWorld(), argv)

beforeEach(() => {
  jobActsAsked.length = 0
})

describe("jobs", () => {
  it("lists the queues, says what is not counted to its end, and who paused what", async () => {
    const { stdout, code } = await ask("jobs", "queues")
    expect(code).toBe(0)
    expect(stdout).toContain("1,000+")
    expect(stdout).toContain("41,000")
    expect(stdout).toContain("PAUSED by ana, 2026-11-22 08:55Z: their ")
    expect(stdout).toMatch(/dead-letter +1 .*waits for a person/)
    expect(stdout).not.toContain("\u001b[2J")
  })

  it("lists jobs of a state, and says that there are more", async () => {
    const { stdout } = await ask("jobs", "list")
    expect(stdout).toContain("intentIds 41 42, supplierId 7")
    expect(stdout).toContain("There may be more")
    const running = await performJson(emptyWorld(), ["jobs", "list", "--state", "running"])
    expect(running.json.jobs).toMatchObject([{ id: id(2), worker: "box:77", attempts: 2 }])
    const later = await ask("jobs", "list", "--state", "later")
    expect(later.stdout).toContain("No job is later here.")
  })

  it("shows one job with its error, nothing of it as a control sequence", async () => {
    const { stdout } = await ask("jobs", "show", id(3))
    expect(stdout).toContain("refused")
    expect(stdout).not.toContain("\u001b]0")
    const missing = await ask("jobs", "show", "17")
    expect(missing.code).toBe(1)
    expect(missing.stderr).toContain("There is no job 17")
  })

  it("shows what failed of a job that is put away, and which orders it was for", async () => {
    const { stdout, code } = await ask("jobs", "show", id(9))
    expect(code).toBe(0)
    expect(stdout).toContain("a finished job is kept for 10 minutes")
    expect(stdout).toContain("attempt 1 failed 2026-11-22 08:00Z at worker box:77: no route")
    expect(stdout).toContain("orders   1 2")
    expect(stdout).not.toContain("\u001b]0")
    const { json } = await performJson(emptyWorld(), ["jobs", "show", id(9)])
    expect(json).toMatchObject({ job: null, failures: [{ attempt: 1, fate: "repeated" }], orderIds: [1, 2] })
  })

  it("shows which redrive made a job, and as which job a dead letter goes on", async () => {
    const made = await ask("jobs", "show", id(1))
    expect(made.stdout).toMatch(
      new RegExp(`redriven from dead letter \\S+ by bob .*2026-11-22 08:55Z: ${id(3)}`)
    )
    const letter = await ask("jobs", "show", id(3))
    expect(letter.stdout).toMatch(new RegExp(`redriven as job \\S+ by bob .*2026-11-22 08:55Z: ${id(5)}`))
    expect(made.stdout + letter.stdout).not.toContain("\u001b[2J")
    const { json } = await performJson(emptyWorld(), ["jobs", "show", id(3)])
    expect(json).toMatchObject({ redriven: { letterId: id(3), jobId: id(5) }, madeBy: null })
  })

  it("retries and cancels what can be, and says why not", async () => {
    expect((await ask("jobs", "retry", id(3))).code).toBe(0)
    expect((await ask("jobs", "cancel", id(1), "--reason", "shop is gone")).code).toBe(0)
    expect(
      jobActsAsked.map((act) =>
        act
          .split(" ")
          .filter((word) => word !== "ann")
          .join(" ")
      )
    ).toEqual([expect.stringContaining("retry 3"), expect.stringMatching(/^cancel 1 .*shop is gone$/)])
    const running = await ask("jobs", "cancel", id(2))
    expect(running.code).toBe(1)
    expect(running.stderr).toContain("sync cancel")
    expect((await ask("jobs", "retry", id(1))).stderr).toContain("due already")
  })

  it("redrives by id, by queue or all, and wants to be told which", async () => {
    expect((await ask("jobs", "redrive", id(3))).stdout).toContain("1 back in purchase-orders.send.")
    expect((await ask("jobs", "redrive", "--all")).code).toBe(0)
    expect((await ask("jobs", "redrive", "--queue", "orders.validate")).code).toBe(1)
    expect(jobActsAsked).toEqual(["redrive 1 any", "redrive all any", "redrive all orders.validate"])
    expect((await ask("jobs", "redrive")).stderr).toContain("--all")
    expect((await ask("jobs", "redrive", id(3), "--all")).code).toBe(2)
  })

  it("refuses to redrive what no queue takes back before anything is moved", async () => {
    const { stderr, code } = await ask("jobs", "redrive", id(3), id(4))
    expect(code).toBe(1)
    expect(stderr).toContain(`Dead letter ${id(4)}: Nobody knows the queue that it came from`)
    expect(stderr).toContain("Nothing was changed.")
    expect((await ask("jobs", "redrive", "--queue", "no.such.queue")).stderr).toContain("There is no queue")
    expect(jobActsAsked).toEqual([])
  })

  it("pauses a queue with a reason, the sweep only on purpose", async () => {
    expect((await ask("jobs", "pause", "orders.validate")).code).toBe(2)
    const paused = await ask("jobs", "pause", "orders.validate", "--reason", "mending it")
    expect(paused.stdout).toContain("switchyard jobs resume orders.validate")
    const again = await ask("jobs", "pause", "purchase-orders.send", "--reason", "mending it")
    expect(again.stdout).toContain("paused already")
    expect((await ask("jobs", "pause", "work.sweep", "--reason", "x")).stderr).toContain("--even-sweep")
    expect((await ask("jobs", "pause", "work.sweep", "--reason", "x", "--even-sweep")).code).toBe(0)
    expect((await ask("jobs", "pause", "dead-letter", "--reason", "x")).stderr).toContain("There is no queue")
    expect((await ask("jobs", "resume", "purchase-orders.send")).stdout).toContain("goes on")
    expect((await ask("jobs", "resume", "orders.validate")).stdout).toContain("was not paused")
  })

  it("says who did what", async () => {
    expect((await ask("jobs", "history")).stdout).toMatch(/bob +canceled +orders.validate/)
  })
})
