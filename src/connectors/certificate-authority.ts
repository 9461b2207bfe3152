import { X509Certificate } from "node:crypto"

/** PEM of somebody's own authority, or of a certificate that nobody else signed. */
export const isCertificate = (pem: string): boolean => {
  try {
    return new X509Certificate(pem).raw.length > 0
  } catch {
    return false
  }
}

/** What a setting of that kind must be. */
export const authorityFault = (name: string, pem: string): string | null =>
  pem.trim() === "" || isCertificate(pem)
    ? null
    : `${name} is not a certificate in PEM form (-----BEGIN CERTIFICATE----- ...).`

/** Instead of the public authorities; empty: those. The name of the server is checked all the same. */
export const trusting = (authority: string) => (authority === "" ? {} : { tls: { ca: authority } })
