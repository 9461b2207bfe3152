import { maskEdits } from "../model/personal.ts"
import type { RecordedAcknowledgement } from "../ports/acknowledgement-store.ts"
import type { Authorization } from "../ports/authorization-store.ts"
import type { SupplierRequest } from "../ports/supplier-request-store.ts"
import type { ShipmentEvents } from "../ports/tracking-store.ts"

/** Takes what is known of an order's buyer out of a text (operations/reveal-order). */
type Clean = (text: string) => string

export const acknowledgementWithoutBuyer =
  (clean: Clean) =>
  <A extends RecordedAcknowledgement>(one: A): A => ({
    ...one,
    reference: clean(one.reference),
    reason: clean(one.reason),
    place: clean(one.place),
    lines: one.lines.map((line) => ({ ...line, code: clean(line.code), reason: clean(line.reason) }))
  })

/** Of what a change is about it is said which field, as of every edit. */
export const requestWithoutBuyer =
  (clean: Clean) =>
  <R extends SupplierRequest>(one: R): R => ({
    ...one,
    reason: clean(one.reason),
    differences: one.differences.map((difference) => clean(maskEdits(difference))),
    note: clean(one.note),
    answer: clean(one.answer)
  })

export const paymentWithoutBuyer =
  (clean: Clean) =>
  <P extends Authorization>(one: P): P => ({ ...one, reason: clean(one.reason), note: clean(one.note) })

export const parcelWithoutBuyer =
  (clean: Clean) =>
  <S extends ShipmentEvents>(one: S): S => ({
    ...one,
    suspicion: one.suspicion === null ? null : clean(one.suspicion),
    carrierStatus: clean(one.carrierStatus),
    events: one.events.map((event) => ({
      ...event,
      description: clean(event.description),
      place: clean(event.place)
    }))
  })
