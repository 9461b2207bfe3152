import { describe, expect, test } from "vitest"
import { contradicted, type ReceivedMessage } from "../../../src/domain/model/contradicted-receipt.ts"

const no = { kind: "997", standing: "rejected" } as const
const yes = { kind: "997", standing: "accepted", attempt: 1, file: "yes.x12" }
const counted = { kind: "997", standing: "rejected", attempt: 1 }
const message = (given: Partial<ReceivedMessage> = {}): ReceivedMessage => ({
  state: "sent",
  attempt: 1,
  provedBy: null,
  answers: [],
  ...given
})

describe("a no stands against", () => {
  test("a parcel or an acknowledgement, whatever receipts said", () => {
    expect(contradicted(no, message({ provedBy: "parcel" }))).toEqual({ by: "parcel" })
    expect(contradicted(no, message({ provedBy: "acknowledgement", answers: [counted] }))).toEqual({
      by: "acknowledgement"
    })
  })

  test("an earlier yes of its kind to the same try, also when it is said twice", () => {
    expect(contradicted(no, message({ answers: [yes] }))).toEqual({ by: "receipt", yes })
    const again = { ...counted, contradicts: "receipt" }
    expect(contradicted(no, message({ answers: [yes, again] }))).toEqual({ by: "receipt", yes })
  })
})

describe("a no counts", () => {
  const cases: ReadonlyArray<readonly [string, ReceivedMessage]> = [
    ["to what nothing is known of", message()],
    ["where the yes was of another kind", message({ answers: [{ ...yes, kind: "TA1" }] })],
    ["where the yes was to another try", message({ attempt: 2, answers: [yes] })],
    ["where a no that counted came after the yes", message({ answers: [yes, counted] })],
    ["to what a person called not sent", message({ state: "planned", answers: [yes] })],
    ["where nobody has settled whether it arrived", message({ state: "in_doubt" })]
  ]
  test.each(cases)("%s", (_, known) => {
    expect(contradicted(no, known)).toBeNull()
  })
})

test("a yes stands against nothing", () => {
  const kind = { kind: "997", standing: "accepted" } as const
  expect(contradicted(kind, message({ provedBy: "parcel", answers: [counted] }))).toBeNull()
})
