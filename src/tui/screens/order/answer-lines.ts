import { formatMoney, money } from "../../../domain/model/money.ts"
import type { RecordedAcknowledgement } from "../../../domain/ports/acknowledgement-store.ts"
import type { Authorization } from "../../../domain/ports/authorization-store.ts"
import type { SupplierRequest } from "../../../domain/ports/supplier-request-store.ts"
import type { DocumentLine } from "../../components/scroll.ts"
import type { Role } from "../../theme.ts"
import type { OrderPage } from "./order-page.ts"
import { type Pen, paragraph } from "./pen.ts"

interface Said {
  readonly words: string
  readonly role: Role
}

const authorizationWords = (a: Authorization, pen: Pen): Said => {
  const amount = a.amount === null ? "an unknown amount" : formatMoney(money(a.amount, a.currency))
  switch (a.state) {
    case "awaiting":
      return { words: `AUTHORIZE ${amount}: ${a.reason} A shows it.`, role: "ready" }
    case "authorizing":
      return { words: `${amount} is being authorized.`, role: "text" }
    case "authorized": {
      const when = a.authorizedAt === null ? "" : `, ${pen.clock.moment(a.authorizedAt)}`
      return { words: `${amount} authorized by ${a.authorizedBy ?? "-"}${when}`, role: "dim" }
    }
    default:
      return { words: "Nothing was authorized: it failed or was canceled before.", role: "dim" }
  }
}

type AnsweredLine = RecordedAcknowledgement["lines"][number]

const lineWords = (line: AnsweredLine): string => {
  const pieces = line.quantity === null ? line.sku : `${line.quantity} x ${line.sku}`
  const expected = line.expectedAt === null ? "" : `, expected ${line.expectedAt}`
  const why = [line.code, line.reason].filter((part) => part !== "").join(" ")
  return `${pieces} ${line.answer.replaceAll("_", " ")}${expected}${why === "" ? "" : ` (${why})`}`
}

const answerWords = (answer: RecordedAcknowledgement, pen: Pen): Said => {
  const theirs = answer.supplierOrderNumber === "" ? "" : `, their number ${answer.supplierOrderNumber}`
  const why = answer.reason === "" ? "" : `: ${answer.reason}`
  const lines = answer.lines.map(lineWords).join("; ")
  const standing = answer.standing.replaceAll("_", " ")
  return {
    words: `${pen.clock.moment(answer.recordedAt)} answered: ${standing}${theirs}${why}${lines === "" ? "" : ` · ${lines}`}`,
    role: answer.standing === "rejected" ? "need" : "text"
  }
}

/** What the supplier and we agreed on after the send: payment, and its answers line by line. */
export const agreedLines = (page: OrderPage, number: string, pen: Pen): ReadonlyArray<DocumentLine> => {
  const said = [
    ...page.authorizations.filter((a) => a.number === number).map((a) => authorizationWords(a, pen)),
    ...(page.answers.get(number) ?? []).map((answer) => answerWords(answer, pen))
  ]
  return said.flatMap(({ words, role }) => paragraph(pen, words, role, 2))
}

const requestStates: Readonly<Record<SupplierRequest["state"], Said>> = {
  requested: { words: "the supplier has not heard of it for sure", role: "doubt" },
  communicated: { words: "the supplier was told, no answer yet", role: "text" },
  accepted: { words: "the supplier agreed", role: "done" },
  refused: { words: "the supplier REFUSED; it is open again", role: "need" },
  withdrawn: { words: "taken back before the supplier heard of it", role: "dim" }
}

const requestWords = (request: SupplierRequest, sku: string): Said | null => {
  const line = request.lines.find((one) => one.sku === sku)
  if (line === undefined) return null
  const { words, role } = requestStates[request.state]
  const answer = request.answer === "" ? "" : `: ${request.answer}`
  return {
    words: `${request.about} of ${line.quantity} asked of ${request.supplier} (${request.purchaseOrder}): ${words}${answer}`,
    role
  }
}

/** What was asked about one line of the order after it was sent, beside its quantities. */
export const requestLines = (page: OrderPage, sku: string, pen: Pen): ReadonlyArray<DocumentLine> =>
  page.requests.flatMap((request) => {
    const said = requestWords(request, sku)
    return said === null ? [] : paragraph(pen, said.words, said.role, 2)
  })
