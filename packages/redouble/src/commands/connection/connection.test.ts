import { describe, expect, test } from 'vitest'
import { Config } from '../../command/config.ts'
import { profileNamed } from '../../command/profile.ts'
import { openTestEngine, type TestClient } from '../../engine/engine.test-support.ts'

function ask(client: TestClient, line: string): string {
  return client.sendBytes(`${line}\r\n`)
}

function withPassword(profile = '8.0'): TestClient {
  const config = new Config()
  config.requirepass = 'secret'
  return openTestEngine({ config, profile: profileNamed(profile) }).client()
}

describe('AUTH', () => {
  const WRONGPASS = '-WRONGPASS invalid username-password pair or user is disabled.\r\n'

  test('takes the password of the default user, with the name or without', () => {
    const client = withPassword()
    expect(ask(client, 'AUTH wrong')).toBe(WRONGPASS)
    expect(ask(client, 'AUTH other secret')).toBe(WRONGPASS)
    expect(ask(client, 'AUTH secret')).toBe('+OK\r\n')
    expect(ask(client, 'AUTH default secret')).toBe('+OK\r\n')
    expect(ask(client, 'AUTH a b c')).toBe('-ERR syntax error\r\n')
  })

  test('with the password alone makes no sense where there is none', () => {
    const client = openTestEngine().client()
    expect(ask(client, 'AUTH x')).toMatch(/without any password configured/)
    expect(ask(client, 'AUTH default whatever')).toBe('+OK\r\n')
  })

  test('a refusal gets lost behind replies that are not sent yet, as in 8.0', () => {
    const client = withPassword()
    ask(client, 'AUTH secret')
    expect(client.sendBytes('PING\r\nAUTH wrong\r\nPING\r\n')).toBe('+PONG\r\n+PONG\r\n')
    const honest = withPassword('7.0')
    ask(honest, 'AUTH secret')
    expect(honest.sendBytes('PING\r\nAUTH wrong\r\n')).toBe(`+PONG\r\n${WRONGPASS}`)
  })
})

describe('HELLO', () => {
  test('tells who answers, in the protocol it was asked for', () => {
    const client = openTestEngine().client()
    const reply = ask(client, 'HELLO 3 SETNAME me')
    expect(reply).toMatch(/^%7\r\n\$6\r\nserver\r\n\$5\r\nredis\r\n/)
    expect(reply).toContain('$5\r\nproto\r\n:3\r\n')
    expect(ask(client, 'CLIENT GETNAME')).toBe('$2\r\nme\r\n')
    expect(ask(client, 'HELLO')).toMatch(/^%7\r\n/)
    expect(ask(client, 'HELLO 2')).toMatch(/^\*14\r\n/)
  })

  test('names Valkey and its own version', () => {
    const client = openTestEngine({ profile: profileNamed('valkey-8.1') }).client()
    expect(ask(client, 'HELLO')).toContain('$6\r\nvalkey\r\n$7\r\nversion\r\n$5\r\n8.1.1\r\n')
  })

  test('changes nothing when it fails, since 7.2', () => {
    const client = withPassword()
    expect(ask(client, 'HELLO 3')).toMatch(/^-NOAUTH HELLO must be called/)
    expect(ask(client, 'HELLO 3 SETNAME me AUTH default wrong')).toMatch(/^-WRONGPASS/)
    ask(client, 'AUTH secret')
    expect(ask(client, 'CLIENT GETNAME')).toBe('$-1\r\n')
    const old = withPassword('7.0')
    ask(old, 'HELLO 3 SETNAME me AUTH default wrong')
    ask(old, 'AUTH secret')
    expect(ask(old, 'CLIENT GETNAME')).toBe('$2\r\nme\r\n')
  })

  test.each([
    ['HELLO 4', '-NOPROTO unsupported protocol version\r\n'],
    ['HELLO x', '-ERR Protocol version is not an integer or out of range\r\n'],
    ['HELLO 2 NOPE', "-ERR Syntax error in HELLO option 'NOPE'\r\n"],
    ['HELLO 2 AUTH a', "-ERR Syntax error in HELLO option 'AUTH'\r\n"],
  ])('%s is refused', (line, reply) => {
    expect(ask(openTestEngine().client(), line)).toBe(reply)
  })
})

test('RESET puts everything back', () => {
  const { client } = openTestEngine()
  const one = client(3)
  const lines = ['CLIENT SETNAME me', 'CLIENT NO-EVICT ON', 'SELECT 3', 'SUBSCRIBE c', 'MULTI']
  for (const line of lines) ask(one, line)
  expect(ask(one, 'RESET')).toBe('+RESET\r\n')
  expect(ask(one, 'CLIENT INFO')).toMatch(/name= .* flags=N db=0 sub=0 .* multi=-1 .* resp=2/)
  expect(ask(client(), 'PUBLISH c x')).toBe(':0\r\n')
})

test('PING answers subscribers of RESP2 in their own way', () => {
  const { client } = openTestEngine()
  const [old, modern] = [client(2), client(3)]
  for (const one of [old, modern]) ask(one, 'SUBSCRIBE c')
  expect(ask(old, 'PING')).toBe('*2\r\n$4\r\npong\r\n$0\r\n\r\n')
  expect(ask(old, 'PING x')).toBe('*2\r\n$4\r\npong\r\n$1\r\nx\r\n')
  expect(ask(modern, 'PING')).toBe('+PONG\r\n')
  expect(ask(modern, 'PING x')).toBe('$1\r\nx\r\n')
})

describe('CLIENT LIST', () => {
  function fields(profile: string): string[] {
    const client = openTestEngine({ profile: profileNamed(profile) }).client()
    return [...ask(client, 'CLIENT INFO').matchAll(/([a-z-]+)=/g)].map(([, name]) => name)
  }

  const COMMON =
    'id addr laddr fd name age idle flags db sub psub ssub multi qbuf qbuf-free argv-mem multi-mem ' +
    'rbs rbp obl oll omem tot-mem events cmd user redir resp'

  test('has the fields of its server, in its order', () => {
    expect(fields('7.0')).toEqual(COMMON.split(' '))
    expect(fields('7.2')).toEqual(`${COMMON} lib-name lib-ver`.split(' '))
    const watching = COMMON.replace('multi qbuf', 'multi watch qbuf')
    expect(fields('8.0')).toEqual(`${watching} lib-name lib-ver io-thread`.split(' '))
    const totals = 'tot-net-in tot-net-out tot-cmds'
    expect(fields('8.2')).toEqual(`${watching} lib-name lib-ver io-thread ${totals}`.split(' '))
    const capable = watching.replace('flags db', 'flags capa db')
    expect(fields('valkey-8.1')).toEqual(`${capable} lib-name lib-ver ${totals}`.split(' '))
  })

  test('shows what each client is up to', () => {
    const { client } = openTestEngine()
    const [waiting, queueing, listening, watching] = [client(), client(), client(), client()]
    ask(waiting, 'BLPOP l 0')
    for (const line of ['WATCH a b', 'MULTI', 'PING', 'PING']) ask(queueing, line)
    ask(listening, 'PSUBSCRIBE x')
    for (const line of ['CLIENT SETNAME w', 'CLIENT NO-TOUCH ON', 'MONITOR']) ask(watching, line)
    const list = ask(client(), 'CLIENT LIST').split('\n')
    expect(list[1]).toMatch(/flags=b .* cmd=blpop /)
    expect(list[2]).toMatch(/flags=x .* multi=2 watch=2 .* cmd=ping /)
    expect(list[3]).toMatch(/flags=P .* psub=1 .* cmd=psubscribe /)
    expect(list[4]).toMatch(/name=w .* flags=OT .* cmd=monitor /)
  })

  test('by type and by ids', () => {
    const { client } = openTestEngine()
    const listener = client()
    const id = ask(listener, 'CLIENT ID').slice(1, -2)
    ask(listener, 'SUBSCRIBE c')
    const one = client()
    expect(ask(one, 'CLIENT LIST TYPE pubsub').match(/id=\d+/g)).toEqual([`id=${id}`])
    expect(ask(one, `CLIENT LIST ID ${id} 999 ${id}`).match(/id=\d+/g)?.length).toBe(2)
    expect(ask(one, 'CLIENT LIST TYPE replica')).toBe('$0\r\n\r\n')
  })
})

describe('CLIENT KILL', () => {
  test('takes all filters together and spares the client that asks', () => {
    const { client } = openTestEngine()
    const [one, other, listener] = [client(), client(), client()]
    ask(listener, 'SUBSCRIBE c')
    expect(ask(one, 'CLIENT KILL TYPE normal')).toBe(':1\r\n')
    expect([one.isClosed, other.isClosed, listener.isClosed]).toEqual([false, true, false])
    expect(ask(one, 'CLIENT KILL USER default SKIPME no')).toBe(':2\r\n')
    expect(one.isClosed).toBe(true)
  })

  test('in its old form takes an address, be it its own', () => {
    const { client } = openTestEngine()
    const [one, other] = [client(), client()]
    const address = /addr=(\S+)/.exec(ask(other, 'CLIENT INFO'))?.[1]
    expect(ask(one, `CLIENT KILL ${address}`)).toBe('+OK\r\n')
    expect(other.isClosed).toBe(true)
    expect(ask(one, `CLIENT KILL ${address}`)).toBe('-ERR No such client\r\n')
    const own = /addr=(\S+)/.exec(ask(one, 'CLIENT INFO'))?.[1]
    expect(ask(one, `CLIENT KILL ${own}`)).toBe('+OK\r\n')
    expect(one.isClosed).toBe(true)
  })

  test('on Valkey takes several ids, and what Valkey 9 can choose by', () => {
    const { client } = openTestEngine({ profile: profileNamed('valkey-9') })
    const [one, named, elsewhere, spared] = [client(), client(), client(), client()]
    ask(named, 'CLIENT SETNAME bee')
    ask(elsewhere, 'SELECT 5')
    const id = ask(spared, 'CLIENT ID').slice(1, -2)
    expect(ask(one, 'CLIENT KILL NAME bee')).toBe(':1\r\n')
    expect(ask(one, 'CLIENT KILL NOT-DB 0')).toBe(':1\r\n')
    expect(ask(one, `CLIENT KILL NOT-ID ${id}`)).toBe(':0\r\n')
    expect(ask(one, `CLIENT KILL ID 998 ${id} 999`)).toBe(':1\r\n')
    expect([named, elsewhere, spared].every((client) => client.isClosed)).toBe(true)
  })
})

describe('CLIENT UNBLOCK', () => {
  test('ends a wait as a timeout or as an error', () => {
    const { client } = openTestEngine()
    const waiting = client()
    const id = ask(waiting, 'CLIENT ID').slice(1, -2)
    const admin = client()
    ask(waiting, 'BLPOP l 0')
    expect(ask(admin, `CLIENT UNBLOCK ${id}`)).toBe(':1\r\n')
    expect(waiting.received()).toBe('*-1\r\n')
    ask(waiting, 'BLPOP l 0')
    expect(ask(admin, `CLIENT UNBLOCK ${id} ERROR`)).toBe(':1\r\n')
    expect(waiting.received()).toBe('-UNBLOCKED client unblocked via CLIENT UNBLOCK\r\n')
    expect(ask(admin, `CLIENT UNBLOCK ${id}`)).toBe(':0\r\n')
  })
})

test('tracking says how it is set, and keeps its mode until it is switched off', () => {
  const client = openTestEngine().client(3)
  expect(ask(client, 'CLIENT TRACKING ON BCAST PREFIX a PREFIX b NOLOOP')).toBe('+OK\r\n')
  expect(ask(client, 'CLIENT TRACKINGINFO')).toBe(
    '%3\r\n$5\r\nflags\r\n~3\r\n$2\r\non\r\n$5\r\nbcast\r\n$6\r\nnoloop\r\n' +
      '$8\r\nredirect\r\n:0\r\n$8\r\nprefixes\r\n*2\r\n$1\r\na\r\n$1\r\nb\r\n',
  )
  expect(ask(client, 'CLIENT TRACKING ON')).toMatch(/^-ERR You can't switch BCAST mode/)
  expect(ask(client, 'CLIENT TRACKING ON BCAST PREFIX ab')).toMatch(/overlaps with an existing/)
  expect(ask(client, 'CLIENT TRACKING OFF')).toBe('+OK\r\n')
  expect(ask(client, 'CLIENT GETREDIR')).toBe(':-1\r\n')
})
