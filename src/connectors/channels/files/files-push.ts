import * as Effect from "effect/Effect"
import type { FulfillmentPush } from "../../../domain/model/fulfillment.ts"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import type { PushAnswer } from "../../../domain/ports/sales-channels.ts"
import { type FilesAccess, folderFailure } from "./files-access.ts"
import { putFile } from "./put-file.ts"
import { shipmentFile, shipmentFileName } from "./shipment-file.ts"

const faultOf = (push: FulfillmentPush): string | null => {
  if (push.trackingNumber.trim() === "") return "The shipment has no tracking number."
  const whole = push.lines.every(({ quantity }) => Number.isInteger(quantity) && quantity > 0)
  return push.lines.length > 0 && whole
    ? null
    : "The shipment has no line, or a quantity that is not a whole number above 0."
}

/** A file for each parcel, named after it. */
export const pushFulfillment = (access: FilesAccess) =>
  Effect.fn("files.pushFulfillment")(function* (channel: SalesChannel, push: FulfillmentPush) {
    const { shipments } = yield* access.settings(channel)
    if (shipments === null)
      return {
        _tag: "NotApplicable",
        reason: "This channel has no shipmentsFolder: it is not told of shipments."
      } satisfies PushAnswer
    const fault = faultOf(push)
    if (fault !== null) return { _tag: "Rejected", reason: fault } satisfies PushAnswer
    const { folder, taken, format } = shipments
    const name = shipmentFileName(push, format)
    const content = shipmentFile(push, format)
    const put = yield* access.use(channel, (remote) =>
      Effect.mapError(putFile(remote, { folder, taken, name, content }), (trouble) =>
        folderFailure(`write ${name} to ${folder}`, trouble)
      )
    )
    if (put !== "other")
      return {
        _tag: "Accepted",
        channelFulfillmentId: name,
        wasThere: put === "was there"
      } satisfies PushAnswer
    return {
      _tag: "Rejected",
      reason: `${folder} holds a file ${name} that says something else; nothing was replaced. If it is from settings that you changed since, remove it and retry the push.`
    } satisfies PushAnswer
  })
