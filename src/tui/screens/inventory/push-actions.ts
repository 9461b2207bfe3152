import { serviceOf } from "../../../domain/model/sales-channel.ts"
import type { SyncRun } from "../../../domain/model/sync-run.ts"
import { cancelSync } from "../../../domain/operations/cancel-sync.ts"
import { syncNow } from "../../../domain/operations/sync-now.ts"
import type { Desk, ScreenAction } from "../../screen.ts"
import type { InventoryBoard } from "./inventory-board.ts"
import { pushLine } from "./inventory-head.ts"

const numbers = (count: number): string =>
  count === 1 ? "1 number that differs" : `${count.toLocaleString("en-US")} numbers that differ`

const running = (board: InventoryBoard, desk: Desk): SyncRun | null => {
  const last = pushLine(board, desk)?.last ?? null
  return last?.state === "running" ? last : null
}

const askToPush = (board: InventoryBoard, desk: Desk): void => {
  const channel = board.channel()
  if (channel === null) return
  const line = pushLine(board, desk)
  const what = line === null ? "what differs" : numbers(line.backlog)
  desk.ask({
    text: `PUSH to ${channel.name}: ${what} to be told now, and read back? The schedule goes on as it was.`,
    onYes: () => {
      desk.bridge.run(syncNow("inventory", channel.name), (outcome) => {
        if (!outcome.ok) desk.say("need", outcome.message)
        else if (outcome.value.some(({ runId }) => runId !== null))
          desk.say("done", `The push to ${channel.name} started. A worker carries it out; C cancels it.`)
        else desk.say("done", `A push to ${channel.name} is under way already.`)
        desk.live.refresh()
        desk.figures.refresh()
      })
    }
  })
}

const askToCancel = (board: InventoryBoard, desk: Desk): void => {
  const run = running(board, desk)
  if (run === null) return
  desk.ask({
    text: `CANCEL the push to ${run.party}? What was told stays told; the next push goes on with the rest.`,
    onYes: () => {
      desk.bridge.run(cancelSync(run.id), (outcome) => {
        if (outcome.ok) desk.say("done", `The push to ${run.party} is canceled.`)
        else desk.say("need", outcome.message)
        desk.live.refresh()
        desk.figures.refresh()
      })
    }
  })
}

/** Telling the channel now, and stopping that. */
export const pushActions = (board: InventoryBoard, desk: Desk): Readonly<Record<string, ScreenAction>> => ({
  push: {
    run: () => askToPush(board, desk),
    refusal: () => {
      const channel = board.channel()
      if (channel === null) return "There is no channel to tell."
      if (!serviceOf(channel, "inventory_upload").enabled)
        return `Its inventory upload is off: switchyard channels set ${channel.name} --service inventory-upload=on`
      return running(board, desk) === null ? null : "A push is under way. C cancels it."
    }
  },
  cancelPush: {
    run: () => askToCancel(board, desk),
    refusal: () => (running(board, desk) === null ? "No push to this channel is under way." : null),
    isOffered: () => running(board, desk) !== null
  }
})
