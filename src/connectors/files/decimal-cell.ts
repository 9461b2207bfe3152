/**
 * An amount as partners write it, as a plain decimal: `12.50`, `12,50`, `1,234.50`. undefined: not one amount, or one
 * that two readers would take for two (`1,234` is a thousand here and one and a bit there).
 */
export const decimalOf = (text: string): string | undefined => {
  if (/^\d{1,12}(\.\d{1,4})?$/.test(text)) return text
  if (/^\d{1,12},\d{1,2}$/.test(text)) return text.replace(",", ".")
  if (/^\d{1,3}(,\d{3})+\.\d{1,4}$/.test(text)) return text.replaceAll(",", "")
  if (/^\d{1,3}(\.\d{3})+,\d{1,4}$/.test(text)) return text.replaceAll(".", "").replace(",", ".")
  return undefined
}
