/** Commands, flags and names are suggested by the same rule as the fields of a query. */
export { didYouMean } from "../domain/model/near-word.ts"
