import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import { toggleAutoProcessing } from "../../../domain/operations/toggle-auto-processing.ts"
import type { Desk } from "../../screen.ts"

const switchOff = (desk: Desk, name: string): void => {
  desk.bridge.run(toggleAutoProcessing(name, false, ""), (outcome) => {
    if (outcome.ok) desk.say("done", `Auto-processing of ${name} is off: ready orders wait for you again.`)
    else desk.say("need", `Nothing was changed: ${outcome.message}`)
    desk.live.refresh()
  })
}

/** Off is asked in one sentence; on has a page of its own with the warning. */
export const switchAuto = (desk: Desk, channel: SalesChannel): void => {
  if (!channel.autoProcessing) {
    desk.open({ screen: "auto-processing", name: channel.name })
    return
  }
  desk.ask({
    text: `Switch auto-processing of ${channel.name} OFF? From then on every ready order waits for you.`,
    onYes: () => switchOff(desk, channel.name)
  })
}
