import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { describe, expect, it } from "vitest"
import { foreignText } from "../../src/connectors/foreign-text.ts"
import { HttpFailure, type HttpLimits, makeHttp } from "../../src/connectors/http.ts"
import { closedPort, JsonServer, type Reply } from "./json-server.ts"

const limits: HttpLimits = { bodyBytes: 1024 * 1024, connectMs: 1000, totalMs: 400 }
const canary = "canary-4f1c9d"

const ask = (url: string) =>
  Effect.runPromise(
    Effect.scoped(
      Effect.gen(function* () {
        const http = yield* makeHttp(limits)
        const headers = { authorization: Redacted.make(`Bearer ${canary}`) }
        return yield* Effect.result(http.postJson({ url, headers, body: { query: "{ a }" } }))
      })
    )
  )

const failureOf = async (reply: Reply): Promise<HttpFailure> => {
  await using server = await JsonServer.open(reply)
  const result = await ask(server.url)
  if (result._tag === "Success") throw new Error(`answered ${JSON.stringify(result.success)}`)
  expect(result.failure).toBeInstanceOf(HttpFailure)
  expect(JSON.stringify(result.failure)).not.toContain(canary)
  return result.failure
}

const status =
  (code: number, headers: Record<string, string> = {}, body = "{}"): Reply =>
  (_call, response) => {
    response.writeHead(code, headers)
    response.end(body)
  }

describe("postJson", () => {
  it("hands over what the server answered", async () => {
    await using server = await JsonServer.open(status(200, { "x-token": "t" }, '{"data":{"a":1}}'))
    const result = await ask(server.url)
    if (result._tag === "Failure") throw result.failure
    expect(result.success.json).toEqual({ data: { a: 1 } })
    expect(result.success.header("X-Token")).toBe("t")
    expect(server.calls[0]?.authorization).toBe(`Bearer ${canary}`)
  })

  it("tells that nothing left when nobody listens", async () => {
    const result = await ask(`http://127.0.0.1:${await closedPort()}/`)
    expect(result).toMatchObject({ failure: { reason: "Unreachable" } })
  })

  it("tells that the answer is lost when the connection drops after the request", async () => {
    const failure = await failureOf((_call, response) => void response.socket?.destroy())
    expect(failure.reason).toBe("NoAnswer")
  })

  it("does not wait for ever", async () => {
    const failure = await failureOf(() => {})
    expect(failure).toMatchObject({ reason: "NoAnswer" })
  })

  it("does not wait for ever in the middle of a body", async () => {
    const failure = await failureOf((_call, response) => {
      response.writeHead(200)
      response.write('{"data":')
    })
    expect(failure.reason).toBe("NoAnswer")
  })

  it("stops reading a body of 200 MB early", async () => {
    let sent = 0
    const failure = await failureOf((_call, response) => {
      const chunk = Buffer.alloc(64 * 1024, 0x20)
      const more = () => {
        while (!response.destroyed && sent < 200 * 1024 * 1024) {
          sent += chunk.length
          if (!response.write(chunk)) return void response.once("drain", more)
        }
        response.end()
      }
      more()
    })
    expect(failure).toMatchObject({ reason: "Malformed", message: "The answer is larger than 1 MB." })
    expect(sent).toBeLessThan(50 * 1024 * 1024)
  })

  it("knows a web page from data", async () => {
    const failure = await failureOf(status(200, {}, "<!doctype html><title>Shop</title>"))
    expect(failure).toMatchObject({ reason: "Malformed" })
    expect(failure.message).toContain("a web page instead of data")
  })

  it.each([
    ["seconds", "7", 7000, 7000],
    ["a date", new Date(Date.now() + 120_000).toUTCString(), 100_000, 121_000]
  ])("obeys Retry-After in %s", async (_form, header, least, most) => {
    const failure = await failureOf(status(429, { "retry-after": header }))
    expect(failure.reason).toBe("Throttled")
    expect(failure.retryAfterMs).toBeGreaterThanOrEqual(least)
    expect(failure.retryAfterMs).toBeLessThanOrEqual(most)
  })

  it.each([
    [401, "Unauthorized"],
    [403, "Unauthorized"],
    [404, "Misconfigured"],
    [422, "Rejected"],
    [429, "Throttled"],
    [500, "NoAnswer"],
    [502, "NoAnswer"]
  ])("HTTP %i is %s", async (code, reason) => {
    expect((await failureOf(status(code))).reason).toBe(reason)
  })

  it("does not carry credentials to where a redirect points", async () => {
    await using elsewhere = await JsonServer.open(status(200, {}, '{"data":{}}'))
    const failure = await failureOf(status(307, { location: elsewhere.url }))
    expect(failure.reason).toBe("Misconfigured")
    expect(failure.message).toContain(elsewhere.url)
    expect(elsewhere.calls).toHaveLength(0)
  })

  it("blots out a secret that the server quotes", async () => {
    const failure = await failureOf(status(302, { location: `https://other.test/a?token=Bearer ${canary}` }))
    expect(failure.message).toContain("redirects to https://other.test/a.")
    expect(foreignText(`no ${canary} here`, [Redacted.make(`Bearer ${canary}`)])).toBe("no [secret] here")
  })

  it.each([
    ["http://shop.example.com/admin-api", "not encrypted"],
    ["http://10.0.0.7/admin-api", "not encrypted"],
    ["http://127.0.0.1.example.com/", "not encrypted"],
    ["ftp://127.0.0.1/", "not encrypted"],
    ["https://user:pass@shop.example.com/", "name or password"],
    ["shop", "not an address"]
  ])("refuses %s before anything is sent", async (url, words) => {
    const result = await ask(url)
    expect(result).toMatchObject({ failure: { reason: "Misconfigured" } })
    expect(JSON.stringify(result)).toContain(words)
  })
})
