/** The digits of a number by their character codes; a letter counts as carriers count it: A is 2, B is 3, ... J is 1. */
const digitOf = (character: string): number => {
  const code = character.charCodeAt(0)
  return code >= 48 && code <= 57 ? code - 48 : (code - 3) % 10
}

const weightedSum = (text: string, weightAt: (index: number) => number): number => {
  let sum = 0
  for (let i = 0; i < text.length; i++) sum += digitOf(text.charAt(i)) * weightAt(i)
  return sum
}

/** What is missing to the next ten, with one weight for the places 0, 2, 4 ... and one for those between. */
export const mod10 =
  (even: number, odd: number) =>
  (serial: string): number =>
    (10 - (weightedSum(serial, (i) => (i % 2 === 0 ? even : odd)) % 10)) % 10

/** The rest of the whole number. Its serials have ten digits at most, far below 2^53. */
export const mod7 = (serial: string): number => Number(serial) % 7

/** The weights come again and again; the rest by 11, of which 10 counts as 0. */
export const mod11 =
  (weights: ReadonlyArray<number>) =>
  (serial: string): number =>
    (weightedSum(serial, (i) => weights[i % weights.length] ?? 0) % 11) % 10

const postalWeights = [8, 6, 4, 2, 3, 5, 9, 7]

/** UPU S10: 11 minus the rest by 11, where 10 becomes 0 and 11 becomes 5. */
export const postal = (serial: string): number => {
  const digit = 11 - (weightedSum(serial, (i) => postalWeights[i] ?? 0) % 11)
  return digit === 10 ? 0 : digit === 11 ? 5 : digit
}
