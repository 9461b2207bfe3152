import * as Effect from "effect/Effect"
import { trySupplier } from "../../domain/operations/try-supplier.ts"
import { now } from "../../domain/ports/clock.ts"
import type { SettingField } from "../../domain/ports/sales-channels.ts"
import type { CommandServices } from "../command-services.ts"
import { type Draft, secretsOf, settingsOf, supplierOf } from "./draft.ts"
import type { Step, Taken } from "./step.ts"

/** Stand in for what was not answered yet, so that what was answered can be judged at once. Never stored. */
const fillers: Readonly<Record<string, string>> = {
  host: "host.example",
  user: "user",
  hostKey: "SHA256:0000000000000000000000000000000000000000000",
  root: "/srv/example",
  inboundFolder: "in",
  outboundFolder: "out",
  from: "us@shop.example",
  to: "orders@supplier.example",
  senderId: "US",
  receiverId: "THEM",
  url: "https://api.supplier.example",
  orderPath: "/orders",
  orderIdField: "id",
  auth: "api-key",
  plainFtpAccepted: "Nobody 2026-01-01"
}

/** What this answer makes wrong that was not wrong before it. What is only missing is asked later. */
const newFault = (draft: Draft, name: string, text: string): string | null => {
  const { kind } = draft
  if (kind?.fault === undefined) return null
  const known = new Set(kind.fields.map((f) => f.name))
  const base = Object.fromEntries(Object.entries(fillers).filter(([field]) => known.has(field)))
  const before = { ...base, ...settingsOf(draft) }
  const { [name]: _, ...without } = before
  const after =
    text === ""
      ? { ...without, ...(name in base && { [name]: base[name] ?? "" }) }
      : { ...before, [name]: text }
  const fault = kind.fault(after)
  return fault === null || /missing/.test(fault) || fault === kind.fault(before) ? null : fault
}

const fingerprint = /SHA256:[A-Za-z0-9+/=]{20,60}/

/** Nothing secret leaves before the host key is right: the server is asked for its key alone. */
const shownHostKey = Effect.fn("shownHostKey")(function* (draft: Draft) {
  const supplier = { ...supplierOf(draft), name: "this supplier" }
  const { hostKey: _, ...settings } = supplier.settings
  const said = yield* trySupplier({ ...supplier, settings }, secretsOf(draft)).pipe(
    Effect.as(""),
    Effect.catch((failure) => Effect.succeed(failure.message))
  )
  return { key: fingerprint.exec(said)?.[0] ?? null, said }
})

const hostKeyStep = (base: Step): Step => ({
  ...base,
  usual: "",
  before: (draft) =>
    Effect.map(shownHostKey(draft), ({ key, said }) =>
      key === null
        ? [`The server's key could not be seen: ${said}`]
        : [
            `The server shows ${key}`,
            "Compare it with what the supplier told you, by another way than this connection. Paste theirs, or write yes if they are the same."
          ]
    ),
  take: (text, draft) =>
    Effect.gen(function* (): Effect.fn.Return<Taken, never, CommandServices> {
      if (text === "") return { value: "" }
      const { key } = yield* shownHostKey(draft)
      if (text.toLowerCase() === "yes")
        return key === null
          ? { fault: "There is nothing to say yes to: paste what the supplier told you." }
          : { value: key }
      if (!fingerprint.test(text)) return { fault: "Paste SHA256:... as the supplier gave it, or write yes." }
      if (key !== null && key.replace(/=+$/, "") !== text.replace(/=+$/, ""))
        return { fault: `The server shows ${key}, not that. Ask the supplier: somebody may stand between.` }
      return { value: text }
    })
})

/** The warning is accepted by name, and the day is recorded with it. */
const plainFtpStep = (base: Step): Step => ({
  ...base,
  prompt: "Your name, if you accept that",
  usual: "",
  take: (text) =>
    /^[\p{L}\p{N}][\p{L}\p{N} .'-]{1,60}$/u.test(text)
      ? Effect.map(now, (at) => ({ value: `${text} ${at.toISOString().slice(0, 10)}` }))
      : Effect.succeed({
          fault: "Write your name, go back with <, or leave with Ctrl-C: without it plain FTP is not used."
        })
})

const stepOf = (draft: Draft, field: SettingField): Step => {
  const question = draft.profile?.questions.find((q) => q.about === field.name)
  const example = question?.example ?? null
  const base: Step = {
    key: `${field.secret ? "secret" : "set"}.${field.name}`,
    prompt: question?.ask ?? field.label,
    help: [
      `${field.label}: ${field.help}`,
      ...(question?.help ? [question.help] : []),
      ...(example === null ? [] : [`For example: ${example}`]),
      ...(field.secret ? ["It is not shown. From a file: @ and its path."] : [])
    ],
    usual: draft.profile?.settings[field.name] ?? "",
    required: field.required,
    secret: field.secret,
    take: (text, at) => {
      const fault = field.secret ? null : newFault(at, field.name, text)
      return Effect.succeed(fault === null ? { value: text } : { fault })
    }
  }
  if (field.name === "plainFtpAccepted") return plainFtpStep(base)
  return /^(sftpH|h)ostKey$/.test(field.name) && !field.secret ? hostKeyStep(base) : base
}

const isAsked = (draft: Draft, field: SettingField): boolean =>
  (field.required && draft.profile?.settings[field.name] === undefined) ||
  draft.profile?.questions.some((q) => q.about === field.name) === true

/** A login is complete only with its secret, so the host key comes after all of them. */
const inOrder = (fields: ReadonlyArray<SettingField>): ReadonlyArray<SettingField> => {
  const late = (f: SettingField) => Number(/hostKey$/i.test(f.name))
  return fields.toSorted((a, b) => late(a) - late(b))
}

/** A transport signs in somehow: without a profile all that belongs to it is asked for, although each alone may be left out. */
const isLogin = (draft: Draft, { name, secret }: SettingField): boolean =>
  draft.profile === null &&
  (secret || /^(over|auth|apiKeyHeader|user|tokenUrl|clientId|security|imapUser)$/.test(name))

export const askedFields = (draft: Draft): ReadonlyArray<Step> =>
  inOrder(draft.kind?.fields.filter((f) => isAsked(draft, f) || isLogin(draft, f)) ?? []).map((f) =>
    stepOf(draft, f)
  )

export const otherFields = (draft: Draft): ReadonlyArray<Step> =>
  (draft.kind?.fields ?? [])
    .filter((f) => !isAsked(draft, f) && !isLogin(draft, f))
    .map((f) => stepOf(draft, f))
