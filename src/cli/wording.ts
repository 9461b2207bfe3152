/** `#1043`; some channels write the mark themselves. */
export const orderName = (channelOrderNumber: string): string =>
  channelOrderNumber.startsWith("#") ? channelOrderNumber : `#${channelOrderNumber}`

/** `1 order`, `2 orders`. */
export const countOf = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? "" : "s"}`
