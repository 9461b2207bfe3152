import { execFileSync } from "node:child_process"
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { mkdir } from "node:fs/promises"
import { userInfo } from "node:os"
import { join } from "node:path"
import { type BoundedProcess, startProcess } from "../e2e-vendure/world/bounded-process.ts"

const host = "127.0.0.1"
const sshd = "/usr/sbin/sshd"
const setpriv = "/usr/bin/setpriv"

export const hasSshd = existsSync(sshd) && existsSync("/usr/bin/ssh") && existsSync("/usr/bin/ssh-keygen")

const createKey = (file: string): void => {
  execFileSync("/usr/bin/ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "switchyard-e2e", "-f", file])
}

/** Without PAM sshd refuses an account whose password is `!`, even by key. Only root can know, and only root can use PAM. */
const needsPam = (): boolean =>
  process.getuid?.() === 0 &&
  readFileSync("/etc/shadow", "utf8")
    .split("\n")
    .some((line) => line.startsWith(`${userInfo().username}:!`))

const configuration = (folder: string, port: number): string =>
  [
    `ListenAddress ${host}:${port}`,
    `HostKey ${join(folder, "host")}`,
    `AuthorizedKeysFile ${join(folder, "login.pub")}`,
    `AllowUsers ${userInfo().username}`,
    "PermitRootLogin prohibit-password",
    "AuthenticationMethods publickey",
    // The folder lives under a world-writable temporary one.
    "StrictModes no",
    `UsePAM ${needsPam() ? "yes" : "no"}`,
    "PidFile none",
    "UseDNS no",
    "PrintMotd no",
    "PrintLastLog no",
    ""
  ].join("\n")

export interface SshServer extends BoundedProcess<true> {
  /** The words of the shell that log in through this port, and run what follows. */
  login(port: number): string
}

/** A real sshd on loopback for the current user, with keys of its own. It ends with us, also when we are killed. */
export const startSsh = async (folder: string, port: number): Promise<SshServer> => {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  for (const name of ["host", "login"]) createKey(join(folder, name))
  // Debian's sshd, run by root, wants this folder for its unprivileged half; it is empty and root's.
  if (process.getuid?.() === 0) await mkdir("/run/sshd", { recursive: true, mode: 0o755 })
  writeFileSync(join(folder, "sshd_config"), configuration(folder, port))
  const words = [sshd, "-D", "-e", "-f", join(folder, "sshd_config")]
  const bound = existsSync(setpriv) ? [setpriv, "--pdeathsig", "TERM", "--", ...words] : words
  const [command = sshd, ...args] = bound
  const server = await startProcess({
    name: "sshd",
    command,
    args,
    cwd: folder,
    logFile: join(folder, "sshd.log"),
    readyWithinMs: 60_000,
    readyLine: (line) => (line.includes("Server listening on") ? (true as const) : undefined)
  })
  const known = join(folder, "known_hosts")
  const options = ["StrictHostKeyChecking=accept-new", `UserKnownHostsFile=${known}`, "LogLevel=ERROR"]
  return {
    ...server,
    login: (through) =>
      [
        "/usr/bin/ssh -F none -tt",
        ...options.map((option) => `-o ${option}`),
        `-i ${join(folder, "login")} -p ${through} ${userInfo().username}@${host}`
      ].join(" ")
  }
}
