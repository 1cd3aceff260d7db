import { expect, test } from 'vitest'
import { openKeysWorld, START } from './keys.test-support.ts'

test.each([
  ['EXPIRE k 10', START + 10_000],
  ['PEXPIRE k 10', START + 10],
  ['EXPIREAT k 1800000000', 1_800_000_000_000],
  ['PEXPIREAT k 1800000000001', 1_800_000_000_001],
])('%s sets the deadline and says so', (line, deadline) => {
  const { send, events } = openKeysWorld()
  send('SET k v')
  events()
  expect(send(line)).toBe(':1')
  expect(send('PEXPIRETIME k')).toBe(`:${deadline}`)
  expect(events()).toEqual(['0:expire k'])
})

test('a key that is not there gets no deadline', () => {
  const { send } = openKeysWorld()
  expect(send('EXPIRE nokey 10')).toBe(':0')
  expect(send('TTL nokey')).toBe(':-2')
})

test.each(['EXPIRE k 0', 'EXPIRE k -1', 'PEXPIRE k 0', 'EXPIREAT k 1', 'PEXPIREAT k -5'])(
  '%s removes the key at once',
  (line) => {
    const { send, events } = openKeysWorld()
    send('SET k v')
    events()
    expect(send(line)).toBe(':1')
    expect(events()).toEqual(['0:del k'])
    expect(send('EXISTS k')).toBe(':0')
  },
)

test('on Valkey a key that is removed so is announced as expired', () => {
  const { send, events } = openKeysWorld('valkey-8.1')
  send('SET k v')
  events()
  send('EXPIRE k -1')
  expect(events()).toEqual(['0:expired k'])
})

test.each([
  // condition, whether it is met without a deadline, and with a later, an equal, an earlier one
  ['NX', ':1 :0 :0 :0'],
  ['XX', ':0 :1 :1 :1'],
  ['GT', ':0 :0 :0 :1'],
  ['LT', ':1 :1 :0 :0'],
  ['XX GT', ':0 :0 :0 :1'],
  ['XX LT', ':0 :1 :0 :0'],
  ['lt lt', ':1 :1 :0 :0'],
])('the condition %s is met as the servers have it', (condition, expected) => {
  const { send } = openKeysWorld()
  const replies: string[] = []
  for (const before of [undefined, 200, 100, 50]) {
    send('SET k v')
    if (before !== undefined) send(`EXPIRE k ${before}`)
    replies.push(send(`EXPIRE k 100 ${condition}`))
    const after = send('TTL k')
    expect(after).toBe(replies.at(-1) === ':1' ? ':100' : `:${before ?? -1}`)
  }
  expect(replies.join(' ')).toBe(expected)
})

test.each([
  ['EXPIRE k 100 NX XX', '-ERR NX and XX, GT or LT options at the same time are not compatible'],
  ['EXPIRE k 100 GT LT', '-ERR GT and LT options at the same time are not compatible'],
  ['EXPIRE k abc NX GT', '-ERR NX and XX, GT or LT options at the same time are not compatible'],
  ['EXPIRE k abc FOO', '-ERR Unsupported option FOO'],
  ['EXPIRE k 100 NX XX FOO', '-ERR Unsupported option FOO'],
  ['EXPIRE k abc', '-ERR value is not an integer or out of range'],
  ['EXPIRE nokey 1.5', '-ERR value is not an integer or out of range'],
  ['EXPIRE nokey 9223372036854775807', "-ERR invalid expire time in 'expire' command"],
  ['EXPIRE k -9223372036854776', "-ERR invalid expire time in 'expire' command"],
  ['PEXPIRE k 9223372036854775807', "-ERR invalid expire time in 'pexpire' command"],
  ['EXPIREAT k 9223372036854776', "-ERR invalid expire time in 'expireat' command"],
  ['PEXPIREAT k 9223372036854775808', '-ERR value is not an integer or out of range'],
])('%s is refused, options first', (line, reply) => {
  const { send } = openKeysWorld()
  send('SET k v')
  expect(send(line)).toBe(reply)
  expect(send('TTL k')).toBe(':-1')
})

test('deadlines are exact over all 64 bits', () => {
  const { send } = openKeysWorld()
  send('SET k v')
  for (const at of ['9223372036854775807', '9223372036854775806', '9007199254740993']) {
    expect(send(`PEXPIREAT k ${at}`)).toBe(':1')
    expect(send('PEXPIRETIME k')).toBe(`:${at}`)
  }
  expect(send('PEXPIREAT k 9007199254740994 GT')).toBe(':1')
  expect(send('PEXPIREAT k 9007199254740995 LT')).toBe(':0')
  send('PEXPIREAT k 9223372036854775807')
  expect(send('EXPIRETIME k')).toBe(':9223372036854776')
  expect(send('PTTL k')).toBe(`:${2n ** 63n - 1n - BigInt(START)}`)
})

test('PERSIST takes a deadline away, once', () => {
  const { send, events, clock } = openKeysWorld()
  send('SET k v')
  send('EXPIRE k 10')
  events()
  expect(send('PERSIST k')).toBe(':1')
  expect(events()).toEqual(['0:persist k'])
  expect(send('PERSIST k')).toBe(':0')
  expect(events()).toEqual([])
  clock.advance(60_000)
  expect(send('EXISTS k')).toBe(':1')
})

test('within a transaction time stands still', () => {
  const { send, clock } = openKeysWorld()
  send('SET k v')
  send('PEXPIRE k 10')
  send('MULTI')
  send('PTTL k')
  send('EXISTS k')
  clock.advance(9)
  expect(send('EXEC')).toBe('*2\r\n:1\r\n:1')
})
