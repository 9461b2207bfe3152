/** `1 order`, `2 orders`; what is not made with an s says its plural. */
export const countOf = (n: number, noun: string, many = `${noun}s`): string => `${n} ${n === 1 ? noun : many}`
