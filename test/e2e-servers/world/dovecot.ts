import { chown, mkdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import type { Certificates } from "./certificates.ts"
import { freePort, host, type Server, startServer, systemUser } from "./server.ts"

export interface MailUser {
  readonly address: string
  readonly password: string
}

export interface Dovecot extends Server {
  readonly imapPort: number
  /** Where Postfix asks whether a login is right. */
  readonly authSocket: string
  /** Maildirs, one a user's address; Postfix delivers into them. */
  readonly mailFolder: string
  readonly owner: { readonly uid: number; readonly gid: number }
}

/** Mailboxes over IMAP with TLS from the first byte, and the logins of the mail server beside them. */
export const startDovecot = async (
  program: string,
  folder: string,
  tls: Certificates,
  users: ReadonlyArray<MailUser>
): Promise<Dovecot> => {
  await mkdir(folder, { recursive: true, mode: 0o755 })
  const owner = systemUser("mail")
  const at = (name: string) => join(folder, name)
  const passwords = users.map(({ address, password }) => `${address}:{PLAIN}${password}\n`).join("")
  await writeFile(at("passwords"), passwords, { mode: 0o644 })
  const imapPort = await freePort()
  const mailFolder = at("mail")
  const authSocket = at("auth")
  await mkdir(mailFolder, { mode: 0o755 })
  await chown(mailFolder, owner.uid, owner.gid)
  const configuration = `
base_dir = ${at("run")}
state_dir = ${at("state")}
log_path = ${at("dovecot.log")}
listen = ${host}
protocols = imap
ssl = required
ssl_cert = <${tls.certificate}
ssl_key = <${tls.key}
auth_mechanisms = plain login
# A wrong password is answered at once: a person tries it on purpose here.
auth_failure_delay = 0 secs
first_valid_uid = 1
mail_location = maildir:${mailFolder}/%u
passdb {
  driver = passwd-file
  args = scheme=PLAIN username_format=%u ${at("passwords")}
}
userdb {
  driver = static
  args = uid=${owner.uid} gid=${owner.gid} home=${mailFolder}/%u
}
service imap-login {
  inet_listener imap {
    port = 0
  }
  inet_listener imaps {
    port = ${imapPort}
    ssl = yes
  }
}
service auth {
  unix_listener ${authSocket} {
    mode = 0660
    user = postfix
    group = postfix
  }
}
`
  await writeFile(at("dovecot.conf"), configuration)
  const server = await startServer({
    name: "dovecot",
    command: program,
    args: ["-F", "-c", at("dovecot.conf")],
    folder,
    ports: [imapPort],
    logFile: at("dovecot.log")
  })
  return { ...server, imapPort, authSocket, mailFolder, owner }
}
