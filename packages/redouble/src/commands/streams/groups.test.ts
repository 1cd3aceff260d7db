import { describe, expect, test } from 'vitest'
import { type ProfileName, profileNamed } from '../../command/profile.ts'
import { openTestEngine, type TestClient } from '../../engine/engine.test-support.ts'
import { VirtualClock } from '../../kernel/virtual-clock.ts'

/** A served client goes on after the current turn; what was sent within it arrives with that. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

interface Room {
  readonly clock: VirtualClock
  /** Sends a line without quotes, and shows the reply in short. */
  ask(line: string): string
  waiting(line: string): TestClient
}

function open(profile: ProfileName = '8.0'): Room {
  const clock = new VirtualClock()
  const { client } = openTestEngine({ clock, profile: profileNamed(profile) })
  const main = client()
  return {
    clock,
    ask: (line) => short(main.send(...line.split(' '))),
    waiting(line) {
      const waiter = client()
      expect(waiter.send(...line.split(' '))).toBe('')
      return waiter
    },
  }
}

/** The values of a reply, flat: without lengths, nulls as `nil`. */
function short(reply: string): string {
  const lines = reply.split('\r\n').filter((line) => line !== '' && !/^(?:\*|\$)\d+$/.test(line))
  return lines.map((line) => (/^[*$]-1$/.test(line) ? 'nil' : line)).join(' ')
}

/** A stream s of n entries 1-1, 2-1, … with a group g that has read none. */
function filled(room: Room, n: number): void {
  room.ask('XGROUP CREATE s g 0 MKSTREAM')
  for (let i = 1; i <= n; i++) room.ask(`XADD s ${i}-1 f ${i}`)
}

describe('XREADGROUP', () => {
  test('gives each entry to one consumer, and each its own history', () => {
    const room = open()
    filled(room, 3)
    const read = (who: string, id: string): string =>
      room.ask(`XREADGROUP GROUP g ${who} COUNT 2 STREAMS s ${id}`)
    expect(read('a', '>')).toBe('s 1-1 f 1 2-1 f 2')
    expect(read('b', '>')).toBe('s 3-1 f 3')
    expect(read('b', '>')).toBe('nil')
    expect(read('a', '1')).toBe('s 1-1 f 1 2-1 f 2')
    expect(read('a', '1-1')).toBe('s 2-1 f 2')
    expect(room.ask('XPENDING s g - + 10')).toBe('1-1 a :0 :2 2-1 a :0 :3 3-1 b :0 :1')
  })

  test('shows a deleted entry of the history without fields', () => {
    const room = open()
    filled(room, 2)
    room.ask('XREADGROUP GROUP g a STREAMS s >')
    room.ask('XDEL s 1-1')
    expect(room.ask('XREADGROUP GROUP g a STREAMS s 0')).toBe('s 1-1 nil 2-1 f 2')
  })

  test('with NOACK leaves nothing pending', () => {
    const room = open()
    filled(room, 1)
    room.ask('XREADGROUP GROUP g a NOACK STREAMS s >')
    expect(room.ask('XPENDING s g')).toBe(':0 nil nil nil')
    expect(room.ask('XINFO GROUPS s')).toContain('entries-read :1 lag :0')
  })

  test('that waits takes what comes in the order of the clients, one entry for one of them', async () => {
    const room = open()
    filled(room, 0)
    const first = room.waiting('XREADGROUP GROUP g a BLOCK 0 STREAMS s >')
    const second = room.waiting('XREADGROUP GROUP g b BLOCK 0 STREAMS s >')
    room.ask('XADD s 5-1 f v')
    await turn()
    expect(short(first.received())).toBe('s 5-1 f v')
    expect(second.received()).toBe('')
    room.ask('XADD s 6-1 f v')
    await turn()
    expect(short(second.received())).toBe('s 6-1 f v')
  })

  test.each([
    ['8.0', 'XGROUP DESTROY s g', "-NOGROUP No such key 's' or consumer group 'g' in XREADGROUP"],
    ['8.0', 'DEL s', "-NOGROUP No such key 's' or consumer group 'g' in XREADGROUP"],
    ['8.0', 'FLUSHALL', "-NOGROUP No such key 's' or consumer group 'g' in XREADGROUP"],
    ['8.0', 'RENAME s t', "-NOGROUP No such key 's' or consumer group 'g' in XREADGROUP"],
    ['8.0', 'SWAPDB 0 1', "-NOGROUP No such key 's' or consumer group 'g' in XREADGROUP"],
    ['8.0', 'SET s x', '-WRONGTYPE Operation against'],
    ['7.0', 'XGROUP DESTROY s g', '-NOGROUP the consumer group this client was blocked on'],
    ['7.0', 'SET s x', '-UNBLOCKED the stream key no longer exists'],
  ] as const)('that waits is told (%s): %s', async (profile, loss, answer) => {
    const room = open(profile)
    filled(room, 0)
    const waiter = room.waiting('XREADGROUP GROUP g a BLOCK 0 STREAMS s >')
    room.ask(loss)
    await turn()
    expect(waiter.received()).toContain(answer)
  })

  test('that waits is told when the key expires', async () => {
    const room = open()
    filled(room, 0)
    const waiter = room.waiting('XREADGROUP GROUP g a BLOCK 0 STREAMS s >')
    room.ask('PEXPIRE s 50')
    await room.clock.advance(60)
    await turn()
    expect(waiter.received()).toContain('-NOGROUP No such key')
  })

  test('waits on where the key is back within a transaction', async () => {
    const room = open()
    filled(room, 0)
    const waiter = room.waiting('XREADGROUP GROUP g a BLOCK 0 STREAMS s >')
    for (const line of ['MULTI', 'DEL s', 'XGROUP CREATE s g 0 MKSTREAM', 'EXEC']) room.ask(line)
    await turn()
    expect(waiter.received()).toBe('')
    room.ask('XADD s 1-1 f v')
    await turn()
    expect(short(waiter.received())).toBe('s 1-1 f v')
  })

  test('another client that waits for a list there is not disturbed by the loss', async () => {
    const room = open()
    filled(room, 0)
    const reader = room.waiting('XREADGROUP GROUP g a BLOCK 0 STREAMS s >')
    const popper = room.waiting('BLPOP l s2 0')
    room.ask('RENAME s s2')
    await turn()
    expect(reader.received()).toContain('-NOGROUP')
    expect(popper.received()).toBe('')
  })
})

describe('pending entries', () => {
  test('are claimed when they have been idle for long enough', async () => {
    const room = open()
    filled(room, 2)
    room.ask('XREADGROUP GROUP g a STREAMS s >')
    await room.clock.advance(100)
    expect(room.ask('XCLAIM s g b 101 1-1')).toBe('')
    expect(room.ask('XCLAIM s g b 100 1-1')).toBe('1-1 f 1')
    expect(room.ask('XCLAIM s g b 0 2-1 JUSTID')).toBe('2-1')
    expect(room.ask('XPENDING s g - + 10 b')).toBe('1-1 b :0 :2 2-1 b :0 :1')
    expect(room.ask('XPENDING s g')).toBe(':2 1-1 2-1 b 2')
  })

  test('XCLAIM sets idle time, deliveries and the last id as it is told', async () => {
    const room = open()
    filled(room, 3)
    room.ask('XREADGROUP GROUP g a COUNT 1 STREAMS s >')
    room.ask('XCLAIM s g b 0 1-1 2-1 FORCE IDLE 500 RETRYCOUNT 7 LASTID 2-1')
    expect(room.ask('XPENDING s g - + 10')).toBe('1-1 b :500 :7 2-1 b :500 :7')
    expect(room.ask('XREADGROUP GROUP g a STREAMS s >')).toBe('s 3-1 f 3')
    expect(room.ask('XCLAIM s g b 0 1-1 nonsense')).toMatch(/Unrecognized XCLAIM option 'nonsense'/)
  })

  test('XAUTOCLAIM goes through them as a scan does, and clears deleted ones away', () => {
    const room = open()
    filled(room, 5)
    room.ask('XREADGROUP GROUP g a STREAMS s >')
    room.ask('XDEL s 2-1')
    expect(room.ask('XAUTOCLAIM s g b 0 0 COUNT 2 JUSTID')).toBe('3-1 1-1 2-1')
    expect(room.ask('XAUTOCLAIM s g b 0 3-1 COUNT 2 JUSTID')).toBe('5-1 3-1 4-1')
    expect(room.ask('XAUTOCLAIM s g b 0 5-1')).toBe('0-0 5-1 f 5')
    expect(room.ask('XPENDING s g')).toBe(':4 1-1 5-1 b 4')
  })

  test('XACK counts what was pending; a bad id stops it before anything is acknowledged', () => {
    const room = open()
    filled(room, 3)
    room.ask('XREADGROUP GROUP g a STREAMS s >')
    expect(room.ask('XACK s g 1-1 x')).toMatch(/Invalid stream ID/)
    expect(room.ask('XACK s g 1-1 1-1 9-9')).toBe(':1')
    expect(room.ask('XACK s nogroup x')).toBe(':0')
    expect(room.ask('XPENDING s g')).toBe(':2 2-1 3-1 a 2')
  })

  test('are copied with the stream and independent from then on', () => {
    const room = open()
    filled(room, 2)
    room.ask('XREADGROUP GROUP g a STREAMS s >')
    room.ask('COPY s t')
    room.ask('XACK t g 1-1')
    expect(room.ask('XPENDING s g')).toBe(':2 1-1 2-1 a 2')
    expect(room.ask('XPENDING t g')).toBe(':1 2-1 2-1 a 1')
  })
})

describe('how far a group is', () => {
  const lag = (room: Room): string =>
    /entries-read (\S+) lag (\S+)/.exec(room.ask('XINFO GROUPS s'))?.slice(1).join(' ') ?? ''

  test('is counted, and unknown behind a gap', () => {
    const room = open()
    filled(room, 5)
    expect(lag(room)).toBe('nil :5')
    room.ask('XREADGROUP GROUP g a COUNT 2 STREAMS s >')
    expect(lag(room)).toBe(':2 :3')
    room.ask('XDEL s 4-1')
    expect(lag(room)).toBe(':2 nil')
    room.ask('XREADGROUP GROUP g a STREAMS s >')
    expect(lag(room)).toBe(':5 :0')
  })

  test('ENTRIESREAD beyond what was added is held back in 8.2 alone', () => {
    for (const [profile, answer] of [
      ['8.0', ':77'],
      ['8.2', ':2'],
    ] as const) {
      const room = open(profile)
      filled(room, 2)
      room.ask('XGROUP SETID s g 1-1 ENTRIESREAD 77')
      expect(lag(room)).toMatch(new RegExp(`^${answer} `))
    }
  })

  test('consumers are seen when they try and active when they get something', async () => {
    const room = open()
    filled(room, 1)
    room.ask('XREADGROUP GROUP g a STREAMS s >')
    await room.clock.advance(30)
    room.ask('XREADGROUP GROUP g a STREAMS s >')
    room.ask('XREADGROUP GROUP g b STREAMS s >')
    expect(room.ask('XINFO CONSUMERS s g')).toBe(
      'name a pending :1 idle :0 inactive :30 name b pending :0 idle :0 inactive :-1',
    )
  })
})

describe('references (8.2)', () => {
  test('ACKED spares what a group has not got or not acknowledged', () => {
    const room = open('8.2')
    filled(room, 3)
    room.ask('XREADGROUP GROUP g a COUNT 2 STREAMS s >')
    room.ask('XACK s g 1-1')
    expect(room.ask('XDELEX s ACKED IDS 4 1-1 2-1 3-1 1-1')).toBe(':1 :2 :2 :-1')
    expect(room.ask('XACKDEL s g ACKED IDS 2 2-1 3-1')).toBe(':1 :-1')
    expect(room.ask('XLEN s')).toBe(':1')
  })

  test('DELREF takes what is pending along, KEEPREF does not', () => {
    const room = open('8.2')
    filled(room, 3)
    room.ask('XREADGROUP GROUP g a STREAMS s >')
    room.ask('XDELEX s KEEPREF IDS 1 1-1')
    room.ask('XTRIM s MAXLEN 1 DELREF')
    expect(room.ask('XPENDING s g')).toBe(':2 1-1 3-1 a 2')
  })

  test('trimming with ACKED goes past what it must spare', () => {
    const room = open('8.2')
    filled(room, 4)
    room.ask('XREADGROUP GROUP g a STREAMS s >')
    room.ask('XACK s g 1-1 3-1')
    expect(room.ask('XTRIM s MAXLEN 0 ACKED')).toBe(':2')
    expect(room.ask('XRANGE s - +')).toBe('2-1 f 2 4-1 f 4')
  })
})

test('nothing that groups do breaks a WATCH, but the stream that MKSTREAM makes', () => {
  const room = open()
  filled(room, 1)
  const survives = (change: string): boolean => {
    room.ask('WATCH s')
    room.ask(change)
    room.ask('MULTI')
    return room.ask('EXEC') !== 'nil'
  }
  for (const change of [
    'XGROUP CREATE s h 0',
    'XREADGROUP GROUP g a STREAMS s >',
    'XCLAIM s g b 0 1-1',
    'XACK s g 1-1',
    'XGROUP DESTROY s h',
  ]) {
    expect(survives(change)).toBe(true)
  }
  room.ask('DEL s')
  expect(survives('XGROUP CREATE s g 0 MKSTREAM')).toBe(false)
})
