import * as Effect from "effect/Effect"
import { mostRedriven, redriveJobs, redriveRefusal } from "../../../domain/operations/handle-jobs.ts"
import { pauseQueue, resumeQueue, sweepQueue } from "../../../domain/operations/pause-queue.ts"
import type { QueueLine } from "../../../domain/ports/job-board.ts"
import type { Desk, ScreenAction } from "../../screen.ts"

const askToResume = (desk: Desk, { queue, waiting }: QueueLine, settled: () => void): void =>
  desk.ask({
    text: `Let ${queue} go ON? ${waiting} wait and are taken at once.`,
    onYes: () => {
      desk.bridge.run(resumeQueue(queue), (outcome) => {
        if (outcome.ok) desk.say("done", `${queue} goes on.`)
        else desk.say("need", outcome.message)
        settled()
      })
    }
  })

/** Asked when the reason has been typed. */
export const askToPause = (desk: Desk, queue: string, reason: string, settled: () => void): void =>
  desk.ask({
    text: `PAUSE ${queue}? No worker takes anything of it until somebody lets it go on. What runs is finished.`,
    onYes: () => {
      desk.bridge.run(pauseQueue({ queue, reason }), (outcome) => {
        if (outcome.ok) {
          desk.say("done", `${queue} is paused. P lets it go on.`)
          desk.undoable({
            label: `the pause of ${queue}: what waits is then taken at once`,
            run: Effect.map(resumeQueue(queue), (resumed) =>
              resumed ? `${queue} goes on.` : `${queue} went on already.`
            )
          })
        } else desk.say("need", outcome.message)
        settled()
      })
    }
  })

const stayText = ({ lost = 0 }: QueueLine): string =>
  lost === 0 ? "" : ` ${lost} of an unknown queue ${lost === 1 ? "stays" : "stay"}.`

const askToRedrive = (desk: Desk, line: QueueLine, settled: () => void): void => {
  const all = line.isDeadLetters
  desk.ask({
    text: `REDRIVE the dead letters of ${all ? "every queue" : line.queue}? Oldest first, ${mostRedriven.toLocaleString("en-US")} at most; each runs again from its start.${stayText(line)}`,
    onYes: () => {
      desk.bridge.run(redriveJobs(all ? {} : { queue: line.queue }), (outcome) => {
        if (!outcome.ok) desk.say("need", outcome.message)
        else
          desk.say(
            "done",
            outcome.value.length === 0
              ? "Nothing was left to redrive."
              : outcome.value.map(({ queue, jobs }) => `${jobs} back in ${queue}.`).join(" ")
          )
        settled()
      })
    }
  })
}

/** The worker makes the queues, and a key waits until they are read. */
const noQueue = "There is no queue yet: switchyard worker makes them."

/** What the keys do to the queue that is selected. `wantReason` begins the typing of a reason. */
export const queueActions = (
  desk: Desk,
  shown: () => QueueLine | null,
  wantReason: () => void,
  settled: () => void
): Readonly<Record<string, ScreenAction>> => ({
  pause: {
    run: () => {
      const line = shown()
      if (line === null) return
      if (line.pause === null) wantReason()
      else askToResume(desk, line, settled)
    },
    refusal: () => {
      const line = shown()
      if (line === null) return noQueue
      if (line.isDeadLetters) return "No worker takes dead letters: there is nothing to pause."
      return line.queue === sweepQueue && line.pause === null
        ? "It finds what dead workers left behind. On purpose: switchyard jobs pause work.sweep --even-sweep"
        : null
    },
    label: () => (shown()?.pause == null ? "pause the queue" : "let it go on")
  },
  redrive: {
    run: () => {
      const line = shown()
      if (line !== null) askToRedrive(desk, line, settled)
    },
    refusal: () => {
      const line = shown()
      if (line === null) return noQueue
      return line.dead > 0 ? redriveRefusal(line) : "It has no dead letters."
    },
    isOffered: () => (shown()?.dead ?? 0) > 0
  }
})
