const bars = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

/** One bar for each number, the highest as high as there is; nothing at all lies flat. */
export const sparkLine = (numbers: ReadonlyArray<number>): string => {
  const most = Math.max(0, ...numbers)
  return numbers
    .map((n) => bars[n <= 0 || most === 0 ? 0 : Math.max(1, Math.round((n / most) * (bars.length - 1)))])
    .join("")
}
