import { describe, expect, it } from "vitest"
import { addressHint, missingFields } from "../../../../src/domain/model/address-rules.ts"
import { orderDetail } from "../../world/sample-detail.ts"

const { shipTo } = orderDetail(42).order

describe("what is said beside a postal code", () => {
  it.each([
    ["US", "62704"],
    ["US", "62704-1234"],
    ["GB", "SW1A 1AA"],
    ["GB", "sw1a1aa"],
    ["CA", "K1A 0B1"],
    ["CA", "k1a0b1"],
    ["DE", "10115"],
    ["PL", "00-950"],
    ["AE", "00000"],
    ["HK", "999077"],
    ["EG", "١١٥١١"],
    ["JP", "１００-０００１"]
  ])("nothing, where it is one of %s: %s", (country, postalCode) =>
    expect(addressHint({ ...shipTo, country, postalCode }, "postalCode")).toBeNull()
  )

  it.each([
    ["US", "1234"],
    ["GB", "12345"],
    ["CA", "12345"],
    ["DE", "1011"],
    ["PL", "0095"]
  ])(
    "a warning, where it is none of %s: %s; it is not missing, so it holds nothing up",
    (country, postalCode) => {
      const address = { ...shipTo, country, postalCode }
      expect(addressHint(address, "postalCode")).toBe(`not the form of one in ${country}`)
      expect(missingFields(address, ["postalCode"])).toEqual([])
    }
  )

  it.each(["AE", "HK"])("%s has none, so none is missing, whatever a supplier asks for", (country) =>
    expect(missingFields({ ...shipTo, country, postalCode: "" }, ["postalCode"])).toEqual([])
  )
})

describe("what is said beside a phone", () => {
  it.each(["+44 20 7946 0958", "+49 (0)30 123456", "+48 22 123 45 67", "+971-4-123 4567", "+852 1234 5678"])(
    "nothing, where it is written as at home: %s",
    (phone) => expect(addressHint({ ...shipTo, phone }, "phone")).toBeNull()
  )

  it.each(["+٢٠ ١٠٠ ١٢٣ ٤٥٦٧", "۰۹۱۲ ۳۴۵ ۶۷۸۹", "０３-１２３４-５６７８"])(
    "nothing, in whatever digits it is written, and it is not missing: %s",
    (phone) => {
      expect(addressHint({ ...shipTo, phone }, "phone")).toBeNull()
      expect(missingFields({ ...shipTo, phone }, ["phone"])).toEqual([])
    }
  )

  it.each(["", "-", "٠", "n/a"])("that it is missing, with fewer digits than any number has: %j", (phone) =>
    expect(missingFields({ ...shipTo, phone }, ["phone"])).toEqual(["phone"])
  )

  it.each([
    ["12345", "short for a phone number"],
    ["+1 217 555 0142 0142 0142", "longer than any phone number"],
    ["555 0142 ask Ann", "holds more than a phone number"]
  ])("a warning that holds nothing up: %s", (phone, hint) => {
    expect(addressHint({ ...shipTo, phone }, "phone")).toBe(hint)
    expect(missingFields({ ...shipTo, phone }, ["phone"])).toEqual([])
  })
})
