import type { Context } from '../../command/context.ts'
import type { Database } from '../../data/database.ts'
import { NO_EXPIRY, sizeOfValue, type TypeName } from '../../data/entry.ts'
import { type InfoField, type InfoSection, REDIS_8_0 } from './info-field.ts'

/** How many keys the average time to live is taken from. */
const TTL_SAMPLES = 100

function keyspace({ server, now, profile }: Context): readonly InfoField[] {
  return server.databases
    .filter((db) => db.size > 0)
    .map((db) => {
      const text = `keys=${db.size},expires=${db.volatileCount},avg_ttl=${averageTtl(db, now)}`
      const gauge = profile.quirks.hashesWithDeadlinesField
      return [
        `db${db.index}`,
        gauge === '' ? text : `${text},${gauge}=${db.contents.fieldExpiry.size}`,
      ]
    })
}

function averageTtl(db: Database, now: number): number {
  if (db.volatileCount === 0) return 0
  let sum = 0
  let count = 0
  db.scan(0, TTL_SAMPLES, ({ expireAt }) => {
    if (expireAt === NO_EXPIRY) return
    sum += expireAt - now
    count++
  })
  return count === 0 ? 0 : Math.round(sum / count)
}

const SIZE_FIELDS: readonly (readonly [type: TypeName, field: string])[] = [
  ['string', 'distrib_strings_sizes'],
  ['list', 'distrib_lists_items'],
  ['set', 'distrib_sets_items'],
  ['zset', 'distrib_zsets_items'],
  ['hash', 'distrib_hashes_items'],
]
const UNITS = ['', 'K', 'M', 'G', 'T']

/** How many values of each type lie between one power of two and the next. */
function keysizes({ server }: Context): readonly InfoField[] {
  return server.databases.flatMap((db) => {
    const counts = new Map<TypeName, number[]>()
    for (const entry of db.entries()) {
      const bins = counts.get(entry.type) ?? []
      counts.set(entry.type, bins)
      const bin = binOf(sizeOfValue(entry.value))
      bins[bin] = (bins[bin] ?? 0) + 1
    }
    return SIZE_FIELDS.flatMap(([type, field]): InfoField[] => {
      const bins = counts.get(type)
      return bins === undefined ? [] : [[`db${db.index}_${field}`, shownBins(bins)]]
    })
  })
}

/** 0 for nothing, else one more than the power of two. */
function binOf(size: number): number {
  return size === 0 ? 0 : Math.floor(Math.log2(size)) + 1
}

function shownBins(bins: readonly number[]): string {
  const shown: string[] = []
  bins.forEach((count, bin) => {
    const power = Math.max(0, bin - 1)
    const bound = bin === 0 ? '0' : `${2 ** (power % 10)}${UNITS[Math.floor(power / 10)]}`
    shown.push(`${bound}=${count}`)
  })
  return shown.join(',')
}

export const keyspaceSections: readonly InfoSection[] = [
  { title: 'Keyspace', isDefault: true, fields: keyspace },
  { title: 'Keysizes', isDefault: true, where: REDIS_8_0, fields: keysizes },
]
