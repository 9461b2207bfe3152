import { mkdir } from "node:fs/promises"
import { join } from "node:path"
import { type OpenSshServer, startOpenSsh } from "../../e2e-vendure/world/openssh-server.ts"
import { type Certificates, makeCertificates } from "./certificates.ts"
import { type Dovecot, type MailUser, startDovecot } from "./dovecot.ts"
import type { Programs } from "./packages.ts"
import { type Postfix, startPostfix } from "./postfix.ts"
import { startVsftpd, type Vsftpd } from "./vsftpd.ts"

/** Our own mailbox, and that of the supplier who takes purchase orders by mail. */
export const ours: MailUser = { address: "po@shop.example", password: "our-own-box" }
export const clerk: MailUser = { address: "orders@cedar.example", password: "cedar-clerk" }
/** An address of a known domain without a mailbox: mail to it comes back. */
export const nobody = "gone@cedar.example"

export interface World {
  readonly programs: Programs
  readonly tls: Certificates
  /** Two logins whose keys differ: the supplier's, and one whose key is not let in as the supplier's. */
  readonly ssh: OpenSshServer<"alder">
  readonly ftps: Vsftpd
  readonly imap: Dovecot
  readonly smtp: Postfix
  readonly close: () => Promise<void>
}

/** Everybody outside, started from Debian's own programs with configurations and folders of this run alone. */
export const startWorld = async (programs: Programs, folder: string): Promise<World> => {
  const running: Array<{ readonly stop: () => Promise<void> }> = []
  const kept = async <A extends { readonly stop: () => Promise<void> }>(starting: Promise<A>): Promise<A> => {
    const server = await starting
    running.unshift(server)
    return server
  }
  const close = async () => {
    for (const server of running.splice(0)) await server.stop()
  }
  const at = async (name: string) => {
    await mkdir(join(folder, name), { recursive: true, mode: 0o755 })
    return join(folder, name)
  }
  try {
    const tls = await makeCertificates(programs.openssl, await at("tls"))
    const { sshd, sshKeygen } = programs
    const sshPrograms = { available: true, sshd, sshKeygen } as const
    const ssh = await kept(
      startOpenSsh({ programs: sshPrograms, folder: await at("ssh"), accounts: ["alder"] })
    )
    for (const name of ["inbound", "outbound"])
      await mkdir(join(ssh.logins.alder.folder, name), { recursive: true })
    const ftps = await kept(startVsftpd(programs.vsftpd, await at("ftps"), tls))
    const users = [ours, clerk]
    const imap = await kept(startDovecot(programs.dovecot, await at("imap"), tls, users))
    const boxes = users.map((user) => user.address)
    const smtp = await kept(startPostfix(programs.postfixMaster, await at("smtp"), tls, imap, boxes))
    return { programs, tls, ssh, ftps, imap, smtp, close }
  } catch (cause) {
    await close()
    throw cause
  }
}
