import { alertClasses, classOf } from "../../../domain/model/alert.ts"
import type { AlertRow } from "../../../domain/ports/alert-store.ts"
import { type Piece, piece } from "../../components/painted.ts"
import { grouped } from "../../order-words.ts"
import { safe, wrapped } from "../../safe-text.ts"
import type { Desk } from "../../screen.ts"
import type { Role } from "../../theme.ts"
import { tellingState } from "./alert-words.ts"

type Line = ReadonlyArray<Piece>

const mostTellings = 20

const spoken = (desk: Desk, words: string, width: number, role: Role): ReadonlyArray<Line> =>
  wrapped(safe(words), width, 3).map((line) => [piece(line, desk.theme.of(role))])

const factsOf = (alert: AlertRow, desk: Desk): string => {
  const { clock } = desk
  const value = alert.value === "" ? "" : ` worth ${alert.value}`
  const times = `${grouped(alert.count)} ${alert.count === 1 ? "time" : "times"}${value}`
  const gone = alert.goneAt === null ? "still so" : `went by itself ${clock.moment(alert.goneAt)}`
  return `${times}, first ${clock.moment(alert.firstAt)}, last ${clock.moment(alert.lastAt)}, ${gone}`
}

const mutedWords = ({ mutedBy, mutedReason }: AlertRow): string =>
  mutedBy === null
    ? ""
    : `Dismissed by ${mutedBy}${mutedReason === "" ? "" : `: ${mutedReason}`}. It ends when the cause goes.`

const tellingLine = (telling: AlertRow["tellings"][number], desk: Desk): Line => {
  const { word, role } = tellingState(telling)
  const reason = telling.failure === null ? "" : `: ${telling.failure}`
  return [
    piece(safe(`${desk.clock.moment(new Date(telling.at))}  `), desk.theme.of("dim")),
    piece(safe(`${telling.kind} to ${telling.to}  `), desk.theme.of("text")),
    piece(safe(`${word}${reason}`), desk.theme.of(role))
  ]
}

/** All there is to know of one alert: what it means, since when, and what became of each message that named it. */
export const alertDetail = (alert: AlertRow, desk: Desk, width: number): ReadonlyArray<Line> => {
  const found = classOf(alert.cause)
  const muted = mutedWords(alert)
  const nobody = "Nobody was told. Routes: switchyard alerts route add"
  return [
    ...spoken(desk, alert.title, width, "text"),
    ...(found === null ? [] : spoken(desk, `It means: ${alertClasses[found].means}.`, width, "dim")),
    ...spoken(desk, factsOf(alert, desk), width, "dim"),
    ...(muted === "" ? [] : spoken(desk, muted, width, "doubt")),
    ...(alert.tellings.length === 0
      ? spoken(desk, nobody, width, "dim")
      : alert.tellings.slice(-mostTellings).map((telling) => tellingLine(telling, desk)))
  ]
}
