/** What JSON can say and PostgreSQL's text cannot: the zero character and half of a surrogate pair. */
const unstorable = /\0|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

const storable = (_key: string, value: unknown): unknown =>
  typeof value === "string" ? value.replace(unstorable, "\ufffd") : value

/**
 * Rows as one JSON text, so that a statement has one parameter whatever their number: `${rowParameter(rows)}::text::jsonb`
 * (without `::text` the driver would encode the text once more). Only suspicious texts pay for the slow clean-up.
 */
export const rowParameter = (rows: unknown): string => {
  const text = JSON.stringify(rows)
  return text.includes("\\u0000") || text.includes("\\ud") ? JSON.stringify(rows, storable) : text
}
