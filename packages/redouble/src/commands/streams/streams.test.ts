import { describe, expect, test } from 'vitest'
import { type ProfileName, profileNamed } from '../../command/profile.ts'
import { openTestEngine, type TestClient } from '../../engine/engine.test-support.ts'
import { VirtualClock } from '../../kernel/virtual-clock.ts'

/** A served client goes on after the current turn; what was sent within it arrives with that. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

interface Room {
  readonly main: TestClient
  readonly clock: VirtualClock
  /** Sends a line without quotes. */
  ask(line: string): string
  /** A client that has just begun to wait with a command. */
  waiting(line: string): TestClient
}

function open(profile: ProfileName = '8.0', resp: 2 | 3 = 2): Room {
  const clock = new VirtualClock()
  const { client } = openTestEngine({ clock, profile: profileNamed(profile) })
  const main = client(resp)
  return {
    main,
    clock,
    ask: (line) => main.send(...line.split(' ')),
    waiting(line) {
      const waiter = client(resp)
      expect(waiter.send(...line.split(' '))).toBe('')
      return waiter
    },
  }
}

/** The ids in a reply. */
function ids(reply: string): string[] {
  return reply.split('\r\n').filter((word) => /^\d+-\d+$/.test(word))
}

describe('XADD', () => {
  test('makes ids of the time, and counts on when the clock stands or falls back', async () => {
    const { ask, clock } = open()
    const first = ask('XADD s * f v')
    const [id] = ids(first)
    const ms = Number(id.split('-')[0])
    expect(id).toBe(`${ms}-0`)
    expect(ids(ask('XADD s * f v'))).toEqual([`${ms}-1`])
    await clock.advance(5)
    expect(ids(ask('XADD s * f v'))).toEqual([`${ms + 5}-0`])
    ask(`XADD s ${ms + 100}-7 f v`)
    expect(ids(ask('XADD s * f v'))).toEqual([`${ms + 100}-8`])
  })

  test('counts within a millisecond, and takes no id that is not above the last', () => {
    const { ask } = open()
    expect(ids(ask('XADD s 5-* f v'))).toEqual(['5-0'])
    expect(ids(ask('XADD s 5-* f v'))).toEqual(['5-1'])
    expect(ids(ask('XADD empty 0-* f v'))).toEqual(['0-1'])
    expect(ask('XADD s 5-1 f v')).toMatch(/^-ERR The ID specified in XADD is equal or smaller/)
    expect(ask('XADD s 4-* f v')).toMatch(/^-ERR The ID specified in XADD is equal or smaller/)
    expect(ask('XADD other 0-0 f v')).toMatch(/must be greater than 0-0/)
    expect(ask('EXISTS other')).toBe(':0\r\n')
  })

  test('goes up to the last id there is and no further', () => {
    const { ask } = open()
    const last = '18446744073709551615-18446744073709551615'
    expect(ask(`XADD s ${last} f v`)).toBe(`$41\r\n${last}\r\n`)
    expect(ask('XADD s * f v')).toMatch(/^-ERR The stream has exhausted the last possible ID/)
  })

  test('with NOMKSTREAM adds to what is there only', () => {
    const { ask } = open()
    expect(ask('XADD s NOMKSTREAM 1-1 f v')).toBe('$-1\r\n')
    ask('XADD s 1-1 f v')
    expect(ask('XADD s NOMKSTREAM 1-2 f v')).toBe('$3\r\n1-2\r\n')
  })

  test('trims exactly, or by nodes of 100 entries, and keeps an empty stream', () => {
    const { ask } = open()
    for (let i = 1; i <= 250; i++) ask(`XADD s MAXLEN ~ 120 ${i}-0 f v`)
    expect(ask('XLEN s')).toBe(':150\r\n')
    ask('XADD s MAXLEN 20 251-0 f v')
    expect(ask('XLEN s')).toBe(':20\r\n')
    ask('XADD s MINID 250 252-0 f v')
    expect(ids(ask('XRANGE s - +'))).toEqual(['250-0', '251-0', '252-0'])
    expect(ask('XTRIM s MAXLEN 0')).toBe(':3\r\n')
    expect(ask('EXISTS s')).toBe(':1\r\n')
    expect(ask('XADD s 252-0 f v')).toMatch(/equal or smaller/)
  })

  test('tells what is wrong with its options', () => {
    const { ask } = open()
    expect(ask('XADD s MAXLEN 5 LIMIT 3 1-1 f v')).toMatch(
      /LIMIT cannot be used without the special ~/,
    )
    expect(ask('XADD s LIMIT 3 1-1 f v')).toMatch(/without specifying a trimming strategy/)
    expect(ask('XADD s MAXLEN 1 MINID 1 1-1 f v')).toMatch(/at the same time are not compatible/)
    expect(ask('XADD s LIMIT 3 x f v')).toMatch(/^-ERR Invalid stream ID/)
    expect(ask('XADD s 1-1 f v odd')).toMatch(/^-ERR wrong number of arguments for 'xadd'/)
  })

  test('knows KEEPREF only where the server does', () => {
    expect(open('8.2').ask('XADD s KEEPREF 1-1 f v')).toBe('$3\r\n1-1\r\n')
    expect(open('8.0').ask('XADD s KEEPREF 1-1 f v')).toMatch(/^-ERR Invalid stream ID/)
  })
})

describe('a range', () => {
  test('takes half ids, exclusive ends and COUNT, both ways', () => {
    const { ask } = open()
    for (const id of ['1-1', '1-2', '2-0', '3-5']) ask(`XADD s ${id} f v`)
    expect(ids(ask('XRANGE s 1 2'))).toEqual(['1-1', '1-2', '2-0'])
    expect(ids(ask('XRANGE s (1-1 (3-5'))).toEqual(['1-2', '2-0'])
    expect(ids(ask('XREVRANGE s + - COUNT 2'))).toEqual(['3-5', '2-0'])
    expect(ids(ask('XRANGE s - + COUNT 1'))).toEqual(['1-1'])
    expect(ask('XRANGE s - + COUNT 0')).toBe('*-1\r\n')
    expect(ask('XRANGE s - (0-0')).toBe('-ERR invalid end ID for the interval\r\n')
  })

  test('shows fields as they were given, twice the same name too', () => {
    const { ask } = open()
    ask('XADD s 1-1 a 1 a 2')
    expect(ask('XRANGE s - +')).toBe(
      '*1\r\n*2\r\n$3\r\n1-1\r\n*4\r\n$1\r\na\r\n$1\r\n1\r\n$1\r\na\r\n$1\r\n2\r\n',
    )
  })

  test('does not show what was deleted', () => {
    const { ask } = open()
    for (const id of ['1-1', '1-2', '1-3']) ask(`XADD s ${id} f v`)
    expect(ask('XDEL s 1-2 1-2 9-9')).toBe(':1\r\n')
    expect(ids(ask('XRANGE s - +'))).toEqual(['1-1', '1-3'])
    expect(ask('XDEL s 1-1 x')).toMatch(/^-ERR Invalid stream ID/)
    expect(ask('XLEN s')).toBe(':2\r\n')
  })
})

describe('XREAD', () => {
  test('answers a map in RESP3, pairs in RESP2, null for nothing', () => {
    for (const [resp, head, none] of [
      [2, '*1\r\n*2\r\n$1\r\ns\r\n', '*-1\r\n'],
      [3, '%1\r\n$1\r\ns\r\n', '_\r\n'],
    ] as const) {
      const { ask } = open('8.0', resp)
      ask('XADD s 1-1 f v')
      expect(ask('XREAD STREAMS s none 0 0')).toBe(
        `${head}*1\r\n*2\r\n$3\r\n1-1\r\n*2\r\n$1\r\nf\r\n$1\r\nv\r\n`,
      )
      expect(ask('XREAD STREAMS s 1-1')).toBe(none)
    }
  })

  test('+ is the last entry, from 7.4 on', () => {
    const { ask } = open()
    for (const id of ['1-1', '2-1', '3-1']) ask(`XADD s ${id} f v`)
    expect(ids(ask('XREAD STREAMS s +'))).toEqual(['3-1'])
    ask('XDEL s 3-1')
    expect(ids(ask('XREAD STREAMS s +'))).toEqual(['2-1'])
    expect(open('7.0').ask('XREAD STREAMS s +')).toMatch(/^-ERR Invalid stream ID/)
  })

  test('that waits behind $ is served what comes, and so is everyone else', async () => {
    const { ask, waiting } = open()
    ask('XADD s 1-1 f v')
    const first = waiting('XREAD BLOCK 0 STREAMS s $')
    const second = waiting('XREAD COUNT 1 BLOCK 0 STREAMS other s $ $')
    const behind = waiting('XREAD BLOCK 0 STREAMS s 5-0')
    ask('XADD s 2-1 f v')
    await turn()
    expect(ids(first.received())).toEqual(['2-1'])
    expect(ids(second.received())).toEqual(['2-1'])
    expect(behind.received()).toBe('')
    ask('XADD s 5-1 f v')
    await turn()
    expect(ids(behind.received())).toEqual(['5-1'])
  })

  test('sees all that a transaction added, at its end', async () => {
    const { ask, waiting } = open()
    const waiter = waiting('XREAD BLOCK 0 STREAMS a b $ $')
    for (const line of ['MULTI', 'XADD b 1-1 f v', 'XADD a 1-1 f v', 'XADD a 1-2 f v', 'EXEC'])
      ask(line)
    await turn()
    expect(ids(waiter.received())).toEqual(['1-1', '1-2', '1-1'])
  })

  test('of Redis 7.0 is woken for one key only', async () => {
    const { ask, waiting } = open('7.0')
    const waiter = waiting('XREAD BLOCK 0 STREAMS a b $ $')
    for (const line of ['MULTI', 'XADD b 1-1 f v', 'XADD a 1-2 f v', 'EXEC']) ask(line)
    await turn()
    expect(ids(waiter.received())).toEqual(['1-1'])
  })

  test('waits on when the key goes and comes back with older ids', async () => {
    const { ask, waiting } = open()
    ask('XADD s 5-1 f v')
    const waiter = waiting('XREAD BLOCK 0 STREAMS s $')
    ask('DEL s')
    ask('SET s x')
    ask('DEL s')
    ask('XADD s 1-1 f v')
    await turn()
    expect(waiter.received()).toBe('')
    ask('XADD s 5-2 f v')
    await turn()
    expect(ids(waiter.received())).toEqual(['5-2'])
  })

  test('gives up after BLOCK milliseconds', async () => {
    const { clock, waiting } = open()
    const waiter = waiting('XREAD BLOCK 50 STREAMS s $')
    await clock.advance(49)
    expect(waiter.received()).toBe('')
    await clock.advance(1)
    expect(waiter.received()).toBe('*-1\r\n')
  })

  test('refuses what only XREADGROUP has', () => {
    const { ask } = open()
    expect(ask('XREAD GROUP g c STREAMS s 0')).toMatch(/only supported by XREADGROUP/)
    expect(ask('XREAD STREAMS s >')).toMatch(/^-ERR The > ID can be specified only/)
    expect(ask('XREAD STREAMS a b 0')).toMatch(/^-ERR Unbalanced 'xread' list of streams/)
  })
})

describe('XSETID and XINFO', () => {
  test('the last id can be moved up, never below an entry or a deleted id', () => {
    const { ask } = open()
    ask('XADD s 1-1 f v')
    ask('XADD s 2-1 f v')
    ask('XDEL s 2-1')
    expect(ask('XSETID s 1-5')).toMatch(/smaller than current max_deleted_entry_id/)
    expect(ask('XSETID s 9-9 ENTRIESADDED 7 MAXDELETEDID 3-0')).toBe('+OK\r\n')
    expect(ask('XADD s 9-9 f v')).toMatch(/equal or smaller/)
    expect(ask('XINFO STREAM s')).toContain('$20\r\nmax-deleted-entry-id\r\n$3\r\n3-0\r\n')
    expect(ask('XSETID none 1-1')).toBe('-ERR no such key\r\n')
  })

  test('XSETID publishes an event and breaks no WATCH', () => {
    const { ask, main } = open()
    ask('XADD s 1-1 f v')
    ask('WATCH s')
    ask('XSETID s 5-5')
    ask('MULTI')
    main.send('PING')
    expect(ask('EXEC')).toBe('*1\r\n+PONG\r\n')
  })

  test('a stream describes itself, and with FULL its first entries', () => {
    const { ask } = open('8.0', 3)
    for (let i = 1; i <= 12; i++) ask(`XADD s ${i}-0 f v`)
    const info = ask('XINFO STREAM s')
    expect(info).toContain('$6\r\nlength\r\n:12\r\n$15\r\nradix-tree-keys\r\n:1\r\n')
    expect(ids(info)).toEqual(['12-0', '0-0', '1-0', '1-0', '12-0'])
    expect(ids(ask('XINFO STREAM s FULL')).slice(3)).toHaveLength(10)
    expect(ids(ask('XINFO STREAM s FULL COUNT 0')).slice(3)).toHaveLength(12)
    expect(ask('XINFO STREAM none')).toBe('-ERR no such key\r\n')
  })
})
