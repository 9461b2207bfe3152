/** Names a field by the keys that lead to it, without the indexes of lists: `order.lines.title`. */
export interface Field {
  readonly path: string
  /** The last key. */
  readonly name: string
  /** Of the nearest list around it; 0 where there is none. */
  readonly index: number
}

export interface Walker {
  text?(value: string, field: Field): string
  number?(value: number, field: Field): number
  /** Whether the keys of this record are words from outside too. */
  hasForeignKeys?(field: Field): boolean
}

const below = (field: Field, key: string): Field => ({
  path: field.path === "" ? key : `${field.path}.${key}`,
  name: key,
  index: field.index
})

const walkRecord = (value: object, walker: Walker, field: Field): object => {
  const isForeign = walker.hasForeignKeys?.(field) ?? false
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      isForeign && walker.text !== undefined ? walker.text(key, below(field, "key")) : key,
      walked(member, walker, below(field, key))
    ])
  )
}

/** The same answer with each text and number of it replaced by what the walker says; other kinds of values stay. */
export const walked = (
  value: unknown,
  walker: Walker,
  field: Field = { path: "", name: "", index: 0 }
): unknown => {
  if (typeof value === "string") return walker.text?.(value, field) ?? value
  if (typeof value === "number") return walker.number?.(value, field) ?? value
  if (typeof value !== "object" || value === null || value instanceof Date) return value
  if (value instanceof Uint8Array)
    return new TextEncoder().encode(walked(new TextDecoder().decode(value), walker, field) as string)
  if (Array.isArray(value)) {
    return value.map((member, index) => walked(member, walker, { ...field, index }))
  }
  if (value instanceof Map)
    return new Map([...value].map(([key, member]) => [key, walked(member, walker, field)]))
  if (value instanceof Set) return new Set([...value].map((member) => walked(member, walker, field)))
  // What has a class of its own (a secret, an effect) is not looked into.
  return Object.getPrototypeOf(value) === Object.prototype ? walkRecord(value, walker, field) : value
}
