import { accessSync, constants, existsSync } from "node:fs"
import { delimiter, join } from "node:path"
import { runCommand } from "./bounded-process.ts"
import { type Unavailable, unavailable } from "./unavailable.ts"

export interface OpenSshPrograms {
  readonly available: true
  /** sshd insists on being started by its absolute path. */
  readonly sshd: string
  readonly sshKeygen: string
}

const INSTALL_TIMEOUT_MS = 3 * 60_000

/** Finds Debian's OpenSSH, installs it where we may, or says why there is none. */
export async function findOpenSsh(): Promise<OpenSshPrograms | Unavailable> {
  const found = locate()
  if (found !== undefined) return found
  if (process.platform !== "linux")
    return unavailable(`no sshd, and ${process.platform} has no Debian packages`)
  if (process.getuid?.() !== 0) return unavailable("no sshd, and only root can install openssh-server")
  // Where systemd runs, installing the package opens port 22 to the world: that is not ours to decide.
  if (existsSync("/run/systemd/system")) return unavailable("no sshd: install openssh-server, then run again")
  try {
    await installPackage()
  } catch (cause) {
    return unavailable(`no sshd, and apt-get did not install it: ${(cause as Error).message.slice(0, 400)}`)
  }
  return locate() ?? unavailable("apt-get installed openssh-server, but there is still no sshd")
}

async function installPackage(): Promise<void> {
  // In runlevel 1 the package starts no server of its own: ours comes with its own configuration.
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" }
  const wait = ["-o", "DPkg::Lock::Timeout=60", "-q"]
  await runCommand({ command: "apt-get", args: [...wait, "update"], env, timeoutMs: INSTALL_TIMEOUT_MS })
  const install = [...wait, "install", "-y", "--no-install-recommends", "openssh-server"]
  await runCommand({ command: "apt-get", args: install, env, timeoutMs: INSTALL_TIMEOUT_MS })
}

function locate(): OpenSshPrograms | undefined {
  const sshd = findProgram("sshd")
  const sshKeygen = findProgram("ssh-keygen")
  return sshd === undefined || sshKeygen === undefined ? undefined : { available: true, sshd, sshKeygen }
}

function findProgram(name: string): string | undefined {
  const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin", "/usr/bin", "/sbin"]
  return folders.map((folder) => join(folder, name)).find(isExecutable)
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
