import { commandLine } from "../../domain/model/shell-word.ts"

/** What comes after a supplier was added. */
export const addedLines = (name: string): ReadonlyArray<string> => [
  `Supplier ${name} was added.`,
  `Try it: ${commandLine("suppliers", "test", name)}`,
  `Give it products: ${commandLine("suppliers", "products", name, "products.csv")}`
]
