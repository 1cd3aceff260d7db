import { expect, test } from 'vitest'
import { openKeysWorld, strings, turnEnd } from './keys.test-support.ts'

test('FLUSHDB empties the selected database, FLUSHALL all of them, without an event', () => {
  const { send, events } = openKeysWorld()
  send('SET a 1')
  send('SELECT 1')
  send('SET b 1')
  events()
  expect(send('FLUSHDB')).toBe('+OK')
  expect(send('DBSIZE')).toBe(':0')
  send('SELECT 0')
  expect(send('DBSIZE')).toBe(':1')
  expect(send('FLUSHALL ASYNC')).toBe('+OK')
  expect(send('DBSIZE')).toBe(':0')
  expect(events()).toEqual([])
})

test.each(['FLUSHALL FOO', 'FLUSHDB ASYNC SYNC', 'FLUSHDB async async'])(
  '%s is refused',
  (line) => {
    const { send } = openKeysWorld()
    send('SET a 1')
    expect(send(line)).toBe('-ERR syntax error')
    expect(send('DBSIZE')).toBe(':1')
  },
)

test('a client that waits for a key goes on waiting after a flush', async () => {
  const { send, client } = openKeysWorld()
  const waiting = client()
  waiting.send('BLPOP', 'q', 0)
  send('FLUSHALL')
  expect(waiting.received()).toBe('')
  send('RPUSH q v')
  await turnEnd()
  expect(waiting.received()).toBe('*2\r\n$1\r\nq\r\n$1\r\nv\r\n')
})

test('SWAPDB exchanges two databases under the clients, deadlines included', () => {
  const { send, clock } = openKeysWorld()
  send('SET a 0')
  send('SELECT 1')
  send('SET b 1')
  send('PEXPIRE b 100')
  send('SELECT 0')
  expect(send('SWAPDB 0 1')).toBe('+OK')
  expect(send('GET b')).toBe('$1\r\n1')
  expect(send('EXISTS a')).toBe(':0')
  clock.advance(100)
  expect(send('DBSIZE')).toBe(':0')
  expect(send('SWAPDB 1 0')).toBe('+OK')
  expect(strings(send('KEYS *').concat('\r\n'))).toEqual(['a'])
})

test.each([
  ['SWAPDB a b', '-ERR invalid first DB index'],
  ['SWAPDB 0 b', '-ERR invalid second DB index'],
  ['SWAPDB 99999999999 0', '-ERR invalid first DB index'],
  ['SWAPDB 0 16', '-ERR DB index is out of range'],
  ['SWAPDB -1 0', '-ERR DB index is out of range'],
])('%s is refused', (line, reply) => {
  expect(openKeysWorld().send(line)).toBe(reply)
})

test('SWAPDB serves clients of both databases that wait for what they now find', async () => {
  const { send, client } = openKeysWorld()
  const [first, second, third] = [client(), client(), client()]
  first.send('BLPOP', 'q', 0)
  second.send('SELECT', 1)
  second.send('BLPOP', 'r', 0)
  third.send('BLPOP', 'str', 0)
  send('SELECT 1')
  send('RPUSH q 1')
  send('SET str x')
  send('SELECT 0')
  send('RPUSH r 2')
  send('SWAPDB 0 1')
  await turnEnd()
  expect(first.received()).toBe('*2\r\n$1\r\nq\r\n$1\r\n1\r\n')
  expect(second.received()).toBe('*2\r\n$1\r\nr\r\n$1\r\n2\r\n')
  expect(third.received()).toBe('')
})
