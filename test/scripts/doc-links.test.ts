import { existsSync, readdirSync, readFileSync } from "node:fs"
import { dirname, join, normalize, relative } from "node:path"
import { describe, expect, it } from "vitest"

const root = join(import.meta.dirname, "..", "..")

const pagesIn = (folder: string): ReadonlyArray<string> =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => join(folder, name))

const pages = [
  ...readdirSync(root)
    .filter((name) => name.endsWith(".md"))
    .map((name) => join(root, name)),
  ...pagesIn(join(root, "docs"))
]

/** Without what stands in code: a link there is only shown. */
const proseOf = (page: string): string =>
  readFileSync(page, "utf8")
    .replace(/^(```|~~~)[\s\S]*?^\1/gm, "")
    .replace(/`[^`\n]*`/g, "``")

interface Link {
  readonly page: string
  readonly target: string
}

/** Links and pictures of a page that lead to a file here or a heading. */
const linksOf = (page: string): ReadonlyArray<Link> =>
  [...proseOf(page).matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, target = ""]) =>
    /^[a-z]+:/.test(target) ? [] : [{ page, target }]
  )

/** As GitHub names headings. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replaceAll(" ", "-")

const anchorsOf = (page: string): ReadonlyArray<string> =>
  [...readFileSync(page, "utf8").matchAll(/^#+ +(.+)$/gm)].map(([, heading = ""]) => anchorOf(heading))

const isThere = ({ page, target }: Link): boolean => {
  const [path = "", anchor] = target.split("#", 2)
  const file = path === "" ? page : normalize(join(dirname(page), path))
  return existsSync(file) && (anchor === undefined || anchorsOf(file).includes(anchor))
}

const links = pages.flatMap(linksOf)

describe("the documentation", () => {
  it("leads nowhere that is not there", () => {
    expect(links.length).toBeGreaterThan(50)
    const broken = links.filter((link) => !isThere(link))
    expect(broken.map(({ page, target }) => `${relative(root, page)}: ${target}`)).toEqual([])
  })

  it("shows every picture that is drawn", () => {
    const folder = join(root, "docs", "pictures")
    const shown = links.map(({ page, target }) => normalize(join(dirname(page), target)))
    expect(readdirSync(folder).filter((name) => !shown.includes(join(folder, name)))).toEqual([])
  })

  it("keeps triage at 3 a.m. to one page", () => {
    const words = readFileSync(join(root, "docs", "triage-at-3am.md"), "utf8").split(/\s+/)
    expect(words.length).toBeLessThan(900)
  })
})
