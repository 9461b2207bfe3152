import { type HoldKind, holdKinds } from "../../../domain/model/hold.ts"
import type { OrderFilter, Triage, TriageLine } from "../../../domain/ports/order-board.ts"
import type { Role } from "../../theme.ts"

/** A line of what needs a person, with the list behind it. */
export interface TriageRow {
  /** The cursor is bound to it. */
  readonly name: string
  readonly letter: string
  readonly label: string
  readonly role: Role
  readonly count: number
  readonly oldestAt: Date | null
  readonly filter: OrderFilter
}

const words: Readonly<Record<TriageLine["kind"], Pick<TriageRow, "letter" | "label" | "role">>> = {
  resolve: { letter: "r", label: "RESOLVE", role: "need" },
  process: { letter: "P", label: "PROCESS, ready", role: "ready" },
  settle: { letter: "d", label: "IN DOUBT", role: "doubt" },
  retry: { letter: "R", label: "FAILED", role: "need" },
  push: { letter: "R", label: "push REJECTED", role: "need" },
  authorize: { letter: "A", label: "AUTHORIZE payment", role: "ready" }
}

const holdLabel = (kind: string): string => (kind in holdKinds ? holdKinds[kind as HoldKind].label : kind)

export const needRows = (triage: Triage): ReadonlyArray<TriageRow> =>
  // Few suppliers have a portal that asks: the line is there when one does.
  triage.lines
    .filter(({ kind, count }) => kind !== "authorize" || count > 0)
    .map(({ kind, count, oldestAt }) => ({
      name: kind,
      ...words[kind],
      count,
      oldestAt,
      filter: { action: kind }
    }))

/** Holds by reason, most frequent first. */
export const holdRows = (triage: Triage): ReadonlyArray<TriageRow> =>
  triage.holds.map(({ kind, count, oldestAt }) => ({
    name: `hold ${kind}`,
    letter: "",
    label: holdLabel(kind),
    role: "text" as const,
    count,
    oldestAt,
    filter: { hold: kind }
  }))

export const triageRows = (triage: Triage): ReadonlyArray<TriageRow> => [
  ...needRows(triage),
  ...holdRows(triage)
]
