const edges = /[┌+][─-].*[┐+]/
const floor = /[└+][─-]+[┘+]/
/** The header and the place above, the rule or the question and the keys below: a box leaves them as they are. */
const above = 2
const below = 2

/** Letters before the box may be two columns wide, and its own sign says where it is; ASCII has none, and no wide letters. */
const inside = (line: string, bottom: string): string => {
  const [left, right] = bottom.includes("└")
    ? [line.indexOf("│"), line.lastIndexOf("│")]
    : [bottom.indexOf("+"), bottom.lastIndexOf("+")]
  return left < right ? line.slice(left + 1, right) : ""
}

/** Where a box lies over a screen, what stands in it: the rows beside it are cut off in the middle of a word. */
export const withoutHidden = (lines: ReadonlyArray<string>): ReadonlyArray<string> => {
  const top = lines.findIndex((line, at) => at >= above && edges.test(line))
  const end = lines.findLastIndex((line, at) => at > top && floor.test(line))
  const bottom = lines[end]
  if (top < 0 || bottom === undefined) return lines
  const title = (edges.exec(lines[top] ?? "")?.[0] ?? "").replace(/^.[─-]+|[─-]+.$|─|-{2,}/g, " ")
  const last = Math.max(end + 1, lines.length - below)
  return [
    ...lines.slice(0, above),
    title,
    ...lines.slice(top + 1, end).map((line) => inside(line, bottom)),
    ...lines.slice(last)
  ]
}
