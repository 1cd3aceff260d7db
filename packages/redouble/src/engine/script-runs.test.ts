import { describe, expect, test } from 'vitest'
import { Config } from '../command/config.ts'
import { nextLoop } from '../kernel/event-loop.ts'
import { VirtualClock } from '../kernel/virtual-clock.ts'
import { loadScriptHost } from '../lua/index.ts'
import { connectDirect } from './direct-session.ts'
import { openTestEngine } from './engine.test-support.ts'
import { openScripting, replyOf } from './scripting.test-support.ts'

const FOREVER = 'while true do end'
const BUSY =
  '-BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.\r\n'
const UNKILLABLE = /^-UNKILLABLE Sorry the script already executed write commands/
const LIBRARY = `#!lua name=lib
redis.register_function('forever', function() while true do end end)
redis.register_function('writes', function(keys) redis.call('set', keys[1], 1) while true do end end)`

/** Computes for longer than the threshold, then ends. */
const long = (body: string): string => `local n = 0 for i = 1, 6e6 do n = n + 1 end ${body}`

describe('while a script runs too long', () => {
  test('others hear that the server is busy, until it is killed', async () => {
    const { client } = await openScripting()
    const one = client()
    const other = client()
    expect(one.send('EVAL', FOREVER, '0')).toBe('')
    expect(other.send('GET', 'k')).toBe(BUSY)
    expect(other.send('NOSUCH')).toMatch(/^-ERR unknown command/)
    expect(other.send('GET')).toMatch(/^-ERR wrong number/)
    expect(other.send('SCRIPT', 'KILL')).toBe('+OK\r\n')
    expect(await replyOf(one)).toMatch(
      /^-ERR Script killed by user with SCRIPT KILL\.\.\. script: [0-9a-f]{40}, on @user_script:1\.\r\n$/,
    )
    expect(other.send('GET', 'k')).toBe('$-1\r\n')
    expect(other.send('SCRIPT', 'KILL')).toMatch(/^-NOTBUSY/)
  })

  test('what is marked allow_busy is served', async () => {
    const { client } = await openScripting()
    const one = client()
    const other = client()
    one.send('EVAL', FOREVER, '0')
    expect(other.send('HELLO', '2')).toMatch(/^\*14/)
    expect(other.send('WATCH', 'k')).toBe('+OK\r\n')
    expect(other.send('MULTI')).toBe('+OK\r\n')
    expect(other.send('SET', 'a', 'b')).toBe(BUSY)
    expect(other.send('EXEC')).toMatch(/^-EXECABORT .*because of: BUSY Redis is busy/)
    expect(other.send('MULTI')).toBe('+OK\r\n')
    expect(other.send('DISCARD')).toBe('+OK\r\n')
    expect(other.send('RESET')).toBe('+RESET\r\n')
    expect(other.send('SHUTDOWN')).toBe(BUSY)
    other.send('SCRIPT', 'KILL')
    await replyOf(one)
  })

  test('a script that has written cannot be killed', async () => {
    const { client, engine } = await openScripting()
    const one = client()
    const other = client()
    one.send('EVAL', `redis.call('set', 'k', 'v') ${FOREVER}`, '0')
    expect(other.send('SCRIPT', 'KILL')).toMatch(UNKILLABLE)
    expect(other.send('FUNCTION', 'KILL')).toMatch(UNKILLABLE)
    engine.stop()
    await nextLoop()
    expect(one.isClosed).toBe(true)
  })

  test('SHUTDOWN NOSAVE ends the server all the same', async () => {
    let isDown = false
    const { client, engine } = await openScripting('8.0', {
      onShutdown: () => {
        isDown = true
      },
    })
    const one = client()
    one.send('EVAL', `redis.call('set', 'k', 'v') ${FOREVER}`, '0')
    client().send('SHUTDOWN', 'NOSAVE')
    expect(isDown).toBe(true)
    expect(one.isClosed).toBe(true)
    engine.stop()
  })

  test('its own client waits, with all that it sent behind it', async () => {
    const { client } = await openScripting()
    const one = client()
    one.sendBytes(`EVAL "${long('return n')}" 0\r\nECHO after\r\n`)
    expect(client().send('PING')).toBe(BUSY)
    let received = ''
    while (!received.includes('after')) received += await replyOf(one)
    expect(received).toBe(':6000000\r\n$5\r\nafter\r\n')
  })

  test('a client that leaves does not stop it', async () => {
    const { client } = await openScripting()
    const one = client()
    const other = client()
    one.send('EVAL', FOREVER, '0')
    one.close()
    expect(other.send('GET', 'k')).toBe(BUSY)
    expect(other.send('SCRIPT', 'KILL')).toBe('+OK\r\n')
    while (other.send('GET', 'k') === BUSY) await nextLoop()
    expect(other.send('SCRIPT', 'KILL')).toMatch(/^-NOTBUSY/)
  })

  test('a pcall does not keep it alive', async () => {
    const { client } = await openScripting()
    const one = client()
    const body = `while true do\n pcall(function()\n ${FOREVER}\n end)\n end`
    one.send('EVAL', body, '0')
    client().send('SCRIPT', 'KILL')
    expect(await replyOf(one)).toContain('Script killed')
  })

  test('products and kinds put it in their own words', async () => {
    const { client } = await openScripting('valkey-8.1')
    const one = client()
    const other = client()
    other.send('FUNCTION', 'LOAD', LIBRARY)
    one.send('FCALL', 'forever', '0')
    const busy =
      '-BUSY Valkey is busy running a script. You can only call FUNCTION KILL or SHUTDOWN NOSAVE.\r\n'
    expect(other.send('GET', 'k')).toBe(busy)
    expect(other.send('SCRIPT', 'KILL')).toBe(busy)
    expect(other.send('FUNCTION', 'KILL')).toBe('+OK\r\n')
    expect(await replyOf(one)).toBe(
      '-ERR Script killed by user with FUNCTION KILL. script: forever, on @user_function:2.\r\n',
    )
  })

  test('FUNCTION STATS tells which function it is', async () => {
    const { client } = await openScripting()
    const one = client()
    const other = client()
    other.send('FUNCTION', 'LOAD', LIBRARY)
    one.send('FCALL', 'forever', '1', 'k', 'x')
    expect(other.send('FUNCTION', 'STATS')).toMatch(
      /^\*4\r\n\$14\r\nrunning_script\r\n\*6\r\n\$4\r\nname\r\n\$7\r\nforever\r\n\$7\r\ncommand\r\n\*5\r\n\$5\r\nFCALL\r\n.*duration_ms\r\n:\d+\r\n/s,
    )
    other.send('FUNCTION', 'KILL')
    await replyOf(one)
    one.send('EVAL', FOREVER, '0')
    expect(other.send('FUNCTION', 'STATS')).toBe(BUSY)
    other.send('SCRIPT', 'KILL')
    await replyOf(one)
  })
})

describe('a script that was busy', () => {
  test('leaves its statistics once, when it ends', async () => {
    const { client } = await openScripting()
    const one = client()
    one.send('CONFIG', 'RESETSTAT')
    one.send('EVAL', long('return redis.call("incr", "n")'), '0')
    expect(await replyOf(one)).toBe(':1\r\n')
    const stats = one.send('INFO', 'commandstats')
    expect(stats).toMatch(/cmdstat_eval:calls=1,usec=\d{4,},/)
    expect(stats).toMatch(/cmdstat_incr:calls=1,/)
  })

  test('was one step to EXEC, with what came before and after it', async () => {
    const { client } = await openScripting()
    const one = client()
    one.send('MULTI')
    one.send('SET', 'k', '1')
    one.send('EVAL', long('return redis.call("incr", "k")'), '0')
    one.send('INCR', 'k')
    one.send('EVAL', long('return {err = "MINE x"}'), '0')
    one.send('GET', 'k')
    expect(one.send('EXEC')).toBe('')
    expect(client().send('GET', 'k')).toBe(BUSY)
    expect(await replyOf(one)).toBe('*5\r\n+OK\r\n:2\r\n:3\r\n-MINE x\r\n$1\r\n3\r\n')
    expect(one.send('GET', 'k')).toBe('$1\r\n3\r\n')
  })

  test('is in the database that it has selected, its client is not', async () => {
    const { client } = await openScripting()
    const one = client()
    const body = `redis.call('select', 3) ${long("return redis.call('set', 'k', 'three')")}`
    one.send('EVAL', body, '0')
    expect(await replyOf(one)).toBe('+OK\r\n')
    expect(one.send('GET', 'k')).toBe('$-1\r\n')
    one.send('SELECT', '3')
    expect(one.send('GET', 'k')).toBe('$5\r\nthree\r\n')
  })

  test('had its keys to itself: none ran out, and nobody was served before its end', async () => {
    const clock = new VirtualClock()
    const { client } = await openScripting('8.0', { clock })
    const one = client()
    const waiting = client()
    const impatient = client()
    one.send('SET', 'k', 'v', 'PX', '100')
    waiting.send('BLPOP', 'l', '0')
    impatient.send('BLPOP', 'other', '0.05')
    const body = `redis.call('rpush', 'l', 'x') ${long("return redis.call('get', 'k')")}`
    one.send('EVAL', body, '0')
    clock.advance(1000)
    expect(waiting.received() + impatient.received()).toBe('')
    expect(await replyOf(one)).toBe('$1\r\nv\r\n')
    expect(waiting.received()).toBe('*2\r\n$1\r\nl\r\n$1\r\nx\r\n')
    expect(impatient.received()).toBe('*-1\r\n')
    expect(one.send('GET', 'k')).toBe('$-1\r\n')
  })

  test('has published in the meantime', async () => {
    const { client } = await openScripting()
    const one = client()
    const subscriber = client()
    subscriber.send('SUBSCRIBE', 'c')
    one.send('EVAL', `redis.call('publish', 'c', 'm') ${FOREVER}`, '0')
    expect(subscriber.received()).toContain('message')
    client().send('SCRIPT', 'KILL')
    await replyOf(one)
  })
})

test('without a threshold nobody hears anything, and the process goes on', async () => {
  const config = new Config()
  const { client } = await openScripting('8.0', { config })
  const one = client()
  const other = client()
  one.send('EVAL', long('return 1'), '0')
  config.busyReplyThresholdMs = 0
  expect(other.send('GET', 'k')).toBe('')
  expect(await replyOf(one)).toBe(':1\r\n')
  expect(await replyOf(other)).toBe('$-1\r\n')
})

test('a reset ends a script that is busy', async () => {
  const { client, engine } = await openScripting()
  const one = client()
  one.send('EVAL', `redis.call('set', 'k', 'v') ${FOREVER}`, '0')
  engine.reset()
  expect(await replyOf(one)).toContain('Script killed')
  expect(one.send('GET', 'k')).toBe('$-1\r\n')
  expect(one.send('EVAL', 'return 5', '0')).toBe(':5\r\n')
})

test('a direct client waits for its busy script like others', async () => {
  const config = new Config()
  config.busyReplyThresholdMs = 10
  const { engine, client } = openTestEngine({ config, loadScriptHost })
  const replies: unknown[] = []
  const session = connectDirect(engine, {
    answer: (reply) => replies.push(reply),
    unanswered: () => replies.push('none'),
    push: () => undefined,
    close: () => undefined,
  })
  session.send(['EVAL', long('return 7'), '0'])
  session.send(['ECHO', 'x'])
  const other = client()
  while (other.send('GET', 'k') !== BUSY) await nextLoop()
  while (replies.length < 2) await nextLoop()
  expect(replies).toEqual([7, 'x'])
})
