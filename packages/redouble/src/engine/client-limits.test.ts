import { describe, expect, test } from 'vitest'
import { VirtualClock } from '../kernel/virtual-clock.ts'
import type { Engine } from './engine.ts'
import { openTestEngine } from './engine.test-support.ts'

/** A client that takes nothing of what it is sent. */
function deaf(engine: Engine): { isClosed: boolean; send(...argv: string[]): void } {
  const state = { isClosed: false, pendingBytes: 0 }
  const session = engine.connect(
    {
      write: (bytes) => {
        state.pendingBytes += bytes.length
      },
      close: () => {
        state.isClosed = true
      },
      get pendingBytes() {
        return state.pendingBytes
      },
    },
    { address: '127.0.0.1:5', localAddress: '127.0.0.1:6379', fd: 5 },
  )
  return {
    get isClosed() {
      return state.isClosed
    },
    send: (...argv) => session.receive(Buffer.from(`${argv.join(' ')}\r\n`)),
  }
}

describe('client-output-buffer-limit', () => {
  test('cuts a client off at once beyond the hard limit', () => {
    const { engine, client } = openTestEngine()
    client().send('CONFIG', 'SET', 'client-output-buffer-limit', 'normal 1000 0 0')
    const victim = deaf(engine)
    victim.send('ECHO', 'x'.repeat(900))
    expect(victim.isClosed).toBe(false)
    victim.send('ECHO', 'x'.repeat(900))
    expect(victim.isClosed).toBe(true)
    expect(engine.stats.outputLimitDisconnections).toBe(1)
  })

  test('cuts a client off that stays beyond the soft limit, though nothing more is sent to it', () => {
    const clock = new VirtualClock(0)
    const { engine, client } = openTestEngine({ clock })
    client().send('CONFIG', 'SET', 'client-output-buffer-limit', 'pubsub 0 100 5')
    const victim = deaf(engine)
    victim.send('SUBSCRIBE', 'news')
    client().send('PUBLISH', 'news', 'x'.repeat(200))
    clock.advance(4900)
    expect(victim.isClosed).toBe(false)
    clock.advance(200)
    expect(victim.isClosed).toBe(true)
  })
})

describe('client-query-buffer-limit', () => {
  test('counts what MULTI has queued', () => {
    const { engine, client } = openTestEngine()
    const main = client()
    main.send('CONFIG', 'SET', 'client-query-buffer-limit', String(1024 * 1024))
    main.send('MULTI')
    for (let i = 0; i < 4 && !main.isClosed; i++) main.send('SET', 'k', 'x'.repeat(400_000))
    expect(main.isClosed).toBe(true)
    expect(engine.stats.queryLimitDisconnections).toBe(1)
  })
})

describe('maxmemory-clients', () => {
  test('ends the largest client, and spares who asked to be spared', () => {
    const { engine, client } = openTestEngine()
    const [main, spared, large] = [client(), client(), client()]
    main.send('CONFIG', 'SET', 'maxmemory-clients', '200kb')
    spared.send('CLIENT', 'NO-EVICT', 'ON')
    for (const one of [spared, large]) {
      one.sendBytes(`*2\r\n$3\r\nGET\r\n$300000\r\n${'x'.repeat(200_000)}`)
    }
    expect([main.isClosed, spared.isClosed, large.isClosed]).toEqual([false, false, true])
    expect(engine.stats.evictedClients).toBe(1)
  })

  test('does not mind a large reply that is taken', () => {
    const { client } = openTestEngine()
    const main = client()
    main.send('CONFIG', 'SET', 'maxmemory-clients', '200kb')
    expect(main.send('ECHO', 'x'.repeat(150_000)).length).toBeGreaterThan(150_000)
    expect(main.isClosed).toBe(false)
  })
})
