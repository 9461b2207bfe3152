import { createRequire } from "node:module"
// Loaded lazily by its users: the package reads some megabytes of tables.
import PDFDocument from "pdfkit"

/** The fonts stay files of their package: pdfkit embeds of them what a document uses. */
const fontFile = (name: string): string =>
  createRequire(import.meta.url).resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`)

const fonts = { plain: "DejaVuSans", bold: "DejaVuSans-Bold" } as const
export type PdfFont = keyof typeof fonts

/** pdfkit does not declare what it knows of the current font. */
interface WithFont {
  readonly _font: { readonly font: { readonly hasGlyphForCodePoint: (codePoint: number) => boolean } }
}

export interface PdfPage {
  readonly document: PDFKit.PDFDocument
  readonly use: (font: PdfFont, size: number) => void
  /** Whether the current font can show a character. */
  readonly shows: (codePoint: number) => boolean
}

/**
 * A document whose bytes depend on nothing but what is drawn: the time is given, and nothing is compressed, because zlib
 * gives other bytes on other processors.
 */
export const openPdf = (title: string, createdAt: Date): PdfPage => {
  const document = new PDFDocument({
    size: "A4",
    margin: 50,
    compress: false,
    font: fontFile(fonts.plain),
    info: {
      Title: title,
      Producer: "Switchyard",
      Creator: "Switchyard",
      CreationDate: createdAt,
      ModDate: createdAt
    }
  })
  for (const [name, file] of Object.entries(fonts)) document.registerFont(name, fontFile(file))
  return {
    document,
    use: (font, size) => void document.font(font).fontSize(size),
    shows: (codePoint) => (document as unknown as WithFont)._font.font.hasGlyphForCodePoint(codePoint)
  }
}

/** All of it: pdfkit writes synchronously, so what was drawn is there when it ends. */
export const pdfBytes = ({ document }: PdfPage): Uint8Array => {
  document.end()
  const content: unknown = document.read()
  if (!Buffer.isBuffer(content)) throw new Error("pdfkit ended without a document")
  return content
}
