import { join } from "node:path"
import { build, type Metafile } from "esbuild"
import { describe, expect, it } from "vitest"
import { bundleOptions } from "../../scripts/build.mjs"

const repository = join(import.meta.dirname, "..", "..")

/** Large, and asked for seldom: a start that read them would be slower, and a console at rest would hold their text. */
const heavy = [
  "i18n-iso-countries/langs",
  "imapflow",
  "pdfkit",
  "ssh2",
  "basic-ftp",
  "nodemailer",
  "postal-mime",
  "undici"
]

type Outputs = Metafile["outputs"]

/** The part and all that is read before it runs. */
const readWith = (outputs: Outputs, part: string, seen = new Set<string>()): ReadonlySet<string> => {
  if (seen.has(part)) return seen
  seen.add(part)
  for (const { path, kind } of outputs[part]?.imports ?? [])
    if (kind === "import-statement") readWith(outputs, path, seen)
  return seen
}

describe("a part of the program", () => {
  it("reads a heavy package only where it is asked for", async () => {
    const entry = { name: "main", file: "src/app/main.ts" }
    const options = bundleOptions(repository, [entry], join(repository, "never-written"))
    const { metafile } = await build({ ...options, metafile: true, write: false })
    const asked = heavy.map((name) => {
      const starts = Object.entries(metafile.outputs).flatMap(([part, { entryPoint }]) => {
        if (entryPoint === undefined) return []
        const inputs = [...readWith(metafile.outputs, part)].flatMap((read) =>
          Object.keys(metafile.outputs[read]?.inputs ?? {})
        )
        return inputs.some((file) => file.includes(`node_modules/${name}/`)) ? [entryPoint] : []
      })
      return [name, starts.map((file) => file.replace(/^.*node_modules\//, ""))]
    })
    expect(Object.fromEntries(asked)).toEqual({
      "i18n-iso-countries/langs": ["src/connectors/channels/files/country-name.ts"],
      imapflow: ["src/connectors/imapflow.ts"],
      pdfkit: ["src/connectors/transports/purchase-order-mail-pdf.ts"],
      ssh2: ["ssh2/lib/index.js"],
      "basic-ftp": ["src/connectors/files/basic-ftp.ts"],
      nodemailer: ["nodemailer/dist/esm/smtp-connection/index.js"],
      "postal-mime": ["src/connectors/postal-mime.ts"],
      undici: ["src/connectors/undici.ts"]
    })
  })
})
