const url = "DATABASE_URL"

interface Trouble {
  readonly is: (code: string, message: string) => boolean
  readonly advice: string
}

const unknownSigners = new Set([
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "CERT_SIGNATURE_FAILURE"
])

const troubles: ReadonlyArray<Trouble> = [
  {
    is: (code) => unknownSigners.has(code),
    advice: `The database's certificate is signed by an authority that is not known here, so nothing was sent to it. Add its authority to ${url}: ?sslmode=verify-full&sslrootcert=/path/to/ca.pem`
  },
  {
    is: (code) => code === "ERR_TLS_CERT_ALTNAME_INVALID",
    advice: `The database's certificate is for another name, so nothing was sent to it. Use in ${url} the host name that the certificate has.`
  },
  {
    is: (code) => code === "CERT_HAS_EXPIRED" || code === "CERT_NOT_YET_VALID",
    advice:
      "The database's certificate is not valid now, so nothing was sent to it. Renew it on the server, or set this machine's clock."
  },
  {
    // 28000: PostgreSQL has no rule for a login that comes without TLS.
    is: (code, message) => code === "28000" && /no encryption|SSL off/.test(message),
    advice: `The database takes this login over TLS only. Add to ${url}: ?sslmode=verify-full&sslrootcert=/path/to/ca.pem`
  }
]

/** What to do about a connection that was not made for its TLS; null: it is no such trouble. */
export const connectionAdvice = (code: string, message: string): string | null =>
  troubles.find(({ is }) => is(code, message))?.advice ?? null
