import type { Context } from '../../command/context.ts'
import { DB_INDEX_OUT_OF_RANGE, NOT_AN_INT32, NOT_AN_INTEGER } from '../../command/errors/common.ts'
import type { Database } from '../../data/database.ts'
import { parseInt64 } from '../../kernel/numbers.ts'

const INT32_MAX = 2 ** 31 - 1
const INT32_MIN = -(2 ** 31)

/** A C int, which is what database indexes are parsed as; null when it is not one. */
export function parseInt32(text: string): number | null {
  const value = parseInt64(text)
  return value === null || value > INT32_MAX || value < INT32_MIN ? null : Number(value)
}

/** The database that COPY's or MOVE's index names; throws what is wrong with it. */
export function databaseAt({ server }: Context, text: string): Database {
  const index = parseInt32(text)
  if (index === null) throw parseInt64(text) === null ? NOT_AN_INTEGER : NOT_AN_INT32
  return existingDatabase(server.databases, index)
}

export function existingDatabase(databases: readonly Database[], index: number): Database {
  const db = databases[index]
  if (db === undefined) throw DB_INDEX_OUT_OF_RANGE
  return db
}
