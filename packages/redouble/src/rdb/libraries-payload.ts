import { CorruptRdb } from './corrupt.ts'
import { crc64 } from './crc64.ts'
import type { RdbDialect } from './dialect.ts'
import { FOOTER_BYTES, Opcode } from './format.ts'
import { isAccepted } from './payload.ts'
import { RdbReader } from './rdb-reader.ts'
import { RdbWriter } from './rdb-writer.ts'

/** The sources of libraries as FUNCTION DUMP answers them, with version and checksum. */
export function dumpLibraries(
  sources: Iterable<string>,
  dialect: RdbDialect,
  isCompressing: boolean,
): string {
  const writer = new RdbWriter()
  writer.isCompressing = isCompressing
  for (const source of sources) {
    writer.byte(Opcode.function2)
    writer.string(source)
  }
  writer.uint16(dialect.rdbVersion)
  const { bytes } = writer
  const { low, high } = crc64(bytes, bytes.length)
  writer.uint32(low)
  writer.uint32(high)
  return writer.text
}

/** What may be wrong with such a payload. */
export type LibrariesRefusal =
  | 'wrong version or checksum'
  | 'no function'
  | 'early function'
  | 'corrupt'

/** Hands out the sources of a payload one after the other; the result is what stopped it. */
export function loadLibraries(
  payload: string,
  dialect: RdbDialect,
  take: (source: string) => void,
): LibrariesRefusal | null {
  const bytes = Buffer.from(payload, 'latin1')
  const end = bytes.length - FOOTER_BYTES
  if (end < 0 || !isAccepted(bytes, { dialect })) return 'wrong version or checksum'
  const reader = new RdbReader(bytes, 0, end)
  while (reader.remaining > 0) {
    const type = reader.byte()
    if (type === Opcode.functionPreGa) return 'early function'
    if (type !== Opcode.function2) return 'no function'
    let source: string
    try {
      source = reader.string()
    } catch (error) {
      if (error instanceof CorruptRdb) return 'corrupt'
      throw error
    }
    take(source)
  }
  return null
}
