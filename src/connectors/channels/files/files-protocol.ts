import type { SettingField } from "../../../domain/ports/sales-channels.ts"
import { ftpFault } from "../../files/ftp-settings.ts"
import { localFault, localRoot } from "../../files/local-settings.ts"
import { sftpFault } from "../../files/sftp-settings.ts"
import { secretField, settingField } from "../../setting-field.ts"

type Settings = Readonly<Record<string, string>>

/** What is different from one way of reaching a folder to another. */
export interface FilesProtocol {
  readonly kind: string
  readonly label: string
  readonly fields: ReadonlyArray<SettingField>
  readonly fault: (settings: Settings) => string | null
  /** What a connection proves, in words for the test. */
  readonly connected: (settings: Settings) => string
}

export const byFolder: FilesProtocol = {
  kind: "files-folder",
  label: "Order files in a folder of this machine",
  fields: [
    settingField(
      "root",
      "Root folder",
      "The folder that the shop's program shares with this machine, by its whole path, as /srv/shop. The folders below lie in it.",
      true
    )
  ],
  fault: localFault,
  connected: (settings) => `The folder ${localRoot(settings)} can be reached.`
}

export const bySftp: FilesProtocol = {
  kind: "files-sftp",
  label: "Order files by SFTP",
  fields: [
    settingField("host", "Host", "The SFTP server on which the order files lie.", true),
    settingField("port", "Port", "The port of the server; 22 when empty."),
    settingField(
      "user",
      "User",
      "The login at that server. It needs to read, write, rename and delete.",
      true
    ),
    settingField(
      "hostKey",
      "Host key",
      "SHA256:... fingerprint of the server's key. The test shows it; compare it with what the server's people say.",
      true
    ),
    secretField("password", "Password", "Password of the login, if it has one; otherwise the private key."),
    secretField(
      "privateKey",
      "Private key",
      "Private key of the login in OpenSSH form, without a passphrase, instead of a password."
    )
  ],
  fault: (settings) => sftpFault(settings, ""),
  connected: () => "Connected; the host key is the pinned one."
}

export const byFtps: FilesProtocol = {
  kind: "files-ftps",
  label: "Order files by FTPS (FTP with TLS)",
  fields: [
    settingField(
      "host",
      "Host",
      "The FTP server on which the order files lie, by the name in its certificate.",
      true
    ),
    settingField("port", "Port", "Empty: 21, or 990 when security is implicit."),
    settingField(
      "user",
      "User",
      "The login at that server. It needs to read, write, rename and delete.",
      true
    ),
    settingField(
      "security",
      "Security",
      "explicit (the default: TLS is asked for before the login) or implicit (TLS at once)."
    ),
    settingField(
      "certificate",
      "Certificate",
      "SHA-256 fingerprint of the server's certificate, if no public authority signed it. The test shows it; compare it with what the server's people say."
    ),
    settingField(
      "authority",
      "Authority",
      "PEM of the server's own certificate authority, instead of the public ones."
    ),
    secretField("password", "Password", "Password of the login at the server.", true)
  ],
  fault: ftpFault("ftps"),
  connected: (settings) =>
    (settings.certificate ?? "") === ""
      ? "Connected by TLS; the certificate is trusted and file contents are protected."
      : "Connected by TLS; the certificate is the pinned one and file contents are protected."
}
