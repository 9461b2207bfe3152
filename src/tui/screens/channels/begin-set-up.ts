import { listDrafts } from "../../../domain/operations/channel-drafts.ts"
import type { Desk } from "../../screen.ts"

/** A new channel; a set-up that was left is offered first. */
export const beginSetUp = (desk: Desk): void => {
  const anew = () => desk.open({ screen: "channel-settings", target: null, name: "" })
  desk.bridge.run(listDrafts(), (outcome) => {
    if (!outcome.ok) {
      desk.say("need", `The set-ups that were left cannot be read: ${outcome.message}`)
      return
    }
    const [left] = outcome.value
    if (left === undefined) anew()
    else
      desk.ask({
        text: `${left.leftBy} left a set-up of ${left.name}. Go on with it (y), or begin anew (n)?`,
        onYes: () => desk.open({ screen: "channel-settings", target: { draft: left.name }, name: left.name }),
        onNo: anew
      })
  })
}
