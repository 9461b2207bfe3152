const minute = 60
const hour = 60 * minute
const day = 24 * hour
const mostDays = 1000

/** `8s`, `11m`, `2h`, `3d`, `4y`: at most four columns. What lies ahead is `0s`. */
export const age = (since: Date | number, now: number): string => {
  const seconds = Math.max(0, Math.floor((now - Number(since)) / 1000))
  if (seconds < minute) return `${seconds}s`
  if (seconds < hour) return `${Math.floor(seconds / minute)}m`
  if (seconds < 2 * day) return `${Math.floor(seconds / hour)}h`
  const days = Math.floor(seconds / day)
  return days < mostDays ? `${days}d` : `${Math.floor(days / 365)}y`
}

const mostSeconds = 10 * minute

/** What is left until then: in seconds as long as somebody may be counting along, so `112s` and then `12m`. */
export const timeLeft = (until: Date | number, now: number): string => {
  const seconds = Math.max(0, Math.ceil((Number(until) - now) / 1000))
  return seconds <= mostSeconds ? `${seconds}s` : age(now, Number(until))
}
