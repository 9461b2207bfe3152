import { createHash } from "node:crypto"
import { once } from "node:events"
import { existsSync } from "node:fs"
import { mkdir, readFile, writeFile } from "node:fs/promises"
import { createServer } from "node:net"
import { userInfo } from "node:os"
import { join } from "node:path"
import { runCommand, startProcess } from "./bounded-process.ts"
import type { OpenSshPrograms } from "./openssh-install.ts"

export interface SftpLogin {
  readonly host: string
  readonly port: number
  readonly user: string
  /** OpenSSH's own PEM, ed25519, without a passphrase. */
  readonly privateKey: string
  /** `SHA256:` and unpadded base64, as `ssh-keygen -l` prints it. */
  readonly hostKeyFingerprint: string
  /** Where this login starts: relative paths begin here. */
  readonly folder: string
}

export interface OpenSshServer<Account extends string> {
  readonly port: number
  readonly pid: number
  readonly logins: Readonly<Record<Account, SftpLogin>>
  readonly stop: () => Promise<void>
}

const HOST = "127.0.0.1"
const KEYGEN_TIMEOUT_MS = 20_000
const READY_TIMEOUT_MS = 15_000

/**
 * Debian's OpenSSH on loopback, SFTP only, as the current user. Accounts differ by their key: each key is
 * tied to a folder in which its session starts, so that one system user can play several suppliers.
 */
export async function startOpenSsh<Account extends string>(options: {
  readonly programs: OpenSshPrograms
  readonly folder: string
  readonly accounts: ReadonlyArray<Account>
}): Promise<OpenSshServer<Account>> {
  const { programs, folder } = options
  if (/[\s"\\]/.test(folder)) throw new Error(`sshd's configuration cannot quote this folder: ${folder}`)
  const keys = join(folder, "keys")
  await mkdir(keys, { recursive: true, mode: 0o700 })
  await createKey(programs, join(keys, "host"))
  const homes = new Map<Account, string>()
  for (const account of options.accounts) homes.set(account, await createAccount(programs, folder, account))
  const { port, ...server } = await listen(programs, folder)
  const fingerprint = await hostKeyFingerprint(join(keys, "host.pub"))
  const logins = {} as Record<Account, SftpLogin>
  for (const [account, home] of homes) {
    logins[account] = {
      host: HOST,
      port,
      user: userInfo().username,
      privateKey: await readFile(join(keys, account), "utf8"),
      hostKeyFingerprint: fingerprint,
      folder: home
    }
  }
  return { port, logins, ...server }
}

async function createAccount(programs: OpenSshPrograms, folder: string, account: string): Promise<string> {
  const home = join(folder, account)
  await mkdir(home, { recursive: true })
  const key = join(folder, "keys", account)
  await createKey(programs, key)
  const publicKey = await readFile(`${key}.pub`, "utf8")
  const rule = `restrict,command="internal-sftp -d ${home}" ${publicKey}`
  await writeFile(join(folder, "keys", "authorized"), rule, { flag: "a", mode: 0o600 })
  return home
}

async function createKey(programs: OpenSshPrograms, file: string): Promise<void> {
  const args = ["-q", "-t", "ed25519", "-N", "", "-C", "switchyard-e2e", "-f", file]
  await runCommand({ command: programs.sshKeygen, args, timeoutMs: KEYGEN_TIMEOUT_MS })
}

async function hostKeyFingerprint(publicKeyFile: string): Promise<string> {
  const [, encoded = ""] = (await readFile(publicKeyFile, "utf8")).split(" ")
  const digest = createHash("sha256").update(Buffer.from(encoded, "base64")).digest("base64")
  return `SHA256:${digest.replace(/=+$/, "")}`
}

async function listen(programs: OpenSshPrograms, folder: string) {
  // Debian's sshd, run by root, wants this folder for its unprivileged half; it is empty and root's.
  if (process.getuid?.() === 0) await mkdir("/run/sshd", { recursive: true, mode: 0o755 })
  const port = await freePort()
  const configuration = join(folder, "sshd_config")
  await writeFile(configuration, await sshdConfiguration(folder, port))
  const { pid, stop } = await startProcess({
    name: "sshd",
    ...endingWithUs(programs.sshd, ["-D", "-e", "-f", configuration]),
    cwd: folder,
    logFile: join(folder, "sshd.log"),
    readyWithinMs: READY_TIMEOUT_MS,
    readyLine: (line) => (line.includes("Server listening on") ? true : undefined)
  })
  return { port, pid, stop }
}

const SETPRIV = "/usr/bin/setpriv"

/** A run that is killed must leave no server behind. sshd does not watch its parent; on Linux the kernel does that for it. */
function endingWithUs(command: string, args: ReadonlyArray<string>) {
  if (process.platform !== "linux" || !existsSync(SETPRIV)) return { command, args }
  return { command: SETPRIV, args: ["--pdeathsig", "TERM", "--", command, ...args] }
}

async function sshdConfiguration(folder: string, port: number): Promise<string> {
  return [
    `ListenAddress ${HOST}:${port}`,
    `HostKey ${join(folder, "keys", "host")}`,
    `AuthorizedKeysFile ${join(folder, "keys", "authorized")}`,
    `AllowUsers ${userInfo().username}`,
    "PermitRootLogin prohibit-password",
    "AuthenticationMethods publickey",
    // The folder lives under a world-writable temporary one.
    "StrictModes no",
    `UsePAM ${(await isLockedForSsh()) ? "yes" : "no"}`,
    "PidFile none",
    "UseDNS no",
    "MaxStartups 200",
    "MaxSessions 50",
    "Subsystem sftp internal-sftp",
    ""
  ].join("\n")
}

/** Without PAM sshd refuses an account whose password is `!`, even by key. Only root can know, and only root can use PAM. */
async function isLockedForSsh(): Promise<boolean> {
  if (process.getuid?.() !== 0 || process.platform !== "linux") return false
  const shadow = await readFile("/etc/shadow", "utf8")
  return shadow.split("\n").some((line) => line.startsWith(`${userInfo().username}:!`))
}

/** sshd cannot say which port it was given, so one is found for it. */
async function freePort(): Promise<number> {
  const probe = createServer().listen(0, HOST)
  await once(probe, "listening")
  const address = probe.address()
  probe.close()
  await once(probe, "close")
  if (address === null || typeof address === "string") throw new Error("a TCP socket without a port")
  return address.port
}
