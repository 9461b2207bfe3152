import "../../presenter/force-color.ts"
import { afterEach, describe, expect, it } from "vitest"
import { OrderId } from "../../../../src/domain/model/order.ts"
import { ChangingWorld, changingRuntime } from "../../world/changing-world.ts"
import { openRobot, type Robot } from "../../world/open-console.ts"
import { fillJobs, jobId } from "../../world/sample-jobs.ts"
import { orderRow } from "../../world/sample-orders.ts"

let robot: Robot
const open = async (
  prepare: (world: ChangingWorld) => void,
  size = { columns: 80, rows: 24 }
): Promise<ChangingWorld> => {
  const world = new ChangingWorld()
  prepare(world)
  robot = await openRobot(world, { ...size, runtime: changingRuntime(world) })
  await robot.sees("? help")
  await robot.press("7")
  await robot.sees("QUEUE")
  return world
}
const opened = async (size?: { columns: number; rows: number }): Promise<ChangingWorld> => {
  const world = await open(fillJobs, size)
  await robot.sees("2 shown, waiting.")
  return world
}
afterEach(() => robot.quit())

describe("the keys of the jobs screen", () => {
  it("P pauses the queue with a reason after a yes, and lets it go on by the same key", async () => {
    const world = await opened()
    await robot.press("P")
    await robot.sees("Why is purchase-orders.send paused?")
    await robot.press("\r")
    await robot.sees("Say why")
    await robot.press(..."PO fix", "\r")
    await robot.sees("PAUSE purchase-orders.send?")
    expect(world.queue.acts).toEqual([])
    await robot.press("y")
    await robot.sees("PAUSED by ana")
    expect(world.queue.acts).toEqual(["pause purchase-orders.send by ana PO fix"])
    await robot.press("z")
    await robot.sees("UNDO the pause of purchase-orders.send")
    await robot.press("n")
    await robot.press("P", "y")
    await robot.misses("PAUSED by ana")
    expect(world.queue.acts.at(-1)).toBe("resume purchase-orders.send by ana")
  })

  it("esc leaves the reason, and nothing is paused", async () => {
    const world = await opened()
    await robot.press("P", "x", "\x1b")
    await robot.misses("Why is")
    expect(world.queue.acts).toEqual([])
  })

  it("P does not pause the sweep", async () => {
    const world = await opened()
    await robot.press("j", "j", "j", "P")
    await robot.sees("--even-sweep")
    expect(world.queue.acts).toEqual([])
  })

  it("s goes through the states, R and C act on the selected job after a yes", async () => {
    const world = await opened()
    await robot.press("s")
    await robot.sees("in 90s")
    await robot.press("\t")
    await robot.sees("504 from the supplier")
    await robot.press("R")
    await robot.sees("RUN purchase-orders.send 00000005 now?")
    await robot.press("n")
    expect(world.queue.acts).toEqual([])
    await robot.press("R", "y")
    await robot.sees("runs as soon as a worker is free")
    await robot.press("C", "y")
    await robot.sees("is canceled")
    expect(world.queue.acts).toEqual([`retry ${jobId(5)} by ana`, `cancel ${jobId(5)} by ana`])
  })

  it("R on a dead letter says that it goes back into its queue, before the yes", async () => {
    await opened()
    await robot.press("\x1b[F")
    await robot.sees("Northwind refused")
    await robot.press("\t", "R")
    await robot.sees("now? It is put back into its queue")
    await robot.press("n")
  })

  it("R and D refuse a dead letter of a queue that nobody knows before any question", async () => {
    const world = await open((w) => {
      fillJobs(w)
      w.queue.jobs = w.queue.jobs.map((job) => (job.state === "dead" ? { ...job, isLost: true } : job))
      w.queue.queues = w.queue.queues.map((line) =>
        line.isDeadLetters ? { ...line, dead: 1, lost: 1, isMore: false } : line
      )
    })
    await robot.press("\x1b[F")
    await robot.sees("Northwind refused")
    await robot.press("D")
    await robot.sees("Nobody knows the queue that it came from")
    await robot.misses("REDRIVE")
    await robot.press("\t", "R")
    await robot.sees("Nobody knows the queue that it came from")
    await robot.misses("now? It is put back")
    expect(world.queue.acts).toEqual([])
  })

  it("D says how many stay where some of the dead letters cannot go back", async () => {
    await open((w) => {
      fillJobs(w)
      w.queue.queues = w.queue.queues.map((line) =>
        line.isDeadLetters ? { ...line, dead: 3, lost: 2, isMore: false } : line
      )
    })
    await robot.press("\x1b[F")
    await robot.sees("Northwind refused")
    await robot.press("D")
    await robot.sees("2 of an unknown queue stay.")
  })

  it("a running job is not cut off", async () => {
    const world = await opened()
    await robot.press("s", "s")
    await robot.sees("runs 4s")
    await robot.press("\t", "C")
    await robot.sees("what runs is not cut off")
    expect(world.queue.acts).toEqual([])
  })

  it("D redrives the dead letters of the queue, in the dead-letter queue all", async () => {
    const world = await opened()
    await robot.press("D")
    await robot.sees("REDRIVE the dead letters of purchase-orders.send?")
    await robot.press("y")
    await robot.sees("2 back in purchase-orders.send.")
    await robot.press("\x1b[F")
    await robot.sees("Northwind refused")
    await robot.press("D")
    await robot.sees("of every queue?")
    await robot.press("y")
    await robot.sees("2 back in x.")
    expect(world.queue.acts).toEqual(["redrive purchase-orders.send by ana", "redrive all by ana"])
  })

  it("/ searches as one types, keys are text then", async () => {
    await opened()
    await robot.press("/", "2", ",", " ", "4")
    await robot.press("\r")
    await robot.sees("waiting with “2, 4”")
    await robot.press("\x1b")
    await robot.sees("2 shown, waiting.")
  })

  it("a job shows its failed attempts, and o the orders of its request, marked", async () => {
    await open((world) => {
      fillJobs(world)
      world.rows = [orderRow(42), orderRow(43)]
      world.queue.pasts.set(jobId(5), {
        failures: [
          {
            attempt: 1,
            at: new Date("2026-11-22T13:58:00Z"),
            worker: "worker:box:77",
            message: "no route to them",
            fate: "repeated",
            orders: 1,
            nextId: null
          }
        ],
        from: null,
        redriven: null,
        madeBy: null,
        orderIds: [OrderId(42)]
      })
    })
    await robot.press("s", "\t", "\r")
    await robot.sees("attempt 1 failed")
    await robot.sees("no route to them; it is")
    await robot.sees("one; o shows it")
    await robot.press("o")
    await robot.sees("is:marked")
    await robot.sees("1 marked")
  })

  it("a job that was taken over from a dead worker leads to the one it was, and that one back", async () => {
    const other = "0b6e55d1-0000-4000-8000-000000000000"
    await open((world) => {
      fillJobs(world)
      world.queue.pasts.set(jobId(5), {
        failures: [],
        from: {
          queue: "purchase-orders.send",
          id: other,
          attempt: 2,
          worker: "worker:box:77",
          fate: "given on"
        },
        redriven: null,
        madeBy: null,
        orderIds: []
      })
      world.queue.pasts.set(other, {
        failures: [
          {
            attempt: 2,
            at: new Date("2026-11-22T13:58:00Z"),
            worker: "worker:box:77",
            message: "The worker that ran it is gone",
            fate: "given on",
            orders: 0,
            nextId: jobId(5)
          }
        ],
        from: null,
        redriven: null,
        madeBy: null,
        orderIds: []
      })
    })
    await robot.press("s", "\t", "\r")
    await robot.sees("taken over from job 0b6e55d1 after worker box:77 died")
    await robot.press("\r")
    await robot.sees("Its work did not go on as another job.")
    await robot.press("b")
    await robot.sees("The worker that ran it is gone")
    await robot.sees(`job ${jobId(5).slice(0, 8)} takes over, enter opens it`)
    await robot.press("\r")
    await robot.sees("taken over from job 0b6e55d1 after worker box:77 died")
  })

  it("a dead letter that was redriven leads to the job that it is now, and that one back", async () => {
    const letter = "0b6e55d1-0000-4000-8000-000000000000"
    const redrive = {
      letterId: letter,
      jobId: jobId(5),
      queue: "purchase-orders.send",
      by: "bob",
      at: new Date("2026-11-22T13:58:00Z")
    }
    const none = { failures: [], from: null, redriven: null, madeBy: null, orderIds: [] }
    await open((world) => {
      fillJobs(world)
      world.queue.pasts.set(jobId(5), { ...none, madeBy: redrive })
      world.queue.pasts.set(letter, { ...none, redriven: redrive })
    })
    await robot.press("s", "\t", "\r")
    await robot.sees("redriven from dead letter 0b6e55d1 by bob")
    await robot.press("b")
    await robot.sees("its work goes on as another job")
    await robot.sees(`redriven as job ${jobId(5).slice(0, 8)} by bob`)
    await robot.press("\r")
    await robot.sees("redriven from dead letter 0b6e55d1 by bob")
  })

  it("enter opens a job with its payload and error; w shows who works on what", async () => {
    await opened()
    await robot.press("s", "\r")
    await robot.sees("in 90s")
    await robot.press("\r")
    await robot.sees("supplierId: 7")
    await robot.sees("504 from the supplier")
    await robot.press("\x1b", "w")
    await robot.sees("purchase-orders.send 1/4")
    await robot.sees("1 alive")
  })

  it("a worker that died is told from one that stopped, and enter opens the job that it held", async () => {
    await opened()
    await robot.press("w")
    await robot.sees("DIED 40m ago, held 1 job")
    await robot.sees("stopped in order 2h ago")
    await robot.press("\r")
    await robot.sees("A job is opened from a worker that died")
    await robot.press("j")
    await robot.sees("rescued by box:77. enter opens the")
    await robot.sees("enter the job it held")
    await robot.press("\r")
    await robot.sees("purchase-orders.send 00000001")
    await robot.sees("supplierId: 7")
  })
})
