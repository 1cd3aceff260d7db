import type { TypeName, Value } from '../data/entry.ts'
import { CorruptRdb } from './corrupt.ts'
import { crc64 } from './crc64.ts'
import { acceptsVersion, type RdbDialect } from './dialect.ts'
import { CHECKSUM_BYTES, FOOTER_BYTES } from './format.ts'
import { type LoadContext, type LoadedValue, loadValue } from './load-value.ts'
import { RdbReader } from './rdb-reader.ts'
import { RdbWriter } from './rdb-writer.ts'
import { saveValue } from './save-value.ts'

const writer = new RdbWriter()
const begin = (type: number): void => writer.byte(type)

/** A value as DUMP answers it: its kind, itself, the version and the checksum. */
export function dumpValue(
  type: TypeName,
  value: Value,
  dialect: RdbDialect,
  isCompressing: boolean,
): string {
  writer.clear()
  writer.isCompressing = isCompressing
  saveValue(writer, type, value, dialect, begin)
  writer.uint16(dialect.rdbVersion)
  const { bytes } = writer
  const { low, high } = crc64(bytes, bytes.length)
  writer.uint32(low)
  writer.uint32(high)
  return writer.text
}

/** What a dump says before its value is looked at. */
export type PayloadRefusal = 'wrong version or checksum' | 'corrupt'

/** The value of a dump, or why it is none. */
export function loadPayload(payload: string, context: LoadContext): LoadedValue | PayloadRefusal {
  const bytes = Buffer.from(payload, 'latin1')
  const end = bytes.length - FOOTER_BYTES
  if (end < 0 || !isAccepted(bytes, context)) return 'wrong version or checksum'
  try {
    // The servers do not mind when a value reaches into the footer, or ends before it.
    const reader = new RdbReader(bytes)
    return loadValue(reader, reader.byte(), context) ?? 'corrupt'
  } catch (error) {
    if (error instanceof CorruptRdb) return 'corrupt'
    throw error
  }
}

/** Whether the version at the end of a payload is one that is read, and the checksum is right. */
export function isAccepted(
  bytes: Buffer,
  context: Pick<LoadContext, 'dialect' | 'isRelaxed'>,
): boolean {
  const version = bytes.readUInt16LE(bytes.length - FOOTER_BYTES)
  if (version < context.dialect.rdbOldest || !acceptsVersion(version, context)) return false
  const end = bytes.length - CHECKSUM_BYTES
  const { low, high } = crc64(bytes, end)
  return bytes.readUInt32LE(end) === low && bytes.readUInt32LE(end + 4) === high
}
