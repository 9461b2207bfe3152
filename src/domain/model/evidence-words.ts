import type { EvidenceKind } from "./dispatch-intent.ts"
import {
  after,
  because,
  capital,
  fact,
  factText,
  type Happening,
  plain,
  shortHash,
  subjectOf
} from "./told-facts.ts"

interface Words {
  readonly say: (h: Happening) => string
  /** What of the detail the sentence has said already. */
  readonly told: ReadonlyArray<string>
}

const words: Readonly<Record<EvidenceKind, Words>> = {
  attempt: {
    say: (h) =>
      fact(h, "trouble") === ""
        ? `Began to send ${subjectOf(h)}`
        : `Sending ${subjectOf(h)} ended without a sure answer${because(h, "trouble")}`,
    told: ["trouble"]
  },
  transport_receipt: {
    say: (h) => `${subjectOf(h)} was received${because(h, "reply")}`,
    told: ["reply"]
  },
  look_up: {
    say: (h) => `Looked for ${subjectOf(h)} at the supplier${because(h, "seen")}${because(h, "answer")}`,
    told: ["seen", "answer"]
  },
  refusal: { say: (h) => `${subjectOf(h)} was REFUSED${because(h)}`, told: ["reason"] },
  failure: {
    say: (h) =>
      `Sending ${subjectOf(h)} FAILED${because(h, fact(h, "message") === "" ? "reason" : "message")}`,
    // The sort of the failure says less than its words.
    told: ["message", "reason"]
  },
  person: {
    say: (h) =>
      `Settled by a person: ${subjectOf(h)} ${h.detail.arrived === true ? "arrived" : "did not arrive"}${after(fact(h, "reason"), "; why: ")}`,
    told: ["arrived", "reason"]
  },
  answer: {
    say: (h) => `The supplier answered to ${subjectOf(h)}: ${plain(fact(h, "standing"))}${because(h)}`,
    told: ["standing", "reason"]
  }
}

/** Names that a machine needs and a person at night does not: the evidence page has them. */
const unsaid: ReadonlySet<string> = new Set(["messageId", "idempotencyKey", "poNumber", "compared"])

const names: Readonly<Record<string, string>> = {
  queueId: "their id",
  supplierOrderId: "their number",
  status: "HTTP",
  refusedRecipients: "refused for",
  kind: "by",
  checkedAfterRename: "looked at again under its last name"
}

const shown = (name: string, value: unknown): string => {
  const text = factText(value)
  // What is true is said; what is not is not there.
  if (value === true) return names[name] ?? name
  if (name === "bytes") return `${Number(text).toLocaleString("en-US")} B`
  return `${names[name] ?? name} ${name === "sha256" ? shortHash(text) : text}`
}

const mostFacts = 8

/** One step of telling a supplier as a sentence, with what proves it; a kind nobody knows by its name. */
export const evidenceWords = (h: Happening): string => {
  const known = h.event in words ? words[h.event as EvidenceKind] : undefined
  const head = known?.say(h) ?? `${capital(plain(h.event))} ${subjectOf(h)}`
  const facts = Object.entries(h.detail)
    .filter(
      ([name, value]) =>
        known?.told.includes(name) !== true && !unsaid.has(name) && value !== "" && value !== false
    )
    .map(([name, value]) => shown(name, value))
    .slice(0, mostFacts)
  return facts.length === 0 ? head : `${head} (${facts.join(", ")})`
}
