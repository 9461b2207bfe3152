import * as Effect from "effect/Effect"
import { Refusal } from "../domain/ports/failure.ts"
import type { SettingField } from "../domain/ports/sales-channels.ts"
import { didYouMean } from "./nearest.ts"

/** Each --set is a field of the kind that is no secret, each --secret one that is. Values are not echoed. */
export const demandSettings = Effect.fn("demandSettings")(function* (
  kind: string,
  fields: ReadonlyArray<SettingField>,
  settings: ReadonlyArray<string>,
  secrets: ReadonlyArray<string>
) {
  const names = fields.map((f) => f.name)
  const unknown = [...settings, ...secrets].find((name) => !names.includes(name))
  if (unknown !== undefined)
    return yield* new Refusal({
      message: `${kind} has no setting ${unknown}.${didYouMean(unknown, names)} It has: ${names.join(", ")}.`
    })
  const open = settings.find((name) => fields.some((f) => f.name === name && f.secret))
  if (open !== undefined)
    return yield* new Refusal({
      message: `${open} is a secret: give it by --secret ${open} (standard input) or --secret-file ${open}=path. Nothing was kept; change it where it was typed.`
    })
  const plain = secrets.find((name) => fields.some((f) => f.name === name && !f.secret))
  if (plain !== undefined)
    return yield* new Refusal({ message: `${plain} is no secret: give it by --set ${plain}=...` })
})

export const fieldRows = (fields: ReadonlyArray<SettingField>): ReadonlyArray<ReadonlyArray<string>> =>
  fields.map((f) => [
    f.secret ? `--secret ${f.name}` : `--set ${f.name}=...`,
    f.required ? "required" : "optional",
    `${f.label}: ${f.help}${f.link === undefined ? "" : ` (${f.link})`}`
  ])
