import { accessSync, constants, existsSync } from "node:fs"
import { delimiter, join } from "node:path"
import { runCommand } from "../../e2e-vendure/world/bounded-process.ts"
import { type Unavailable, unavailable } from "../../e2e-vendure/world/unavailable.ts"

/** Which Debian package brings which program. */
const wanted = {
  sshd: "openssh-server",
  "ssh-keygen": "openssh-client",
  sftp: "openssh-client",
  vsftpd: "vsftpd",
  postfix: "postfix",
  dovecot: "dovecot-core",
  openssl: "openssl"
} as const

const folders = ["/usr/sbin", "/usr/bin", "/sbin", "/bin"]
const installWithinMs = 4 * 60_000

export interface Programs {
  readonly available: true
  readonly sshd: string
  readonly sshKeygen: string
  readonly sftp: string
  readonly vsftpd: string
  /** Postfix's master daemon, which is started without its scripts: those look after the system's own Postfix. */
  readonly postfixMaster: string
  readonly dovecot: string
  readonly openssl: string
}

const isExecutable = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

const find = (name: string): string | undefined =>
  [...(process.env.PATH ?? "").split(delimiter), ...folders]
    .map((folder) => join(folder, name))
    .find(isExecutable)

/** IMAP is a package of its own: dovecot-core alone has no program for it. */
const imapProgram = "/usr/lib/dovecot/imap"
const master = "/usr/lib/postfix/sbin/master"

const missing = (): ReadonlyArray<string> => {
  const packages = Object.entries(wanted).flatMap(([name, one]) => (find(name) === undefined ? [one] : []))
  const more = [
    ...(isExecutable(imapProgram) ? [] : ["dovecot-imapd"]),
    ...(isExecutable(master) ? [] : ["postfix"])
  ]
  return [...new Set([...packages, ...more])]
}

const located = (): Programs => {
  const at = (name: keyof typeof wanted) => find(name) ?? name
  return {
    available: true,
    sshd: at("sshd"),
    sshKeygen: at("ssh-keygen"),
    sftp: at("sftp"),
    vsftpd: at("vsftpd"),
    postfixMaster: master,
    dovecot: at("dovecot"),
    openssl: at("openssl")
  }
}

/** In runlevel 1 no package starts a server of its own, and none may take another package's place. */
const install = async (packages: ReadonlyArray<string>): Promise<void> => {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" }
  const wait = ["-o", "DPkg::Lock::Timeout=120", "-q"]
  await runCommand({ command: "apt-get", args: [...wait, "update"], env, timeoutMs: installWithinMs })
  const args = [...wait, "install", "-y", "--no-install-recommends", "--no-remove", ...packages]
  await runCommand({ command: "apt-get", args, env, timeoutMs: installWithinMs })
}

/** Debian's servers, installed where we may, or why this machine has none. */
export const findPrograms = async (say: (line: string) => void): Promise<Programs | Unavailable> => {
  if (process.platform !== "linux") return unavailable(`${process.platform} has no Debian packages`)
  // Postfix's and Dovecot's masters, and vsftpd's change of user, need it.
  if (process.getuid?.() !== 0) return unavailable("Postfix, Dovecot and vsftpd are started by root only")
  const lacking = missing()
  if (lacking.length === 0) return located()
  const names = lacking.join(", ")
  if (!existsSync("/etc/debian_version")) return unavailable(`${names} missing, and this is no Debian`)
  // Where systemd runs, installing them opens ports to the world: that is not ours to decide.
  if (existsSync("/run/systemd/system")) return unavailable(`${names} missing: install them, then run again`)
  say(`installing ${names}`)
  try {
    await install(lacking)
  } catch (cause) {
    return unavailable(`${names} missing, apt-get: ${(cause as Error).message.slice(0, 300).trim()}`)
  }
  const still = missing()
  return still.length === 0 ? located() : unavailable(`installed, but still missing: ${still.join(", ")}`)
}
