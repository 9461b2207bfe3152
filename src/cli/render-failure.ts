import type { OutsideReason } from "../domain/ports/failure.ts"
import { safe } from "../tui/safe-text.ts"
import type { CommandFailure } from "./command-services.ts"
import { type Format, renderJson } from "./render-answer.ts"

/** What goes where, and how the program ends. */
export interface Outcome {
  readonly stdout: string
  readonly stderr: string
  readonly code: 0 | 1 | 2
}

interface Said {
  readonly reason: string
  readonly message: string
}

/** What a person can do about a party outside, whichever it is. */
const outsideStep: Readonly<Record<OutsideReason, string>> = {
  Unreachable: "Check its address and the network, then try again.",
  NoAnswer: "Try again; what may have arrived is looked up before anything is repeated.",
  Unauthorized:
    "Correct the login (--secret), or what the server is known by (--set): channels set, suppliers set or carriers set.",
  Throttled: "It asks for patience: try again in a few minutes.",
  Malformed: "Try again; if it stays, tell whoever runs it.",
  Rejected: "Its answer says what it wants.",
  Misconfigured: "Correct its settings: channels set, suppliers set or carriers set, mail in the environment."
}

const nextStep = (failure: CommandFailure): string => {
  switch (failure._tag) {
    case "CarrierFailure":
    case "ChannelFailure":
    case "TransportFailure":
    case "MailFailure":
    case "AlertFailure":
      return outsideStep[failure.reason]
    case "VaultFailure":
      return "switchyard doctor shows which key is looked for. Nothing was overwritten."
    case "StoreFailure":
      return "switchyard doctor shows what is wrong with the database."
    case "Refusal":
      return ""
  }
}

const tags: ReadonlyArray<string> = [
  "AlertFailure",
  "CarrierFailure",
  "ChannelFailure",
  "MailFailure",
  "Refusal",
  "StoreFailure",
  "TransportFailure",
  "VaultFailure"
] satisfies ReadonlyArray<CommandFailure["_tag"]>

const isFailure = (value: unknown): value is CommandFailure =>
  typeof value === "object" && value !== null && "_tag" in value && tags.includes(String(value._tag))

const longestMessage = 1000

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`)

const sayFailure = (failure: CommandFailure): Said => {
  const reason = failure._tag === "Refusal" ? "Refusal" : `${failure._tag}.${failure.reason}`
  const step = nextStep(failure)
  // A message that names its own next step needs no second one.
  const ends = step === "" || /switchyard /.test(failure.message) ? "" : ` ${step}`
  return { reason, message: `${sentence(failure.message.slice(0, longestMessage))}${ends}` }
}

const sayDefect = (defect: unknown, logPath: string | null): Said => {
  const name = defect instanceof Error ? defect.message : String(defect)
  const log = logPath === null ? "" : ` The whole of it is in ${logPath}.`
  return {
    reason: "Defect",
    message: `This is a fault of Switchyard: ${name.split("\n")[0]?.slice(0, 200)}.${log}`
  }
}

const outcomeOf = (said: Said, format: Format, code: 1 | 2): Outcome =>
  format.json
    ? { stdout: renderJson({ error: said }), stderr: "", code }
    : { stdout: "", stderr: `switchyard: ${safe(said.message)}\n`, code }

/** One clear line for whatever went wrong, also for what fails before a command runs (database, key, settings). */
export const renderFailure = (error: unknown, format: Format, logPath: string | null): Outcome =>
  outcomeOf(isFailure(error) ? sayFailure(error) : sayDefect(error, logPath), format, 1)

export const renderUsage = (message: string, hint: string, format: Format): Outcome => {
  const said = outcomeOf({ reason: "Usage", message }, format, 2)
  return format.json ? said : { ...said, stderr: `${said.stderr}${hint}\n` }
}
