/** A text that differs only in its figures (ids, times, addresses) tells the same cause. */
export const withoutFigures = (text: string): string => text.replace(/[0-9]+/g, "#")

/** A text for people of two that tell the same: figures that both have stand, so that an address or a code is seen. */
export const sharedFigures = (one: string, other: string): string => {
  const parts = other.split(/([0-9]+)/)
  return one
    .split(/([0-9]+)/)
    .map((part, index) => (part === parts[index] ? part : withoutFigures(part)))
    .join("")
}
