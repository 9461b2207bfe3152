import type { Supplier } from "./supplier.ts"

/** A field that suppliers need of a channel (requirement IN-17): a warehouse code, our account there, a brand. */
export interface ChannelValue {
  readonly name: string
  readonly help: string
  readonly askedBy: ReadonlyArray<string>
}

/** How such a field is named: it stands in templates as `channel.<name>`. */
export const isChannelValueName = (name: string): boolean => /^[a-z][A-Za-z0-9]{0,39}$/.test(name)

/** What these suppliers ask of every channel, each field once. */
export const askedOf = (suppliers: ReadonlyArray<Supplier>): ReadonlyArray<ChannelValue> => {
  const asked = new Map<string, ChannelValue>()
  for (const { name: supplier, terms } of suppliers)
    for (const [name, help] of Object.entries(terms.channelFields ?? {})) {
      const before = asked.get(name)
      asked.set(name, { name, help: before?.help ?? help, askedBy: [...(before?.askedBy ?? []), supplier] })
    }
  return [...asked.values()]
}

type Values = Readonly<Record<string, string>>

export const hasValue = (values: Values, name: string): boolean =>
  Object.hasOwn(values, name) && (values[name] ?? "").trim() !== ""

/** What one supplier is told: only what it asks for. */
export const valuesFor = ({ terms }: Supplier, values: Values): Values =>
  Object.fromEntries(
    Object.keys(terms.channelFields ?? {}).flatMap((name) =>
      hasValue(values, name) ? [[name, values[name] ?? ""] as const] : []
    )
  )

/** What is wrong with a value that was given; null: nothing. */
export const channelValueFault = (name: string, value: string): string | null => {
  if (!isChannelValueName(name)) return `“${name.slice(0, 40)}” cannot be the name of a field.`
  return value.length > 200 || /\p{Cc}/u.test(value)
    ? `${name} takes one line of at most 200 characters.`
    : null
}

/** The name in `channel.<name>`, as templates and columns have it; null: it is something else. */
export const channelValueIn = (place: string): string | null => {
  const name = place.startsWith("channel.") ? place.slice("channel.".length) : ""
  return isChannelValueName(name) ? name : null
}
