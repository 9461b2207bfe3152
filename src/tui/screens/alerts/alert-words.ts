import type { AlertRow } from "../../../domain/ports/alert-store.ts"
import type { Role } from "../../theme.ts"

export interface AlertState {
  readonly word: string
  readonly role: Role
}

/** Open and told, silenced by a person, or gone by itself. */
export const stateOf = ({ goneAt, mutedBy, urgency }: AlertRow): AlertState => {
  if (goneAt !== null) return { word: "gone", role: "dim" }
  if (mutedBy !== null) return { word: "dismissed", role: "dim" }
  return urgency === "page" ? { word: "URGENT", role: "need" } : { word: "open", role: "doubt" }
}

type Telling = AlertRow["tellings"][number]

const tellingWords: Readonly<Record<Telling["state"], AlertState>> = {
  due: { word: "waits", role: "text" },
  telling: { word: "under way", role: "text" },
  told: { word: "delivered", role: "done" },
  given_up: { word: "REFUSED", role: "need" }
}

/** A message that was refused and is tried again says so: nobody has heard of it. */
export const tellingState = ({ state, failure }: Telling): AlertState =>
  state === "due" && failure !== null ? { word: "refused, again later", role: "need" } : tellingWords[state]

/** Who has heard of it, or that nobody has. */
export const toldWords = ({ tellings }: AlertRow): AlertState => {
  const told = [...new Set(tellings.filter(({ state }) => state === "told").map(({ to }) => to))]
  if (told.length > 0) return { word: told.join(", "), role: "text" }
  const isRefused = tellings.some(({ failure }) => failure !== null)
  return isRefused ? { word: "REFUSED", role: "need" } : { word: "nobody yet", role: "dim" }
}
