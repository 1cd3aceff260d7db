import { type Chance, type Draw, from, weighted, words } from './chance.ts'
import type { Override } from './overrides.ts'
import { duration, integer, keyName, moment, word } from './values.ts'

const fieldName = from('a', 'b', 'c', 'f1', 'f2', '1', '')
const timeOption: Draw<readonly string[]> = weighted(
  [2, (chance) => [chance.pick(['EX', 'PX', 'ex']), duration(chance)]],
  [2, (chance) => [chance.pick(['EXAT', 'PXAT']), moment(chance)]],
)

/** `FIELDS numfields field …`, mostly with the right count. */
function fieldsOf(one: (chance: Chance) => string[]): Draw<readonly string[]> {
  return (chance) => {
    const count = chance.between(1, 3)
    const fields = Array.from({ length: count }, () => one(chance)).flat()
    const shown = chance.oneIn(15) ? integer(chance) : String(count)
    return [chance.oneIn(5) ? 'fields' : 'FIELDS', shown, ...fields]
  }
}

const fields = fieldsOf((chance) => [fieldName(chance)])
const pairs = fieldsOf((chance) => [fieldName(chance), word(chance)])
const condition = weighted<readonly string[]>(
  [3, from<readonly string[]>([])],
  [3, from(['NX'], ['XX'], ['GT'], ['LT'], ['gt'])],
  [1, from(['NX', 'XX'], ['XX', 'GT'], ['GT', 'GT'], ['x'])],
)
const none = from<readonly string[]>([])
const reads: Override = { call: words(keyName, fields) }
const relative: Override = { call: words(keyName, duration, condition, fields) }
const absolute: Override = { call: words(keyName, moment, condition, fields) }

export const HASH_OVERRIDES: Readonly<Record<string, Override>> = {
  hexpire: relative,
  hpexpire: relative,
  hexpireat: absolute,
  hpexpireat: absolute,
  httl: reads,
  hpttl: reads,
  hexpiretime: reads,
  hpexpiretime: reads,
  hpersist: reads,
  hgetdel: reads,
  hgetex: {
    call: words(
      keyName,
      weighted([3, none], [3, timeOption], [2, from(['PERSIST'], ['persist'], ['KEEPTTL'], ['x'])]),
      fields,
    ),
    // Redis 8.0 reads beyond a call that ends behind its time, and dies of it.
    isWhole: true,
  },
  hsetex: {
    call: words(
      keyName,
      weighted([4, none], [3, from(['FNX'], ['FXX'], ['fxx'], ['FNX', 'FXX'], ['NX'], ['XX'])]),
      weighted([3, none], [3, timeOption], [2, from(['KEEPTTL'], ['keepttl'], ['PERSIST'])]),
      pairs,
    ),
  },
}
