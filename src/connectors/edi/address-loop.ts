import type { Address } from "../../domain/model/address.ts"
import { identifier, required, text } from "./x12-text.ts"
import { type NewSegment, segment } from "./x12-writer.ts"

/** N402 takes two letters; a longer region goes to N406 as a state or province by name. */
const place = (to: Address): NewSegment => {
  const isShort = to.region.length <= 2
  return segment(
    "N4",
    required(text("city", to.city, 30, 2)),
    isShort ? text("region", to.region, 2, 2) : "",
    text("postal code", to.postalCode, 15, 3),
    identifier("country", to.country, 3, 2),
    isShort ? "" : "SP",
    isShort ? "" : text("region", to.region, 30)
  )
}

/** Words in rows of at most so many characters: a label wants all of them, and X12 has short elements. */
const inRows = (value: string, most: number): ReadonlyArray<string> => {
  if (value.length <= most) return [value]
  const rows: Array<string> = []
  for (const word of value.split(/\s+/)) {
    const longer = `${rows.at(-1) ?? ""} ${word}`
    if (rows.length > 0 && longer.length <= most) rows[rows.length - 1] = longer
    else rows.push(word)
  }
  return rows
}

const mostStreetRows = 4

/** N3 may stand twice with two rows each. What has no room there is refused: half a street is another street. */
const streets = (to: Address): ReadonlyArray<NewSegment> => {
  const second = to.address2 === "" ? [] : inRows(to.address2, 55)
  const rows = [...inRows(to.address1, 55), ...second]
  if (rows.length <= 2)
    return [
      segment(
        "N3",
        required(text("street", rows[0] ?? "", 55)),
        text("street, second line", rows[1] ?? "", 55)
      )
    ]
  const last = rows.slice(mostStreetRows - 1).join(" ")
  const [first = "", next = "", third = ""] = rows
  return [
    segment("N3", required(text("street", first, 55)), text("street, second row", next, 55)),
    segment("N3", text("street, third row", third, 55), text("street, fourth row", last, 55))
  ]
}

/** N1 with the name, address and place of somebody. */
export const addressLoop = (kind: string, to: Address): ReadonlyArray<NewSegment> => {
  const [full, company] = to.name === "" ? [to.company, ""] : [to.name, to.company]
  const [name = "", ...more] = inRows(full, 60)
  const rest = [...more, ...(company === "" ? [] : [company])]
  return [
    segment("N1", kind, required(text("ship-to name", name, 60))),
    ...(rest.length === 0
      ? []
      : [
          segment(
            "N2",
            text(more.length > 0 ? "ship-to name" : "company", rest[0] ?? "", 60),
            text("company", rest.slice(1).join(" "), 60)
          )
        ]),
    ...streets(to),
    place(to)
  ]
}
