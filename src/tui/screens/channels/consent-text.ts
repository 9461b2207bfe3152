import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import type { ConsoleClock } from "../../console-clock.ts"

/** Who accepted the warning of auto-processing, and when; or what stands in its way. */
export const consentText = (channel: SalesChannel, clock: ConsoleClock): string => {
  const { name, autoProcessing, autoProcessingBy, autoProcessingAt, alertAddress, alertTestedAt } = channel
  if (autoProcessing) {
    const at =
      autoProcessingAt === null ? "" : ` at ${clock.day(autoProcessingAt)} ${clock.minutes(autoProcessingAt)}`
    return `Auto-processing of ${name} is ON: ${autoProcessingBy ?? "somebody"} accepted the warning${at}. Alerts go to ${alertAddress ?? "nobody"}.`
  }
  const address =
    alertTestedAt === null
      ? "It needs an alert address that got a test first."
      : `Alerts will go to ${alertAddress}.`
  return `Auto-processing of ${name} is off: ready orders wait for you. ${address}`
}
