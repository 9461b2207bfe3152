import { chown, mkdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import type { Certificates } from "./certificates.ts"
import type { Dovecot } from "./dovecot.ts"
import { freePort, host, type Server, startServer, systemGroup, systemUser } from "./server.ts"

export interface Postfix extends Server {
  /** STARTTLS and a login are required, as at any provider's submission port. */
  readonly submissionPort: number
  readonly logFile: string
  readonly queueFolder: string
}

const queues = [
  "active",
  "bounce",
  "corrupt",
  "defer",
  "deferred",
  "flush",
  "hold",
  "incoming",
  "private",
  "saved",
  "trace"
]

const makeQueue = async (folder: string): Promise<void> => {
  const { uid, gid } = systemUser("postfix")
  const drop = systemGroup("postdrop")
  const make = async (name: string, mode: number, user: number, group: number) => {
    await mkdir(join(folder, name), { recursive: true, mode })
    await chown(join(folder, name), user, group)
  }
  await make("queue", 0o755, 0, 0)
  await make("queue/pid", 0o755, 0, 0)
  for (const name of queues) await make(`queue/${name}`, 0o700, uid, 0)
  await make("queue/public", 0o710, uid, drop)
  await make("queue/maildrop", 0o730, uid, drop)
  await make("data", 0o700, uid, gid)
}

const services = (submissionPort: number): string => {
  const row = (...cells: ReadonlyArray<string>) => `${cells.join(" ")}\n`
  const unix = (name: string, program: string, wakeup = "-", most = "-") =>
    row(name, "unix", "-", "-", "n", wakeup, most, program)
  /** In the folder that programs beside the master's own may reach too: where they are looked for. */
  const open = (name: string, program: string, wakeup: string, most: string) =>
    row(name, "unix", "n", "-", "n", wakeup, most, program)
  return [
    row(`${host}:${submissionPort}`, "inet", "n", "-", "n", "-", "-", "smtpd"),
    open("pickup", "pickup", "60", "1"),
    open("cleanup", "cleanup", "-", "0"),
    open("qmgr", "qmgr", "300", "1"),
    unix("tlsmgr", "tlsmgr", "1000?", "1"),
    unix("rewrite", "trivial-rewrite"),
    unix("bounce", "bounce", "-", "0"),
    unix("defer", "bounce", "-", "0"),
    unix("trace", "bounce", "-", "0"),
    unix("proxymap", "proxymap"),
    // It becomes the mailbox's owner for each delivery, so it starts as root.
    row("virtual", "unix", "-", "n", "n", "-", "-", "virtual"),
    unix("error", "error"),
    unix("retry", "error"),
    unix("discard", "discard"),
    unix("anvil", "anvil", "-", "1"),
    unix("scache", "scache", "-", "1"),
    row("postlog", "unix-dgram", "n", "-", "n", "-", "1", "postlogd")
  ].join("")
}

/** Takes mail with a login, delivers into Dovecot's mailboxes, and writes real delivery reports for the rest. */
export const startPostfix = async (
  master: string,
  folder: string,
  tls: Certificates,
  dovecot: Dovecot,
  mailboxes: ReadonlyArray<string>
): Promise<Postfix> => {
  const at = (name: string) => join(folder, name)
  await mkdir(at("etc"), { recursive: true, mode: 0o755 })
  await makeQueue(folder)
  const domains = [...new Set(mailboxes.map((address) => address.slice(address.indexOf("@") + 1)))]
  await writeFile(at("etc/mailboxes"), mailboxes.map((address) => `${address} ${address}/\n`).join(""))
  const submissionPort = await freePort()
  const logFile = at("postfix.log")
  const settings: Readonly<Record<string, string | number>> = {
    compatibility_level: "3.6",
    queue_directory: at("queue"),
    data_directory: at("data"),
    mail_owner: "postfix",
    setgid_group: "postdrop",
    maillog_file: logFile,
    maillog_file_prefixes: folder,
    myhostname: "mx.shop.example",
    mydestination: "",
    local_transport: "error:this machine has no mailboxes",
    local_recipient_maps: "",
    alias_maps: "",
    inet_interfaces: host,
    inet_protocols: "ipv4",
    mynetworks: "",
    relayhost: "",
    default_transport: "error:nothing leaves this machine",
    disable_dns_lookups: "yes",
    virtual_mailbox_domains: domains.join(", "),
    virtual_mailbox_base: dovecot.mailFolder,
    virtual_mailbox_maps: `texthash:${at("etc/mailboxes")}`,
    virtual_minimum_uid: 1,
    virtual_uid_maps: `static:${dovecot.owner.uid}`,
    virtual_gid_maps: `static:${dovecot.owner.gid}`,
    recipient_delimiter: "+",
    // Whether a mailbox is there turns out at delivery, as behind any relay: then a delivery report is written.
    smtpd_reject_unlisted_recipient: "no",
    smtpd_client_restrictions: "",
    smtpd_relay_restrictions: "permit_sasl_authenticated, reject",
    smtpd_recipient_restrictions: "permit_sasl_authenticated, reject",
    smtpd_sasl_auth_enable: "yes",
    smtpd_sasl_type: "dovecot",
    smtpd_sasl_path: dovecot.authSocket,
    smtpd_tls_security_level: "encrypt",
    smtpd_tls_auth_only: "yes",
    smtpd_tls_cert_file: tls.certificate,
    smtpd_tls_key_file: tls.key,
    smtpd_soft_error_limit: 100,
    smtpd_hard_error_limit: 200
  }
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}\n`)
  await writeFile(at("etc/main.cf"), lines.join(""))
  await writeFile(at("etc/master.cf"), services(submissionPort))
  const server = await startServer({
    name: "postfix",
    command: master,
    args: ["-c", at("etc"), "-s"],
    folder,
    ports: [submissionPort],
    logFile
  })
  return { ...server, submissionPort, logFile, queueFolder: at("queue") }
}
