import type { Authorization } from "../../../domain/ports/authorization-store.ts"
import { age } from "../../age.ts"
import { type Piece, piece } from "../../components/painted.ts"
import type { DocumentLine } from "../../components/scroll.ts"
import type { Reading } from "../../live-query.ts"
import { safe, wrapped } from "../../safe-text.ts"
import type { Desk } from "../../screen.ts"
import type { Role } from "../../theme.ts"
import { troubleText } from "../../trouble-text.ts"
import { amountText } from "./authorizing.ts"

interface Page {
  readonly desk: Desk
  readonly width: number
}

const labelColumns = 14

const text = ({ desk }: Page, words: string, role: Role = "text"): Piece =>
  piece(safe(words), desk.theme.of(role))

const fact = (page: Page, label: string, words: string, role: Role = "text"): ReadonlyArray<DocumentLine> =>
  words === ""
    ? []
    : wrapped(safe(words), page.width - labelColumns - 4, 4).map((line, index) => [
        text(page, `  ${(index === 0 ? label : "").padEnd(labelColumns)}`, "dim"),
        piece(line, page.desk.theme.of(role))
      ])

const steps = (page: Page, a: Authorization): ReadonlyArray<DocumentLine> => {
  const theirs = a.supplierOrderNumber === "" ? "" : ` (their number ${a.supplierOrderNumber})`
  const costs =
    a.amount === null
      ? "Our books do not know its cost: read there what it asks for."
      : `It must ask for ${amountText(a)}; if not, authorize nothing and ask ${a.supplier}.`
  return [
    [],
    [text(page, "BY HAND, IN ITS PORTAL", "dim")],
    ...fact(page, "1", `Open the portal of ${a.supplier} and find ${a.number}${theirs}.`),
    ...fact(page, "2", costs),
    ...fact(page, "3", "Authorize it there, and note the reference that it shows."),
    ...fact(page, "4", "Press A here: type amount and reference, and say yes.")
  ]
}

const callLines = (page: Page, a: Authorization): ReadonlyArray<DocumentLine> =>
  fact(
    page,
    "A tells it",
    `by its own call, once, that ${a.supplier} may capture the payment. A lost answer is looked up, never repeated blindly.`
  )

const waitingLines = (page: Page, a: Authorization): ReadonlyArray<DocumentLine> => [
  [text(page, a.number, "accent"), text(page, ` to ${a.supplier} waits for your yes`)],
  ...fact(page, "amount", amountText(a), a.amount === null ? "need" : "text"),
  ...fact(page, "why you", a.reason),
  ...fact(
    page,
    "waits since",
    `${page.desk.clock.moment(a.askedAt)} (${age(a.askedAt, page.desk.clock.now())})`
  ),
  ...fact(page, "their number", a.supplierOrderNumber),
  ...fact(page, "contact", a.contact),
  ...(a.way === "person" ? steps(page, a) : callLines(page, a))
]

const otherWords = (page: Page, a: Authorization): { readonly words: string; readonly role: Role } => {
  switch (a.state) {
    case "authorized": {
      const note = a.note === "" ? "" : ` (${a.note})`
      const when = a.authorizedAt === null ? "" : `, ${page.desk.clock.moment(a.authorizedAt)}`
      return { words: `${amountText(a)} by ${a.authorizedBy ?? "-"}${when}${note}`, role: "done" }
    }
    case "authorizing":
      return { words: `${amountText(a)}: the supplier is being told`, role: "text" }
    case "dropped":
      return { words: "failed or was canceled before anybody authorized it", role: "dim" }
    default:
      return { words: `${amountText(a)} waits for your yes after the one above`, role: "ready" }
  }
}

const otherLines = (page: Page, a: Authorization): ReadonlyArray<DocumentLine> => {
  const { words, role } = otherWords(page, a)
  return [
    [],
    [text(page, a.number, "accent"), text(page, ` to ${a.supplier}`)],
    ...fact(page, a.state, words, role)
  ]
}

export const waitingOf = (all: ReadonlyArray<Authorization>): ReadonlyArray<Authorization> =>
  all.filter(({ state }) => state === "awaiting")

/** The yes that is asked now first, whole; below it what else of the order was or will be asked. */
export const authorizeDocument = (
  number: string,
  reading: Reading<ReadonlyArray<Authorization>>,
  page: Page
): ReadonlyArray<DocumentLine> => {
  const { value } = reading
  if (value === null) return [[text(page, troubleText(reading) ?? `Reading what #${number} waits for …`)]]
  const [first] = waitingOf(value)
  const others = value.filter((a) => a !== first)
  return [
    ...(first === undefined
      ? [[text(page, `No supplier of #${number} waits for a yes.`, "done")]]
      : waitingLines(page, first)),
    ...others.flatMap((a) => otherLines(page, a))
  ]
}
