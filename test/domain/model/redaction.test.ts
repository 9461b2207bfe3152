import { describe, expect, test } from "vitest"
import { redacted } from "../../../src/domain/model/redaction.ts"

const clean = redacted({
  secrets: ["s3cr3t/+value"],
  personal: ["Jane Kowalski", "14 Elm Street"],
  masksPersonal: true
})
const said = (value: unknown) => JSON.stringify(clean(value))

describe("a document that leaves the house", () => {
  test.each([
    [{ note: "refused s3cr3t/+value here" }],
    [{ note: `in a query ${encodeURIComponent("s3cr3t/+value")}` }],
    [{ note: `Basic ${Buffer.from("s3cr3t/+value").toString("base64")}` }],
    [[{ deep: ["x", { "s3cr3t/+value": 1 }] }]]
  ])("holds no value of the vault: %j", (value) => {
    expect(said(value)).not.toMatch(/s3cr3t|czNjcjN0/)
  })

  test.each([
    [{ headers: { Authorization: "abcdef123456" } }, "abcdef123456"],
    [{ headers: { "X-Api-Key": 987654321 } }, "987654321"],
    [{ says: "X-Api-Key: abcdef123456 was refused" }, "abcdef123456"],
    [{ says: "Bearer abcdef123456 is over" }, "abcdef123456"],
    [{ link: "https://shop.example/a?access_token=abcdef123456&b=1" }, "abcdef123456"],
    [{ link: "https://ana:abcdef123456@shop.example/" }, "abcdef123456"],
    [{ accessToken: "abcdef123456" }, "abcdef123456"],
    [{ cookies: { session: "x" }, set_cookie: ["abcdef123456"] }, "abcdef123456"],
    [{ body: '{"api_key":"abcdef123456"}' }, "abcdef123456"],
    [{ key: "-----BEGIN PRIVATE KEY-----\nabcdef123456\n-----END PRIVATE KEY-----" }, "abcdef123456"]
  ])("holds no secret that nobody knew of: %j", (value, secret) => {
    expect(said(value)).not.toContain(secret)
  })

  test("masks the buyer by value and by key, and leaves the rest", () => {
    const value = {
      says: "Deliver to JANE KOWALSKI, 14 Elm Street; ask jane@example.com",
      shipping_address: { first_name: "Jo", city: "Troy", country: "US" },
      sku: "SKU-1",
      quantity: 2,
      at: new Date(0)
    }
    expect(clean(value)).toEqual({
      says: "Deliver to (masked), (masked); ask (masked)",
      shipping_address: { first_name: "(masked)", city: "(masked)", country: "US" },
      sku: "SKU-1",
      quantity: 2,
      at: "1970-01-01T00:00:00.000Z"
    })
  })

  test("with personal data, secrets are gone all the same", () => {
    const whole = redacted({ secrets: ["s3cr3t/+value"], personal: [], masksPersonal: false })
    expect(whole({ says: "Jane s3cr3t/+value" })).toEqual({ says: "Jane (hidden)" })
  })
})
