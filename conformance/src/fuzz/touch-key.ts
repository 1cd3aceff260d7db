import type { FuzzedDouble } from './fuzzed-double.ts'

/** Commands that read and change a key of each type, whatever it holds. */
const TOUCHES: Readonly<Record<string, readonly string[]>> = {
  string: ['GET k', 'APPEND k x', 'GETRANGE k 0 -1', 'SETRANGE k 3 y', 'INCR k', 'STRLEN k'],
  list: [
    'LRANGE k 0 -1',
    'LPUSH k x 1',
    'RPUSH k y',
    'LINSERT k BEFORE x z',
    'LSET k 0 new',
    'LPOP k',
    'RPOP k',
    'LREM k 0 a',
    'LTRIM k 0 5',
    'LPOS k y',
  ],
  set: [
    'SMEMBERS k',
    'SADD k x 1',
    'SREM k x',
    'SRANDMEMBER k 3',
    'SSCAN k 0',
    'SPOP k',
    'SCARD k',
  ],
  zset: [
    'ZRANGE k 0 -1 WITHSCORES',
    'ZADD k 3 x',
    'ZINCRBY k 1 x',
    'ZRANGEBYSCORE k -inf +inf',
    'ZRANK k x',
    'ZREM k x',
    'ZPOPMIN k',
    'ZSCAN k 0',
  ],
  hash: [
    'HGETALL k',
    'HSET k x 1',
    'HINCRBY k x 1',
    'HDEL k x',
    'HRANDFIELD k 3 WITHVALUES',
    'HSCAN k 0',
    'HPEXPIRE k 100000 FIELDS 1 a',
    'HPTTL k FIELDS 2 a b',
    'HPERSIST k FIELDS 1 a',
  ],
  stream: [
    'XRANGE k - +',
    'XREVRANGE k + - COUNT 3',
    'XLEN k',
    'XINFO STREAM k FULL',
    'XADD k * f v',
    'XDEL k 5-3',
    'XREADGROUP GROUP group alice COUNT 2 STREAMS k >',
    'XREADGROUP GROUP group dave COUNT 2 STREAMS k 0',
    'XPENDING k group',
    'XPENDING k group - + 10',
    'XAUTOCLAIM k group bob 0 0',
    'XACK k group 5-1 5-2',
    'XGROUP DELCONSUMER k group alice',
    'XTRIM k MAXLEN ~ 100',
    'XTRIM k MAXLEN 2',
  ],
  vectorset: [
    'VCARD k',
    'VSIM k VALUES 3 1 2 3',
    'VADD k VALUES 3 3 2 1 x',
    'VREM k one',
    'VINFO k',
  ],
}
const ANY = ['OBJECT ENCODING k', 'MEMORY USAGE k', 'DEBUG OBJECT k', 'COPY k k2 REPLACE', 'TTL k']

/** Reads and changes the key, and dumps it before and after. Returns what the double failed in. */
export function touchKey(double: FuzzedDouble): string[] {
  const type = double.ask('TYPE', 'k').slice(1, -2)
  const dumped = double.dump('k')
  const failures: string[] = []
  const look = (words: readonly string[]): void => {
    const reply = double.ask(...words)
    if (reply.includes('Redouble failed')) failures.push(`${words.join(' ')}: ${reply}`)
  }
  if (dumped === null && type !== 'none') failures.push(`DUMP of a ${type}`)
  // What was restored can be dumped, and what was dumped can be restored.
  if (dumped !== null) {
    let copy: string | null = dumped
    // Each time the elements of a vector set come in the other order.
    for (let left = type === 'vectorset' ? 2 : 1; left > 0; left--) {
      const again = double.ask('RESTORE', 'k3', '0', copy ?? '', 'REPLACE')
      if (!again.startsWith('+OK')) failures.push(`RESTORE of its DUMP: ${again}`)
      copy = double.dump('k3')
    }
    if (copy !== dumped) failures.push('DUMP of its RESTORE is another')
  }
  for (const line of [...ANY, ...(TOUCHES[type] ?? [])]) look(line.split(' '))
  look(['DUMP', 'k'])
  return failures
}
