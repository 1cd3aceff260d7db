import { describe, expect, test } from 'vitest'
import { profileNamed, type Profile } from '../command/profile.ts'
import { VirtualClock } from '../kernel/virtual-clock.ts'
import { openTestEngine, type TestClient } from './engine.test-support.ts'

const bulk = (text: string): string => `$${text.length}\r\n${text}\r\n`
/** What a client of RESP3 is sent when these keys change. */
const invalidated = (...keys: string[]): string =>
  `>2\r\n${bulk('invalidate')}*${keys.length}\r\n${keys.map(bulk).join('')}`
const INVALIDATED_ALL = `>2\r\n${bulk('invalidate')}_\r\n`

function open(
  profile = '8.0',
): { reader: TestClient; writer: TestClient } & ReturnType<typeof openTestEngine> {
  const test = openTestEngine({ profile: profileNamed(profile) as Profile })
  return { ...test, reader: test.client(3), writer: test.client() }
}

function pipeline(client: TestClient, ...lines: string[]): string {
  return client.sendBytes(lines.map((line) => `${line}\r\n`).join(''))
}

describe('a client that tracks what it reads', () => {
  test('is told once of a key that somebody changes, and again after it has read it again', () => {
    const { reader, writer } = open()
    reader.send('CLIENT', 'TRACKING', 'ON')
    reader.send('GET', 'k')
    writer.send('SET', 'k', '1')
    writer.send('SET', 'k', '2')
    expect(reader.received()).toBe(invalidated('k'))
    reader.send('MGET', 'k', 'l')
    writer.send('MSET', 'l', '1', 'k', '3')
    expect(reader.received()).toBe(invalidated('l') + invalidated('k'))
  })

  test('is told of its own changes behind the reply, and not at all with NOLOOP', () => {
    const { reader } = open()
    reader.send('CLIENT', 'TRACKING', 'ON')
    reader.send('GET', 'k')
    expect(reader.send('SET', 'k', '1')).toBe(`+OK\r\n${invalidated('k')}`)
    reader.send('CLIENT', 'TRACKING', 'ON', 'NOLOOP')
    reader.send('GET', 'k')
    expect(reader.send('SET', 'k', '2')).toBe('+OK\r\n')
  })

  test('is told of what its transaction changes when all of it is answered', () => {
    const { reader } = open()
    reader.send('CLIENT', 'TRACKING', 'ON')
    reader.send('MGET', 'a', 'b')
    pipeline(reader, 'MULTI', 'SET a 1', 'GET a', 'SET b 2')
    expect(reader.send('EXEC')).toBe(
      `*3\r\n+OK\r\n${bulk('1')}+OK\r\n${invalidated('a')}${invalidated('b')}`,
    )
  })

  test('is told of keys that run out, by time or by whoever finds them', () => {
    const clock = new VirtualClock(1000)
    const { engine, client } = openTestEngine({ clock })
    const [reader, writer] = [client(3), client()]
    reader.send('CLIENT', 'TRACKING', 'ON')
    writer.send('SET', 'k', 'v', 'PX', '50')
    reader.send('GET', 'k')
    clock.advance(60)
    expect(reader.received()).toBe(invalidated('k'))
    engine.activeExpireEnabled = false
    writer.send('SET', 'k', 'v', 'PX', '50')
    reader.send('GET', 'k')
    clock.advance(60)
    expect(reader.send('GET', 'k')).toBe(`_\r\n${invalidated('k')}`)
  })

  test('is told of keys that are evicted', () => {
    const { reader, writer } = open()
    reader.send('CLIENT', 'TRACKING', 'ON')
    writer.send('SET', 'k', 'v')
    reader.send('GET', 'k')
    writer.send('CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru', 'maxmemory', '1')
    expect(reader.received()).toBe(invalidated('k'))
  })

  test('is told of all keys at once by FLUSHALL: where Redis waits, before the reply', () => {
    for (const [profile, reply] of [
      ['8.0', `${INVALIDATED_ALL}+OK\r\n`],
      ['7.0', `+OK\r\n${INVALIDATED_ALL}`],
      ['valkey-9', `+OK\r\n${INVALIDATED_ALL}`],
    ]) {
      const { reader, writer } = open(profile)
      reader.send('CLIENT', 'TRACKING', 'ON')
      reader.send('GET', 'k')
      expect(reader.send('FLUSHALL')).toBe(reply)
      expect(reader.send('FLUSHALL', 'ASYNC')).toBe(`+OK\r\n${INVALIDATED_ALL}`)
      writer.send('SET', 'k', 'v')
      expect(reader.received()).toBe('')
    }
  })

  test('is told of keys that its scripts read, by what they read or by what they declare', () => {
    for (const [profile, heard] of [
      ['8.0', invalidated('inner')],
      ['7.0', invalidated('declared')],
    ]) {
      const { engine, reader, writer } = open(profile)
      reader.send('CLIENT', 'TRACKING', 'ON')
      const session = [...engine.clients.values()][0]
      const command = engine.commands.lookup('get')
      const evalsha = engine.commands.lookup('eval')
      if (command === undefined || evalsha === undefined) throw new Error('no command')
      engine.tracking.enterScript(evalsha, ['EVAL', '…', '1', 'declared'])
      engine.tracking.remember(session, command, ['GET', 'inner'], true)
      writer.send('MSET', 'inner', '1', 'declared', '1')
      expect(reader.received()).toBe(heard)
    }
  })

  test('is forgotten by RESET, and by going away', () => {
    const { engine, reader, writer } = open()
    reader.send('CLIENT', 'TRACKING', 'ON', 'BCAST')
    reader.send('RESET')
    writer.send('SET', 'k', '1')
    expect(reader.received()).toBe('')
    reader.send('CLIENT', 'TRACKING', 'ON', 'BCAST', 'PREFIX', 'x')
    reader.close()
    expect([engine.tracking.clientCount, engine.tracking.prefixCount]).toEqual([0, 0])
  })
})

test('a full table forgets keys, and tells those who read them before the next reply', () => {
  const { engine, reader } = open()
  reader.send('CLIENT', 'TRACKING', 'ON')
  reader.send('CONFIG', 'SET', 'tracking-table-max-keys', '2')
  reader.send('MGET', 'a', 'b', 'c')
  expect(reader.send('PING')).toMatch(
    /^>2\r\n\$10\r\ninvalidate\r\n\*1\r\n\$1\r\n[abc]\r\n\+PONG\r\n$/,
  )
  expect(engine.tracking.keyCount).toBe(2)
})

describe('BCAST', () => {
  test('tells of all keys of a pipeline at once, in order, by prefix', () => {
    const { reader, writer } = open()
    reader.send('CLIENT', 'TRACKING', 'ON', 'BCAST', 'PREFIX', 'b', 'PREFIX', 'a')
    pipeline(writer, 'SET b2 1', 'SET a1 1', 'SET b1 1', 'SET c 1', 'SET b1 2')
    expect(reader.received()).toBe(invalidated('a1') + invalidated('b1', 'b2'))
  })

  test('with NOLOOP leaves out what the client itself changed last, but not what its script did', () => {
    const { engine, reader, writer } = open()
    reader.send('CLIENT', 'TRACKING', 'ON', 'BCAST', 'NOLOOP')
    expect(reader.send('SET', 'k', '1')).toBe('+OK\r\n')
    writer.send('SET', 'k', '2')
    expect(reader.received()).toBe(invalidated('k'))
    engine.enterTurn()
    engine.tracking.changed('s', null)
    engine.leaveTurn()
    expect(reader.received()).toBe(invalidated('s'))
  })
})

describe('OPTIN and OPTOUT', () => {
  test('go by CLIENT CACHING for one command, or for the whole of a transaction', () => {
    const { reader, writer } = open()
    const heardOf = (): string => {
      writer.send('MSET', 'a', '1', 'b', '1', 'c', '1')
      return reader.received()
    }
    reader.send('CLIENT', 'TRACKING', 'ON', 'OPTIN')
    pipeline(reader, 'GET a', 'CLIENT CACHING YES', 'GET b', 'GET c')
    expect(heardOf()).toBe(invalidated('b'))
    pipeline(reader, 'CLIENT CACHING YES', 'MULTI', 'GET a', 'GET b', 'EXEC', 'GET c')
    expect(heardOf()).toBe(invalidated('a') + invalidated('b'))
    pipeline(reader, 'CLIENT TRACKING OFF', 'CLIENT TRACKING ON OPTOUT')
    pipeline(reader, 'GET a', 'CLIENT CACHING NO', 'GET b', 'GET c')
    expect(heardOf()).toBe(invalidated('a') + invalidated('c'))
  })
})

describe('REDIRECT', () => {
  test('leads to a client that listens in RESP2, and says when that is gone', () => {
    const { reader, writer, client } = open()
    const listener = client()
    const id = listener.send('CLIENT', 'ID').slice(1).trim()
    listener.send('SUBSCRIBE', '__redis__:invalidate')
    reader.send('CLIENT', 'TRACKING', 'ON', 'REDIRECT', id)
    reader.send('GET', 'k')
    writer.send('SET', 'k', '1')
    expect(listener.received()).toBe(
      `*3\r\n${bulk('message')}${bulk('__redis__:invalidate')}*1\r\n${bulk('k')}`,
    )
    reader.send('GET', 'k')
    listener.close()
    writer.send('SET', 'k', '2')
    expect(reader.received()).toBe(`>2\r\n${bulk('tracking-redir-broken')}:${id}\r\n`)
    expect(reader.send('CLIENT', 'TRACKINGINFO')).toContain('broken_redirect')
    expect(reader.send('CLIENT', 'INFO')).toContain('flags=tR ')
  })

  test('is looked up before later options are read', () => {
    const { reader } = open()
    expect(reader.send('CLIENT', 'TRACKING', 'ON', 'REDIRECT', '999', 'FOO')).toMatch(
      /does not exist/,
    )
  })
})
