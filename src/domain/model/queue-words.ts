/** `1,000+` where more was not counted. */
export const boundedCount = (count: number, isMore: boolean): string =>
  `${count.toLocaleString("en-US")}${isMore ? "+" : ""}`

interface Load {
  readonly running: number
  readonly done: number
  readonly failed: number
}

interface Working {
  readonly load: Readonly<Record<string, Load>>
}

/** What all workers together did for a queue within the last minute. */
export const rateOf = (
  queue: string,
  workers: ReadonlyArray<Working>
): { readonly done: number; readonly failed: number } => {
  const loads = workers.flatMap(({ load }) => load[queue] ?? [])
  return {
    done: loads.reduce((sum, { done }) => sum + done, 0),
    failed: loads.reduce((sum, { failed }) => sum + failed, 0)
  }
}

const shortestList = 3

const valueWords = (value: unknown): string => {
  if (Array.isArray(value)) {
    const some = value.slice(0, shortestList).map(valueWords).join(" ")
    return value.length > shortestList ? `${some} … (${value.length})` : some
  }
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value)
}

/** `supplierId 7, intentIds 41 42`: a payload in a line. One that is cut off or no object is shown as it is. */
export const payloadWords = (payload: string): string => {
  let parsed: unknown
  try {
    parsed = JSON.parse(payload)
  } catch {
    return payload
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) return payload
  return Object.entries(parsed)
    .filter(([name]) => name !== "job")
    .map(([name, value]) => `${name} ${valueWords(value)}`)
    .join(", ")
}
