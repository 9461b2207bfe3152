/** A place in an answer: names joined by dots, `[]` after a name that holds a list: `data.orders[].po`. Empty: the whole. */
export interface JsonPath {
  readonly steps: ReadonlyArray<{ readonly name: string; readonly list: boolean }>
}

const stepText = /^([^.[\]]*)(\[\])?$/

/** Null for what is not a path. A list at the very top is `[]`, or `[].po` for a field in it. */
export const jsonPath = (text: string): JsonPath | null => {
  if (text === "") return { steps: [] }
  const steps: Array<{ name: string; list: boolean }> = []
  for (const [index, part] of text.split(".").entries()) {
    const match = stepText.exec(part)
    const name = match?.[1] ?? ""
    const list = match?.[2] !== undefined
    if (match === null || (name === "" && !(index === 0 && list))) return null
    steps.push({ name, list })
  }
  return { steps }
}

export const isRecord = (json: unknown): json is Readonly<Record<string, unknown>> =>
  typeof json === "object" && json !== null && !Array.isArray(json)

/** A value with all that it lies in, nearest first. */
export interface Found {
  readonly value: unknown
  readonly within: ReadonlyArray<unknown>
}

export interface Walk {
  readonly found: ReadonlyArray<Found>
  /** Every list on the way was there and held nothing. An answer of another shape is not that. */
  readonly emptyList: boolean
}

export const walk = (json: unknown, path: JsonPath): Walk => {
  let here: ReadonlyArray<Found> = [{ value: json, within: [] }]
  let astray = false
  let sawEmpty = false
  for (const step of path.steps) {
    const next: Array<Found> = []
    for (const { value, within } of here) {
      const held =
        step.name === ""
          ? value
          : isRecord(value) && Object.hasOwn(value, step.name)
            ? value[step.name]
            : undefined
      const around = [value, ...within]
      if (step.list && Array.isArray(held)) {
        if (held.length === 0) sawEmpty = true
        for (const item of held) next.push({ value: item, within: around })
      } else if (step.list || held === undefined) astray = true
      else next.push({ value: held, within: around })
    }
    here = next
  }
  return { found: here, emptyList: here.length === 0 && sawEmpty && !astray }
}

/** Text or a number as text; nothing else names anything. */
export const plainValue = (value: unknown): string => {
  if (typeof value === "string") return value.trim()
  return typeof value === "number" ? String(value) : ""
}
