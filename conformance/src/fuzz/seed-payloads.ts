import { FuzzedDouble } from './fuzzed-double.ts'
import { oldPayloads } from './old-payloads.ts'

const LONG = 'a value that is longer than any listpack likes to hold it, which is 64 bytes'
const MANY = Array.from({ length: 600 }, (_, i) => `element:${i}`)
const PAIRS = MANY.flatMap((text, i) => [String(i), text])

/** Commands that make the key `k` of every type in every encoding. */
const MAKERS: readonly (readonly (readonly string[])[])[] = [
  [['SET', 'k', 'hello']],
  [['SET', 'k', '12']],
  [['SET', 'k', '-70000']],
  [['SET', 'k', 'abc'.repeat(200)]],
  [['APPEND', 'k', LONG]],
  [['RPUSH', 'k', 'a', '1', '-300', '70000', '9999999999', LONG]],
  [['RPUSH', 'k', ...MANY]],
  [
    ['RPUSH', 'k', 'a', 'b'.repeat(9000), 'c'],
    ['LINSERT', 'k', 'BEFORE', 'c', 'x'],
  ],
  [['SADD', 'k', '1', '2', '3']],
  [['SADD', 'k', '1', '70000', '10000000000']],
  [['SADD', 'k', 'a', 'b', '7']],
  [['SADD', 'k', ...MANY]],
  [['ZADD', 'k', '1', 'a', '2.5', 'b', '-inf', 'c', '1e20', 'd']],
  [['ZADD', 'k', ...PAIRS]],
  [['HSET', 'k', 'a', '1', 'b', 'two']],
  [['HSET', 'k', ...PAIRS, ...PAIRS.slice(0, 200)]],
  [
    ['HSET', 'k', 'a', '1', 'b', '2'],
    ['HPEXPIRE', 'k', '100000', 'FIELDS', '1', 'a'],
  ],
  [
    ['HSET', 'k', 'a', LONG, 'b', '2'],
    ['HPEXPIRE', 'k', '100000', 'FIELDS', '1', 'b'],
  ],
  [
    ['XADD', 'k', '1-1', 'f', 'v'],
    ['XADD', 'k', '2-1', 'f', 'v2', 'g', '3'],
    ['XDEL', 'k', '1-1'],
  ],
  [
    ...MANY.slice(0, 150).map((text, i) => ['XADD', 'k', `5-${i + 1}`, 'field', text]),
    ['XGROUP', 'CREATE', 'k', 'group', '0'],
    ['XREADGROUP', 'GROUP', 'group', 'alice', 'COUNT', '3', 'STREAMS', 'k', '>'],
    ['XREADGROUP', 'GROUP', 'group', 'bob', 'COUNT', '2', 'STREAMS', 'k', '>'],
    ['XGROUP', 'CREATECONSUMER', 'k', 'group', 'carol'],
    ['XTRIM', 'k', 'MAXLEN', '140'],
  ],
  [['PFADD', 'k', ...MANY.slice(0, 50)]],
  [['SETBIT', 'k', '5000', '1']],
  [
    ['VADD', 'k', 'VALUES', '3', '1', '2', '3', 'one'],
    ['VADD', 'k', 'VALUES', '3', '1', '0', '3', 'two'],
  ],
]

/** Dumps to begin with, of all types and encodings that a profile makes and of those before it. */
export function seedPayloads(profileName: string): string[] {
  const double = new FuzzedDouble(profileName)
  const payloads = oldPayloads()
  for (const commands of MAKERS) {
    double.ask('DEL', 'k')
    for (const command of commands) double.ask(...command)
    const payload = double.dump('k')
    // What a profile does not know (deadlines of fields, vector sets) it has no dump of.
    if (payload !== null) payloads.push(payload)
  }
  double.engine.stop()
  return payloads
}
