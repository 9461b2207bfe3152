import type { X12Partner } from "../edi/x12-envelope.ts"
import { foreignText } from "../foreign-text.ts"
import { EdiFault } from "./edi-setting.ts"

/** As the trade does: the control number first, so that names sort as they were written, and never repeat. */
const usualTemplate = "{isa13}_{set}_{number}.x12"
const placeholders = ["isa13", "set", "number", "sender", "receiver"]
const mostName = 120

export const fileNameTemplate = (text: string): string => {
  const template = text === "" ? usualTemplate : text
  const names = [...template.matchAll(/\{([^{}]*)\}/g)].map(([, name = ""]) => name)
  const unknown = names.find((name) => !placeholders.includes(name))
  if (unknown !== undefined)
    throw new EdiFault(
      `fileName: there is no {${foreignText(unknown)}}; there are {${placeholders.join("}, {")}}.`
    )
  if (!names.includes("isa13"))
    throw new EdiFault("fileName needs {isa13}: without it two files would have one name.")
  if (!/^[A-Za-z0-9_]/.test(template.replace("{", "x")) || /[^A-Za-z0-9._{}-]/.test(template))
    throw new EdiFault("fileName holds letters, digits, dot, dash, underscore and placeholders only.")
  return template
}

const plain = (text: string): string => text.replace(/[^A-Za-z0-9._-]/g, "_")

export interface NamedFile {
  readonly control: number
  readonly set: string
  /** Of the purchase order, or of the interchange that is answered. */
  readonly number: string
}

/** A plain file name, whatever a prefix or a partner's id holds. */
export const fileNameOf = (template: string, partner: X12Partner, file: NamedFile): string => {
  const values: Readonly<Record<string, string>> = {
    isa13: String(file.control).padStart(9, "0"),
    set: file.set,
    number: plain(file.number),
    sender: plain(partner.sender.id),
    receiver: plain(partner.receiver.id)
  }
  const name = template.replace(/\{([a-z0-9]+)\}/g, (_, key: string) => values[key] ?? "")
  if (name.length > mostName)
    throw new EdiFault(`fileName gives a name of ${name.length} characters; ${mostName} are the most.`)
  return name.replace(/^\.+/, "_")
}
