import { describe, expect, it } from "vitest"
import { ftpFault } from "../../../src/connectors/files/ftp-settings.ts"
import { selfSigned } from "../../../src/sandbox/self-signed.ts"
import { closedPort } from "../json-server.ts"
import { ftpSettingsFor } from "../transports/file-worlds.ts"
import { type FtpHabits, FtpTestServer, ftpPassword } from "../transports/ftp-server.ts"
import { supplierOf, Transport } from "../transports/transport-fixture.ts"

type Settings = Readonly<Record<string, string>>

const tried = async (server: FtpTestServer, settings: Settings, password = ftpPassword) => {
  const transportName = server.habits.security === "none" ? "ftp-csv" : "ftps-csv"
  const supplier = supplierOf(transportName, { ...ftpSettingsFor(server), ...settings })
  await using transport = new Transport({ password })
  const failure = await transport.failure((t) => t.test(supplier))
  expect(failure.message).not.toContain("canary")
  return failure
}

const explicit: FtpHabits = { security: "explicit" }

describe("reaching an FTP server", () => {
  it("tells that nobody listens", async () => {
    await using server = await FtpTestServer.open(explicit)
    expect(await tried(server, { port: String(await closedPort()) })).toMatchObject({ reason: "Unreachable" })
  })

  it("tells a wrong password, and does not repeat what the server said of it", async () => {
    await using server = await FtpTestServer.open(explicit)
    expect(await tried(server, {}, "canary-wrong")).toMatchObject({ reason: "Unauthorized" })
  })

  it("does not sign in at a server whose certificate nobody signed, and shows it to compare", async () => {
    await using server = await FtpTestServer.open(explicit)
    const failure = await tried(server, { authority: "" })
    expect(failure).toMatchObject({ reason: "Unauthorized" })
    expect(failure.message).toContain(server.certificate.fingerprint)
    expect(server.commands).not.toContain("PASS ###")
  })

  it.each(["explicit", "implicit"] as const)("trusts a pinned certificate alone, %s", async (security) => {
    await using server = await FtpTestServer.open({ security, requireReuse: true })
    const supplier = supplierOf("ftps-csv", {
      ...ftpSettingsFor(server),
      authority: "",
      certificate: server.certificate.fingerprint.toUpperCase().replace(/(..)(?!$)/g, "$1:")
    })
    await using transport = new Transport({ password: ftpPassword })
    expect((await transport.run((t) => t.test(supplier)))[0]).toContain("pinned")
    const failure = await tried(server, { certificate: "0".repeat(64) })
    expect(failure).toMatchObject({
      reason: "Unauthorized",
      message: expect.stringContaining("not the pinned one")
    })
    expect(server.sessions).toBe(1)
  })

  it("does not take a certificate for another name, or one that has ended", async () => {
    const other = selfSigned({ host: "elsewhere.test", address: "10.0.0.1" })
    await using stranger = await FtpTestServer.open({ ...explicit, certificate: other })
    expect((await tried(stranger, {})).message).toContain("ERR_TLS_CERT_ALTNAME_INVALID")
    const ended = selfSigned({ endsAt: new Date(Date.now() - 86_400_000) })
    await using old = await FtpTestServer.open({ ...explicit, certificate: ended })
    expect((await tried(old, {})).message).toContain("CERT_HAS_EXPIRED")
    expect([...stranger.commands, ...old.commands]).not.toContain("PASS ###")
  })

  it("never falls back to a login without TLS", async () => {
    await using server = await FtpTestServer.open({ security: "none" })
    const supplier = supplierOf("ftps-csv", { ...ftpSettingsFor(server), security: "explicit" })
    await using transport = new Transport({ password: ftpPassword })
    const failure = await transport.failure((t) => t.test(supplier))
    expect(failure).toMatchObject({
      reason: "Misconfigured",
      message: expect.stringContaining("refuses TLS")
    })
    expect(server.commands.some((command) => command.startsWith("USER"))).toBe(false)
  })

  it("sends no file to a server that does not protect its contents", async () => {
    await using server = await FtpTestServer.open(explicit)
    server.faults.refuseProtection = true
    expect((await tried(server, {})).message).toContain("does not protect file contents")
    expect(server.commands.some((command) => command.startsWith("STOR"))).toBe(false)
  })
})

describe("plain FTP", () => {
  it("is refused until somebody accepted it, before anything is said to the server", async () => {
    await using server = await FtpTestServer.open({ security: "none" })
    const failure = await tried(server, { plainFtpAccepted: "" })
    expect(failure).toMatchObject({
      reason: "Misconfigured",
      message: expect.stringContaining("readable for everybody")
    })
    expect(server.commands).toEqual([])
  })

  it.each(["", "yes", "2026-11-22", "Jane Doe", " 2026-11-22"])(
    "is not accepted by %j",
    (plainFtpAccepted) => {
      expect(ftpFault("ftp")({ host: "h", user: "u", plainFtpAccepted })).toContain("plainFtpAccepted")
    }
  )

  it("says in its test what was accepted, and by whom", async () => {
    await using server = await FtpTestServer.open({ security: "none" })
    await using transport = new Transport({ password: ftpPassword })
    const [line] = await transport.run((t) => t.test(supplierOf("ftp-csv", ftpSettingsFor(server))))
    expect(line).toContain("Accepted by Jane Doe 2026-11-22")
  })
})

describe("settings of FTP", () => {
  it.each([
    [{ host: "", user: "u" }, "host"],
    [{ host: "h", user: "a\r\nDELE x" }, "user"],
    [{ host: "h", user: "u", security: "none" }, "explicit, implicit"],
    [{ host: "h", user: "u", port: "0" }, "port"],
    [{ host: "h", user: "u", certificate: "abc" }, "SHA-256"],
    [{ host: "h", user: "u", authority: "-----BEGIN CERTIFICATE-----" }, "PEM"]
  ])("names what is wrong in %j", (settings, word) => {
    expect(ftpFault("ftps")(settings as Settings)).toContain(word)
  })
})
