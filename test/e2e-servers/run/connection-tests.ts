import { readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import type { Said, Switchyard } from "../../e2e-vendure/run/switchyard.ts"
import type { Verdict } from "../../e2e-vendure/run/verdict.ts"
import { runCommand } from "../../e2e-vendure/world/bounded-process.ts"
import type { World } from "../world/world.ts"
import { alder, birch, cedar, dune, ftpsSettings, type Settings, sets, sftpSettings } from "./suppliers.ts"

const wordsOf = (said: Said): string => `${said.stdout}${said.stderr}`

const judge = (verdict: Verdict, what: string, said: Said, code: number, ...words: ReadonlyArray<RegExp>) => {
  const text = wordsOf(said)
  verdict.check(what, said.code === code && words.every((word) => word.test(text)), { code: said.code, text })
}

/** `suppliers test` against each real server, as it is. */
export const testConnections = async (program: Switchyard, verdict: Verdict): Promise<void> => {
  const test = (name: string) => program.run(["suppliers", "test", name])
  judge(verdict, "OpenSSH: the test signs in with the pinned host key", await test(alder), 0, /inbound/)
  judge(verdict, "vsftpd: the test signs in by explicit TLS", await test(birch), 0, /inbound/)
  const mail = [/Signed in as po@shop\.example/, /No mail was sent/, /Signed in at localhost \(tls\)/]
  judge(verdict, "Postfix and Dovecot: the test signs in at both", await test(cedar), 0, ...mail)
  judge(
    verdict,
    "a supplier that has no mailbox there tests as well as any: no mail is sent",
    await test(dune),
    0,
    ...mail
  )
}

interface Wrong {
  readonly what: string
  readonly supplier: string
  readonly settings?: Settings
  readonly secret?: readonly [name: string, text: string]
  readonly words: ReadonlyArray<RegExp>
}

/** A key that opens nothing, and the fingerprint of a host that is not ours. */
const strangerKey = async (world: World, folder: string): Promise<string> => {
  const file = join(folder, "stranger.key")
  const args = ["-q", "-t", "ed25519", "-N", "", "-f", file]
  await runCommand({ command: world.programs.sshKeygen, args, timeoutMs: 60_000 })
  return readFile(file, "utf8")
}

const anotherHost = `SHA256:${"A".repeat(43)}`
const anotherCertificate = "ab".repeat(32)

const wrongs = async (world: World, folder: string): Promise<ReadonlyArray<Wrong>> => [
  {
    what: "OpenSSH: another host key than the pinned one is refused",
    supplier: alder,
    settings: { hostKey: anotherHost },
    words: [/host key/i, new RegExp(world.ssh.logins.alder.hostKeyFingerprint.replace(/[+/]/g, "\\$&"))]
  },
  {
    what: "OpenSSH: a key that is not let in is said so",
    supplier: alder,
    settings: { hostKey: world.ssh.logins.alder.hostKeyFingerprint },
    secret: ["privateKey", await strangerKey(world, folder)],
    words: [/refuses the login|login/i]
  },
  {
    what: "vsftpd: a certificate of an unknown authority is refused and its fingerprint shown",
    supplier: birch,
    settings: { authority: await readFile(world.tls.stranger, "utf8") },
    words: [/is not trusted/, new RegExp(world.tls.fingerprint)]
  },
  {
    what: "vsftpd: another certificate than the pinned one is refused",
    supplier: birch,
    settings: { authority: "", certificate: anotherCertificate },
    words: [/not the pinned one/, new RegExp(world.tls.fingerprint)]
  },
  {
    what: "vsftpd: a wrong password is said so",
    supplier: birch,
    settings: { certificate: world.tls.fingerprint },
    secret: ["password", "wrong"],
    words: [/refuses the login of anonymous/, /Check user and password/]
  },
  {
    what: "Postfix: a wrong password is said so",
    supplier: cedar,
    secret: ["password", "wrong"],
    words: [/localhost refuses the login\. Check user and password\./]
  },
  {
    what: "Dovecot: a wrong password is said so",
    supplier: dune,
    secret: ["imapPassword", "wrong"],
    words: [/localhost refuses the login of the mailbox\. Check imapUser and its secret/]
  }
]

const restore = async (world: World, program: Switchyard, folder: string): Promise<void> => {
  const file = (field: string, name: string) => ["--secret-file", `${field}=${join(folder, name)}`]
  await program.ask([
    "suppliers",
    "set",
    alder,
    ...sets(sftpSettings(world)),
    ...file("privateKey", "alder.key")
  ])
  // A pinned certificate stays instead of the authority: both ways are gone here.
  const pinned = { ...(await ftpsSettings(world)), authority: "", certificate: world.tls.fingerprint }
  await program.ask(["suppliers", "set", birch, ...sets(pinned), ...file("password", "birch.txt")])
  await program.ask(["suppliers", "set", cedar, ...file("password", "mail.txt")])
  await program.ask(["suppliers", "set", dune, ...file("imapPassword", "mail.txt")])
}

/** Each wrong setting by itself; at the end everything is right again, with vsftpd's certificate pinned. */
export const testRefusals = async (
  world: World,
  program: Switchyard,
  distrustful: Switchyard,
  folder: string,
  verdict: Verdict
): Promise<void> => {
  for (const { what, supplier, settings = {}, secret, words } of await wrongs(world, folder)) {
    const flags: Array<string> = [...sets(settings)]
    if (secret !== undefined) {
      const file = join(folder, "wrong-secret")
      await writeFile(file, secret[1], { mode: 0o600 })
      flags.push("--secret-file", `${secret[0]}=${file}`)
    }
    await program.ask(["suppliers", "set", supplier, ...flags])
    const said = await program.run(["suppliers", "test", supplier])
    judge(verdict, what, said, 1, ...words)
    verdict.check(`${what}: no secret is shown`, !wordsOf(said).includes("PRIVATE KEY"))
  }
  await restore(world, program, folder)
  const said = await distrustful.run(["suppliers", "test", cedar])
  const words = /localhost cannot prove who it is: its TLS certificate is not trusted/
  judge(verdict, "Postfix: a certificate of an unknown authority is refused", said, 1, words)
}
