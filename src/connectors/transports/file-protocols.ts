import { ftpFault, ftpFields, plainFtpWarning } from "../files/ftp-settings.ts"
import { localFault, localFields, localRoot } from "../files/local-settings.ts"
import { sftpFault, sftpFields } from "../files/sftp-settings.ts"
import type { FileProtocol } from "./file-csv.ts"

const folders = ["inboundFolder", "outboundFolder", "archiveFolder"]

export const sftpCsv: FileProtocol = {
  transport: "sftp-csv",
  label: "CSV files by SFTP",
  testedBy: "live",
  fields: sftpFields("").filter((field) => !folders.includes(field.name)),
  fault: (settings) => sftpFault(settings, ""),
  connected: () => "Connected; the host key is the pinned one."
}

export const ftpsCsv: FileProtocol = {
  transport: "ftps-csv",
  label: "CSV files by FTPS (FTP with TLS)",
  testedBy: "live",
  fields: ftpFields("ftps"),
  fault: ftpFault("ftps"),
  connected: ({ settings }) =>
    (settings.certificate ?? "") === ""
      ? "Connected by TLS; the certificate is trusted and file contents are protected."
      : "Connected by TLS; the certificate is the pinned one and file contents are protected."
}

export const ftpCsv: FileProtocol = {
  transport: "ftp-csv",
  label: "CSV files by plain FTP (not protected)",
  testedBy: "live",
  fields: ftpFields("ftp"),
  fault: ftpFault("ftp"),
  connected: ({ settings }) =>
    `Connected without protection. ${plainFtpWarning} Accepted by ${settings.plainFtpAccepted ?? "nobody"}.`
}

export const folderCsv: FileProtocol = {
  transport: "folder-csv",
  label: "CSV files in a folder of this machine",
  testedBy: "live",
  fields: localFields,
  fault: localFault,
  connected: ({ settings }) => `The folder ${localRoot(settings)} can be reached.`
}
