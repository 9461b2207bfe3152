/** Glyph numbers above Unicode's last code point stand for clusters of several code points. */
export const firstCluster = 0x110000
const capacity = 8192

export class ClusterTable {
  #clusters: string[] = []
  #glyphs = new Map<string, number>()
  isExhausted = false

  /** A full table answers with the replacement character and says so. */
  intern(cluster: string): number {
    const known = this.#glyphs.get(cluster)
    if (known !== undefined) return known
    if (this.#clusters.length >= capacity) {
      this.isExhausted = true
      return 0xfffd
    }
    const glyph = firstCluster + this.#clusters.length
    this.#clusters.push(cluster)
    this.#glyphs.set(cluster, glyph)
    return glyph
  }

  textOf(glyph: number): string {
    return this.#clusters[glyph - firstCluster] ?? "\ufffd"
  }

  forget(): void {
    this.isExhausted = false
    this.#clusters = []
    this.#glyphs.clear()
  }
}
