/** PostgreSQL's text holds every character but NUL; the picture of it keeps the place visible. */
const nul = /\0/g

/** Text from outside as a text column takes it, cut to a limit of characters. */
export const storableText = (text: string, limit: number): string => {
  const whole = text.replace(nul, "\u2400")
  return whole.length <= limit ? whole : `${whole.slice(0, limit - 1)}…`
}
