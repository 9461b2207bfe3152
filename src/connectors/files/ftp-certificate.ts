import { createHash } from "node:crypto"
import { isIP } from "node:net"
import { type ConnectionOptions, TLSSocket } from "node:tls"
import type { Client } from "basic-ftp"
import * as Effect from "effect/Effect"
import { foreignError } from "../foreign-text.ts"
import type { FtpLogin } from "./ftp-settings.ts"

/** The certificate that a server showed before anything secret was sent. */
export interface ShownCertificate {
  readonly fingerprint: string
  readonly pem: string
}

const identityOf = (login: FtpLogin): ConnectionOptions => ({
  host: login.host,
  minVersion: "TLSv1.2",
  ...(isIP(login.host) === 0 ? { servername: login.host } : {})
})

/**
 * How a connection judges the server. A pinned certificate is trusted by itself, whoever signed it and whatever name it
 * bears, on the data connections too: each of them is verified again unless it resumes the session of the first.
 */
export const tlsOptionsOf = (login: FtpLogin, pinned: ShownCertificate | null): ConnectionOptions => {
  const identity = identityOf(login)
  if (pinned !== null)
    return {
      ...identity,
      ca: pinned.pem,
      allowPartialTrustChain: true,
      checkServerIdentity: (_host, certificate) =>
        digest(certificate.raw) === pinned.fingerprint ? undefined : new Error("another certificate is shown")
    }
  return login.authority === "" ? identity : { ...identity, ca: login.authority }
}

const digest = (der: Uint8Array): string => createHash("sha256").update(der).digest("hex")

const pemOf = (der: Buffer): string =>
  `-----BEGIN CERTIFICATE-----\n${(der.toString("base64").match(/.{1,64}/g) ?? []).join("\n")}\n-----END CERTIFICATE-----\n`

/** Opens the first connection, up to and with TLS. */
export const greet = async (client: Client, login: FtpLogin, tls: ConnectionOptions): Promise<void> => {
  if (login.security === "implicit")
    return void (await client.connectImplicitTLS(login.host, login.port, tls))
  await client.connect(login.host, login.port)
  // biome-ignore lint/correctness/useHookAtTopLevel: a command of FTP, no hook of React.
  if (login.security === "explicit") await client.useTLS(tls)
}

/** Asks the server for its certificate on a connection of its own, which says nothing secret and is closed at once. */
export const shownCertificate = (
  makeClient: () => Client,
  login: FtpLogin
): Effect.Effect<ShownCertificate, string> =>
  Effect.acquireUseRelease(
    Effect.sync(makeClient),
    (client) =>
      Effect.tryPromise({
        try: async () => {
          await greet(client, login, { ...identityOf(login), rejectUnauthorized: false })
          const { socket } = client.ftp
          const der = socket instanceof TLSSocket ? socket.getPeerCertificate().raw : undefined
          if (der === undefined) throw new Error("the server showed no certificate")
          return { fingerprint: digest(der), pem: pemOf(der) }
        },
        catch: foreignError
      }),
    (client) => Effect.sync(() => client.close())
  )
