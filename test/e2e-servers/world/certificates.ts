import { X509Certificate } from "node:crypto"
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { runCommand } from "../../e2e-vendure/world/bounded-process.ts"
import { host } from "./server.ts"

const withinMs = 60_000

export interface Certificates {
  /** PEM file of the authority that signed the servers' certificate. */
  readonly authority: string
  /** PEM file of an authority that signed nothing here. */
  readonly stranger: string
  readonly certificate: string
  readonly key: string
  /** SHA-256 of the servers' certificate, in hex. */
  readonly fingerprint: string
}

/** An authority of our own and what it signed for this machine, as a supplier with its own authority has them. */
export const makeCertificates = async (openssl: string, folder: string): Promise<Certificates> => {
  await mkdir(folder, { recursive: true, mode: 0o755 })
  const at = (name: string) => join(folder, name)
  const run = (...args: ReadonlyArray<string>) => runCommand({ command: openssl, args, timeoutMs: withinMs })
  const elliptic = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
  const selfSigned = (name: string) =>
    run(
      "req",
      "-x509",
      ...elliptic,
      "-days",
      "2",
      "-subj",
      `/CN=${name}`,
      "-keyout",
      at(`${name}.key`),
      "-out",
      at(`${name}.pem`)
    )
  await selfSigned("authority")
  await selfSigned("stranger")
  await run(
    "req",
    ...elliptic,
    "-subj",
    "/CN=localhost",
    "-keyout",
    at("server.key"),
    "-out",
    at("server.csr")
  )
  await writeFile(at("names"), `subjectAltName=DNS:localhost,IP:${host}\n`)
  const signed = ["-CA", at("authority.pem"), "-CAkey", at("authority.key"), "-CAcreateserial"]
  await run(
    "x509",
    "-req",
    "-in",
    at("server.csr"),
    ...signed,
    "-days",
    "2",
    "-extfile",
    at("names"),
    "-out",
    at("server.pem")
  )
  await chmod(at("server.key"), 0o600)
  const { fingerprint256 } = new X509Certificate(await readFile(at("server.pem")))
  return {
    authority: at("authority.pem"),
    stranger: at("stranger.pem"),
    certificate: at("server.pem"),
    key: at("server.key"),
    fingerprint: fingerprint256.replaceAll(":", "").toLowerCase()
  }
}
