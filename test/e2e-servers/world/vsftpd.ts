import { chown, mkdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import type { Certificates } from "./certificates.ts"
import { freePort, host, type Server, startServer, systemUser } from "./server.ts"

/** vsftpd's only login without PAM and without a system account of its own: "anonymous", with a list of passwords. */
const user = "anonymous"
const systemName = "ftp"
const dataPorts = 20

export interface Vsftpd extends Server {
  readonly port: number
  readonly user: string
  readonly password: string
  readonly folder: string
  /** What it was told and what it transferred, by its own book. */
  readonly logFile: string
}

const configuration = (settings: Readonly<Record<string, string | number>>): string =>
  Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join("")

/** Data connections have to resume the session of the first one: what many suppliers' servers ask, and many clients fail. */
export const startVsftpd = async (program: string, folder: string, tls: Certificates): Promise<Vsftpd> => {
  const root = join(folder, "files")
  const empty = join(folder, "empty")
  const { uid, gid } = systemUser(systemName)
  await mkdir(root, { recursive: true, mode: 0o755 })
  await mkdir(empty, { mode: 0o555 })
  for (const name of ["inbound", "outbound"]) {
    await mkdir(join(root, name), { mode: 0o755 })
    await chown(join(root, name), uid, gid)
  }
  const password = "birch-and-linen"
  await writeFile(join(folder, "passwords"), `${password}\n`, { mode: 0o600 })
  const port = await freePort()
  const logFile = join(folder, "vsftpd.log")
  const first = await freePort()
  const settings = {
    listen: "YES",
    listen_ipv6: "NO",
    listen_address: host,
    listen_port: port,
    background: "NO",
    isolate: "NO",
    isolate_network: "NO",
    seccomp_sandbox: "NO",
    secure_chroot_dir: empty,
    anonymous_enable: "YES",
    local_enable: "NO",
    ftp_username: systemName,
    anon_root: root,
    secure_email_list_enable: "YES",
    email_password_file: join(folder, "passwords"),
    write_enable: "YES",
    anon_upload_enable: "YES",
    anon_mkdir_write_enable: "YES",
    anon_other_write_enable: "YES",
    anon_world_readable_only: "NO",
    anon_umask: "022",
    pasv_min_port: first,
    pasv_max_port: Math.min(first + dataPorts, 65_535),
    ssl_enable: "YES",
    allow_anon_ssl: "YES",
    force_anon_data_ssl: "YES",
    force_anon_logins_ssl: "YES",
    require_ssl_reuse: "YES",
    ssl_ciphers: "HIGH",
    rsa_cert_file: tls.certificate,
    rsa_private_key_file: tls.key,
    debug_ssl: "YES",
    xferlog_enable: "YES",
    xferlog_std_format: "NO",
    log_ftp_protocol: "YES",
    vsftpd_log_file: logFile
  }
  const file = join(folder, "vsftpd.conf")
  await writeFile(file, configuration(settings))
  const server = await startServer({
    name: "vsftpd",
    command: program,
    args: [file],
    folder,
    ports: [port],
    logFile
  })
  return { ...server, port, user, password, folder: root, logFile }
}
