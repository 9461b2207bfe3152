import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import type { Agent, Dispatcher } from "undici"
import { now } from "../domain/ports/clock.ts"
import { OutsideReason } from "../domain/ports/failure.ts"
import { errorCode, foreignError, foreignText } from "./foreign-text.ts"
import { judgeStatus, retryAfterMs } from "./http-status.ts"
import { isLoopback } from "./loopback.ts"

export class HttpFailure extends Schema.TaggedError<HttpFailure>()("HttpFailure", {
  reason: OutsideReason,
  /** In the user's words. Holds no credentials. */
  message: Schema.String,
  retryAfterMs: Schema.optionalKey(Schema.Number),
  /** Proved: not one byte of the request was written. */
  neverLeft: Schema.optionalKey(Schema.Boolean)
}) {}

export interface JsonRequest {
  readonly url: string
  /** Secret headers travel redacted, and are blotted out of whatever the other side says. */
  readonly headers: Readonly<Record<string, string | Redacted.Redacted>>
  readonly body: unknown
}

export interface JsonAnswer {
  readonly status: number
  readonly json: unknown
  readonly header: (name: string) => string | null
}

export interface RawRequest {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string | Redacted.Redacted>>
  readonly body: Uint8Array | null
}

/** An answer as it came, whatever its status says. */
export interface RawAnswer {
  readonly status: number
  readonly text: string
  readonly header: (name: string) => string | null
}

export interface HttpLimits {
  readonly bodyBytes: number
  readonly connectMs: number
  readonly totalMs: number
}

export const defaultLimits: HttpLimits = { bodyBytes: 16 * 1024 * 1024, connectMs: 10_000, totalMs: 30_000 }

export interface Http {
  readonly postJson: (request: JsonRequest) => Effect.Effect<JsonAnswer, HttpFailure>
  /** Bytes out, answer in, judged by the caller. Its time limit holds where nobody may interrupt, too. */
  readonly exchange: (request: RawRequest) => Effect.Effect<RawAnswer, HttpFailure>
}

/** Before the request left: nobody was reached, so nothing was done. */
const neverLeft = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EADDRNOTAVAIL",
  "UND_ERR_CONNECT_TIMEOUT"
])

/** The same codes come from a connection that broke in use; then the request may have left. */
const onOpenConnection = (cause: unknown): boolean =>
  typeof cause === "object" &&
  cause !== null &&
  "syscall" in cause &&
  (cause.syscall === "read" || cause.syscall === "write")

const isCertificateTrouble = (code: string): boolean =>
  /^(CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_)/.test(code)

class BodyTooLarge extends Error {}

const thrown = (origin: string, cause: unknown, secrets: ReadonlyArray<Redacted.Redacted>): HttpFailure => {
  if (cause instanceof BodyTooLarge) return new HttpFailure({ reason: "Malformed", message: cause.message })
  if (cause instanceof Error && cause.name === "TimeoutError")
    return new HttpFailure({ reason: "NoAnswer", message: `${origin} did not answer in time.` })
  const code = errorCode(cause)
  if (neverLeft.has(code) && !onOpenConnection(cause))
    return new HttpFailure({
      reason: "Unreachable",
      message: `${origin} cannot be reached (${code}).`,
      neverLeft: true
    })
  if (isCertificateTrouble(code))
    return new HttpFailure({
      reason: "Misconfigured",
      message: `${origin} cannot prove who it is: its TLS certificate is not trusted (${code}).`,
      // ERR_SSL_ is said of a connection in use, too.
      neverLeft: !code.startsWith("ERR_SSL_")
    })
  if (code === "UND_ERR_INVALID_ARG")
    return new HttpFailure({
      reason: "Misconfigured",
      message: `No request to ${origin} can be made: a header holds a character that headers cannot carry.`,
      neverLeft: true
    })
  return new HttpFailure({
    reason: "NoAnswer",
    message: `${origin} did not answer: ${foreignError(cause, secrets)}${code === "" ? "" : ` (${code})`}.`
  })
}

const checkedUrl = (text: string): Effect.Effect<URL, HttpFailure> => {
  const misconfigured = (message: string) => new HttpFailure({ reason: "Misconfigured", message })
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null) return misconfigured(`"${foreignText(text)}" is not an address. Write https://...`)
  if (url.username !== "" || url.password !== "")
    return misconfigured("The address holds a name or password. Store them as secrets instead.")
  if (url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url.hostname)))
    return Effect.succeed(url)
  return misconfigured(`${url.origin} is not encrypted. Write https://... in the address.`)
}

const readBody = async (body: Dispatcher.ResponseData["body"], limit: number): Promise<string> => {
  const chunks: Array<Buffer> = []
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.length
    // Leaving the loop destroys the stream and with it the connection: the rest is never read.
    if (bytes > limit)
      throw new BodyTooLarge(`The answer is larger than ${Math.round(limit / 1_048_576)} MB.`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString("utf8")
}

const headerOf =
  (headers: Dispatcher.ResponseData["headers"]) =>
  (name: string): string | null => {
    const value = headers[name.toLowerCase()]
    return value === undefined ? null : Array.isArray(value) ? (value[0] ?? null) : value
  }

const parsed = (text: string): { readonly json: unknown } | null => {
  try {
    return { json: JSON.parse(text) }
  } catch {
    return null
  }
}

const hasGraphqlShape = (json: unknown): boolean =>
  typeof json === "object" && json !== null && ("data" in json || "errors" in json)

const judged = Effect.fn("judgeAnswer")(function* (url: URL, raw: RawAnswer) {
  const { header } = raw
  const body = parsed(raw.text)
  // A GraphQL server speaks in its body, with a 400 too; its words are better than a number. With every other status it is
  // somebody before it who speaks (a firewall, a redirect), in words that only look the same.
  const mayBeIt = (raw.status >= 200 && raw.status < 300) || raw.status === 400
  if (mayBeIt && body !== null && hasGraphqlShape(body.json))
    return { status: raw.status, json: body.json, header } satisfies JsonAnswer
  const wait = retryAfterMs(header("retry-after"), yield* now)
  const verdict = judgeStatus(raw.status, wait, header("location"), url.origin)
  if (verdict !== null)
    return yield* new HttpFailure({
      reason: verdict.reason,
      message: verdict.message,
      ...(verdict.reason === "Throttled" && wait !== null ? { retryAfterMs: wait } : {})
    })
  if (body !== null) return { status: raw.status, json: body.json, header } satisfies JsonAnswer
  const what = /^\s*</.test(raw.text)
    ? "a web page"
    : raw.text === ""
      ? "nothing"
      : "something that is not JSON"
  return yield* new HttpFailure({
    reason: "Malformed",
    message: `${url.origin} answered with ${what} instead of data. Check the address of the API.`
  })
})

const lazily = <A>(load: () => Promise<A>): (() => Promise<A>) => {
  let loaded: Promise<A> | undefined
  return () => {
    loaded ??= load()
    return loaded
  }
}

/** JSON over HTTP with a bound on everything. Redirects are not followed: credentials go only where they were meant to. */
export const makeHttp = Effect.fn("makeHttp")(function* (
  limits: HttpLimits = defaultLimits
): Effect.fn.Return<Http, never, Scope.Scope> {
  let agent: Agent | undefined
  const undici = lazily(() => import("./undici.ts"))
  yield* Effect.addFinalizer(() => Effect.promise(async () => agent?.destroy()))
  const send = async (url: URL, request: RawRequest, signal: AbortSignal): Promise<RawAnswer> => {
    const { Agent } = await undici()
    agent ??= new Agent({ connect: { timeout: limits.connectMs }, connections: 16, keepAliveTimeout: 10_000 })
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [
        name,
        Redacted.isRedacted(value) ? Redacted.value(value) : value
      ])
    )
    const answer = await agent.request({
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method: request.method as Dispatcher.HttpMethod,
      headers: { accept: "application/json", ...headers },
      body: request.body,
      signal,
      headersTimeout: limits.totalMs,
      bodyTimeout: limits.totalMs
    })
    return {
      status: answer.statusCode,
      header: headerOf(answer.headers),
      text: await readBody(answer.body, limits.bodyBytes)
    }
  }
  const postJson = Effect.fn("postJson")(function* (request: JsonRequest) {
    const url = yield* checkedUrl(request.url)
    const secrets = Object.values(request.headers).filter((value) => Redacted.isRedacted(value))
    const raw = yield* Effect.tryPromise({
      try: (signal) =>
        send(
          url,
          {
            method: "POST",
            url: request.url,
            headers: { "content-type": "application/json", ...request.headers },
            body: Buffer.from(JSON.stringify(request.body))
          },
          signal
        ),
      catch: (cause) => thrown(url.origin, cause, secrets)
    }).pipe(
      Effect.timeoutOrElse({
        duration: limits.totalMs,
        orElse: () =>
          new HttpFailure({
            reason: "NoAnswer",
            message: `${url.origin} did not answer within ${Math.round(limits.totalMs / 1000)} s.`
          })
      })
    )
    return yield* judged(url, raw)
  })
  const exchange = Effect.fn("exchange")(function* (request: RawRequest) {
    const url = yield* checkedUrl(request.url)
    const secrets = Object.values(request.headers).filter((value) => Redacted.isRedacted(value))
    return yield* Effect.tryPromise({
      try: (signal) => send(url, request, AbortSignal.any([signal, AbortSignal.timeout(limits.totalMs)])),
      catch: (cause) => thrown(url.origin, cause, secrets)
    })
  })
  return { postJson, exchange }
})
