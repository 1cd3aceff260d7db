import { resolve } from 'node:path'
import type { Engine } from './engine/engine.ts'
import { RedoubleError } from './kernel/redouble-error.ts'
import { diskDumps } from './persistence/index.ts'
import { CorruptRdb } from './rdb/corrupt.ts'

/** Replaces all keys by those of a file, given by its bytes or by its path. */
export function importRdb(engine: Engine, rdb: Uint8Array | string): void {
  const name = typeof rdb === 'string' ? JSON.stringify(rdb) : 'the bytes'
  try {
    engine.saving.load(bytesOf(rdb), true)
  } catch (error) {
    if (error instanceof CorruptRdb) {
      throw invalid(`${name} cannot be read as an .rdb file: ${error.reason}`)
    }
    throw error
  }
}

function bytesOf(rdb: Uint8Array | string): Buffer {
  if (typeof rdb !== 'string') return Buffer.from(rdb.buffer, rdb.byteOffset, rdb.byteLength)
  const bytes = read(rdb)
  if (bytes === null) throw invalid(`there is no file ${resolve(rdb)}`)
  return bytes
}

function read(path: string): Buffer | null {
  try {
    return diskDumps.read('', path)
  } catch (error) {
    throw invalid((error as Error).message, error)
  }
}

function invalid(reason: string, cause?: unknown): RedoubleError {
  return new RedoubleError('REDOUBLE_INVALID_RDB', `rdb: ${reason}.`, { cause })
}
