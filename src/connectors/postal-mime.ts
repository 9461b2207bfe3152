// Loaded lazily by what reads mail.
import PostalMime from "postal-mime"

export const parseMime = (
  raw: Uint8Array,
  options: ConstructorParameters<typeof PostalMime>[0]
): ReturnType<typeof PostalMime.parse> => PostalMime.parse(raw, options)
