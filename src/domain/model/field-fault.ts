import type * as Schema from "effect/Schema"
import * as SchemaIssue from "effect/SchemaIssue"

/** What is wrong with which field of a document. */
export interface FieldFault {
  readonly path: ReadonlyArray<string | number>
  readonly message: string
}

const standard = SchemaIssue.makeFormatterStandardSchemaV1()

const key = (part: unknown): string | number => {
  const name = typeof part === "object" && part !== null && "key" in part ? part.key : part
  return typeof name === "number" ? name : String(name)
}

/** The schema's own words, as a sentence about a field. */
const words = (message: string): string => {
  if (message === "Missing key") return "is missing"
  if (message === "Expected no excess property") return "is not known here"
  const expected = /^Expected (.*)$/su.exec(message)?.[1]
  if (expected === undefined) return message
  return /^[a-z]+$/.test(expected)
    ? `is not a ${expected}`
    : `is not one of ${expected.replaceAll(" | ", ", ")}`
}

export const fieldFaults = (error: Schema.SchemaError): ReadonlyArray<FieldFault> =>
  standard(error.issue).issues.map((issue) => ({
    path: (issue.path ?? []).map(key),
    message: words(issue.message)
  }))

export const faultText = ({ path, message }: FieldFault): string =>
  path.length === 0
    ? message
    : `${path.join(".")} ${/^[a-z]/.test(message) ? message : `: ${message}`}`.replace(" :", ":")

export const isFaults = <A extends object>(
  value: A | ReadonlyArray<FieldFault>
): value is ReadonlyArray<FieldFault> => Array.isArray(value)
