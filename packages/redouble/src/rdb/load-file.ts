import { type Int64, narrow } from '../kernel/numbers.ts'
import { CorruptRdb, ensure } from './corrupt.ts'
import { crc64 } from './crc64.ts'
import { acceptsVersion, type RdbDialect } from './dialect.ts'
import { CHECKSUM_BYTES, ModulePart, Opcode } from './format.ts'
import { type LoadContext, type LoadedValue, loadValue } from './load-value.ts'
import { moduleName } from './module-name.ts'
import { RdbReader } from './rdb-reader.ts'

/** A key of a file. */
export interface LoadedKey extends LoadedValue {
  readonly database: number
  readonly key: string
  /** Unix milliseconds, or undefined for a key that never expires. */
  readonly expireAt: Int64 | undefined
  readonly idleSeconds: number | undefined
  readonly frequency: number | undefined
}

/** Who takes what a file holds, in its order. */
export interface RdbSink {
  /** The source of a function library. */
  function(source: string): unknown
  key(loaded: LoadedKey): unknown
}

const HEADER_BYTES = 9
const HEADER = /^(?:(REDIS)(\d{4})|(VALKEY)(\d{3}))$/
/** Files got a checksum at their end with this version. */
const CHECKSUM_SINCE = 5

/** What stands before a key and is about it. */
interface AboutKey {
  expireAt: Int64 | undefined
  idleSeconds: number | undefined
  frequency: number | undefined
}

const NOTHING: AboutKey = { expireAt: undefined, idleSeconds: undefined, frequency: undefined }

/** Reads a file. Throws `CorruptRdb` where it cannot, though the sink has got what came before. */
export function loadFile(bytes: Buffer, context: LoadContext, sink: RdbSink): void {
  const reader = new RdbReader(bytes)
  const { dialect, version } = readHeader(reader, context)
  const own: LoadContext = { ...context, dialect, isFile: true }
  let database = 0
  let about: AboutKey = { ...NOTHING }
  for (;;) {
    const type = reader.byte()
    switch (type) {
      case Opcode.end:
        checkChecksum(reader, version)
        return
      case Opcode.selectDb:
        database = Number(reader.count())
        break
      case Opcode.resizeDb:
        reader.count()
        reader.count()
        break
      case Opcode.slotInfo:
        for (let i = 0; i < 3; i++) reader.count()
        break
      case Opcode.aux:
        reader.string()
        reader.string()
        break
      case Opcode.function2:
        sink.function(reader.string())
        break
      case Opcode.functionPreGa:
        throw new CorruptRdb('functions as they were before Redis 7.0 was released')
      case Opcode.moduleAux:
        skipModule(reader)
        break
      case Opcode.expireTimeMs:
        about.expireAt = reader.int64()
        break
      case Opcode.expireTime:
        about.expireAt = narrow(BigInt(reader.int(4)) * 1000n)
        break
      case Opcode.idle:
        about.idleSeconds = Number(reader.count())
        break
      case Opcode.frequency:
        about.frequency = reader.byte()
        break
      default: {
        const key = reader.string()
        const loaded = loadValue(reader, type, own)
        if (loaded !== null) sink.key({ ...loaded, ...about, database, key })
        about = { ...NOTHING }
      }
    }
  }
}

/** The dialect of a file is that of the servers that write such a header. */
function readHeader(
  reader: RdbReader,
  context: LoadContext,
): { dialect: RdbDialect; version: number } {
  ensure(reader.remaining >= HEADER_BYTES, 'no header of a dump')
  const match = HEADER.exec(reader.chars(HEADER_BYTES))
  if (match === null) throw new CorruptRdb('no header of a dump')
  const rdbMagic = (match[1] ?? match[3]) as RdbDialect['rdbMagic']
  const version = Number(match[2] ?? match[4])
  ensure(version >= 1 && acceptsVersion(version, context), `version ${version}, which is not known`)
  const { dialect } = context
  if (context.isRelaxed !== true) return { dialect, version }
  const rdbFieldExpiry = rdbMagic === 'VALKEY' ? 'valkey' : 'redis'
  const rdbVectorSets = dialect.rdbVectorSets === 'none' ? 'none' : 'any'
  return { dialect: { ...dialect, rdbStreams: 3, rdbFieldExpiry, rdbVectorSets }, version }
}

/** A checksum of zeros says that there is none. */
function checkChecksum(reader: RdbReader, version: number): void {
  if (version < CHECKSUM_SINCE) return
  const end = reader.at
  ensure(reader.remaining >= CHECKSUM_BYTES, 'unexpected end')
  const low = reader.uint32()
  const high = reader.uint32()
  if (low === 0 && high === 0) return
  const own = crc64(reader.bytes, end)
  ensure(own.low === low && own.high === high, 'the checksum is wrong')
}

/** What a module keeps beside the keys; its parts say how long they are. */
function skipModule(reader: RdbReader): void {
  const name = moduleName(reader.count())
  for (;;) {
    switch (Number(reader.count())) {
      case ModulePart.end:
        return
      case ModulePart.signed:
      case ModulePart.unsigned:
        reader.count()
        break
      case ModulePart.float:
        reader.take(4)
        break
      case ModulePart.double:
        reader.take(8)
        break
      case ModulePart.string:
        reader.blob()
        break
      default:
        throw new CorruptRdb(`data of the module ${name}`)
    }
  }
}
