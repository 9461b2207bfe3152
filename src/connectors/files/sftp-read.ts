import type { SFTPWrapper } from "ssh2"

export const chunkBytes = 32 * 1024
const endOfFile = 1

export const openForReading = (sftp: SFTPWrapper, path: string): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    sftp.open(path, "r", (cause, handle) =>
      cause === undefined || cause === null ? resolve(handle) : reject(cause)
    )
  })

const isEnd = (cause: Error): boolean => "code" in cause && cause.code === endOfFile

/** The next bytes; empty at the end. */
export const readAt = (sftp: SFTPWrapper, handle: Buffer, position: number): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const buffer = Buffer.alloc(chunkBytes)
    sftp.read(handle, buffer, 0, chunkBytes, position, (cause, bytes) => {
      if (cause === undefined || cause === null) resolve(buffer.subarray(0, bytes))
      else if (isEnd(cause)) resolve(Buffer.alloc(0))
      else reject(cause)
    })
  })

export const closeFile = (sftp: SFTPWrapper, handle: Buffer): Promise<void> =>
  new Promise((resolve) => {
    // The bytes are here; a server that cannot close a file that was read takes nothing from them.
    sftp.close(handle, () => resolve())
  })

/**
 * The bytes of a remote file; null as soon as it shows more than `most`. By hand, because ssh2's own read stream throws
 * where nobody can catch it when the connection ends while it closes its handle.
 */
export const readRemote = async (
  sftp: SFTPWrapper,
  path: string,
  most: number
): Promise<Uint8Array | null> => {
  const handle = await openForReading(sftp, path)
  const chunks: Array<Buffer> = []
  let bytes = 0
  try {
    while (true) {
      const chunk = await readAt(sftp, handle, bytes)
      if (chunk.length === 0) return Buffer.concat(chunks)
      bytes += chunk.length
      if (bytes > most) return null
      chunks.push(chunk)
    }
  } finally {
    await closeFile(sftp, handle)
  }
}
