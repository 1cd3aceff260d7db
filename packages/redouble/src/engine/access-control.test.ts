import { describe, expect, test, vi } from 'vitest'
import { type Profile, profileNamed } from '../command/profile.ts'
import { loadScriptHost } from '../lua/index.ts'
import { openTestEngine, type TestClient } from './engine.test-support.ts'

const ask = (client: TestClient, line: string): string => client.send(...line.split(' '))

interface Pair {
  readonly admin: TestClient
  readonly joe: TestClient
  /** Gives joe further rules. */
  readonly let: (rules: string) => void
  readonly another: () => TestClient
}

/** An administrator, and a client that is the user joe. */
function open(rules: string, version = '8.0'): Pair {
  const profile = profileNamed(version) as Profile
  const { client } = openTestEngine({ profile, loadScriptHost })
  const admin = client()
  const setUser = (more: string): void => {
    expect(ask(admin, `ACL SETUSER joe ${more}`)).toBe('+OK\r\n')
  }
  setUser(`on >secret ${rules}`)
  const another = (): TestClient => {
    const one = client()
    expect(ask(one, 'AUTH joe secret')).toBe('+OK\r\n')
    return one
  }
  return { admin, joe: another(), let: setUser, another }
}

const NO_KEY = '-NOPERM No permissions to access a key\r\n'
const NO_CHANNEL = '-NOPERM No permissions to access a channel\r\n'
const noCommand = (name: string): string =>
  `-NOPERM User joe has no permissions to run the '${name}' command\r\n`

describe('a user', () => {
  test('may call what its rules allow', () => {
    const { joe } = open('~* +get +config|get')
    expect(ask(joe, 'GET k')).toBe('$-1\r\n')
    expect(ask(joe, 'SET k v')).toBe(noCommand('set'))
    expect(ask(joe, 'CONFIG SET hz 1')).toBe(noCommand('config|set'))
    expect(ask(joe, 'ACL WHOAMI')).toBe(noCommand('acl|whoami'))
    expect(ask(joe, 'GET')).toMatch(/^-ERR wrong number/)
  })

  test('is called `this user` by servers up to 7.0', () => {
    const { joe } = open('+get ~k', '7.0')
    expect(ask(joe, 'SET k v')).toBe(
      "-NOPERM this user has no permissions to run the 'set' command\r\n",
    )
    expect(ask(joe, 'GET x')).toBe(
      '-NOPERM this user has no permissions to access one of the keys used as arguments\r\n',
    )
  })

  test('may log in again whatever its rules', () => {
    const { joe } = open('')
    expect(ask(joe, 'AUTH joe secret')).toBe('+OK\r\n')
    expect(ask(joe, 'PING')).toBe(noCommand('ping'))
    expect(ask(joe, 'RESET')).toBe('+RESET\r\n')
    expect(ask(joe, 'PING')).toBe('+PONG\r\n')
  })

  test('reads and writes where the patterns say so', () => {
    const { joe } = open('+@all ~b* %R~r* %W~w*')
    expect(ask(joe, 'SET w v')).toBe('+OK\r\n')
    expect(ask(joe, 'SET r v')).toBe(NO_KEY)
    expect(ask(joe, 'GET w')).toBe(NO_KEY)
    // It tells whether there is a key, which is no content.
    expect(ask(joe, 'EXISTS w')).toBe(':1\r\n')
    expect(ask(joe, 'SET w v GET')).toBe(NO_KEY)
    expect(ask(joe, 'COPY r w')).toBe(':0\r\n')
    expect(ask(joe, 'MGET b r x')).toBe(NO_KEY)
    expect(ask(joe, 'LMPOP 2 b x LEFT')).toBe(NO_KEY)
    expect(ask(joe, 'EVAL x 1 x')).toBe(NO_KEY)
  })

  test('may go where SORT leads only with the right to read every key', () => {
    const { joe, let: setUser } = open('+@all ~k*')
    expect(ask(joe, 'SORT k BY nosort')).toBe('*0\r\n')
    expect(ask(joe, 'SORT k BY k*')).toMatch(/^-ERR BY option of SORT denied/)
    expect(ask(joe, 'SORT k GET #')).toMatch(/^-ERR GET option of SORT denied/)
    setUser('%R~*')
    expect(ask(joe, 'SORT k BY k* GET k*')).toBe('*0\r\n')
  })

  test('listens and speaks where the patterns say so, to patterns only as they are written', () => {
    const { joe } = open('+@all &ch*')
    expect(ask(joe, 'PUBLISH other m')).toBe(NO_CHANNEL)
    expect(ask(joe, 'SPUBLISH other m')).toBe(NO_CHANNEL)
    expect(ask(joe, 'SUBSCRIBE ch1 other')).toBe(NO_CHANNEL)
    expect(ask(joe, 'PSUBSCRIBE ch1')).toBe(NO_CHANNEL)
    expect(ask(joe, 'PSUBSCRIBE ch*')).toContain('psubscribe')
    expect(ask(joe, 'PUNSUBSCRIBE other')).toContain('punsubscribe')
  })

  test('needs one selector that allows all of a call', () => {
    const { joe } = open('+get ~a (+set ~b)')
    expect(ask(joe, 'GET a')).toBe('$-1\r\n')
    expect(ask(joe, 'SET b 1')).toBe('+OK\r\n')
    expect(ask(joe, 'SET a 1')).toBe(NO_KEY)
    expect(ask(joe, 'DEL b')).toBe(noCommand('del'))
  })

  test('stays within its databases on Valkey 9', () => {
    const { joe } = open('+@all ~* db=1', 'valkey-9')
    const denied = '-NOPERM No permissions to access database\r\n'
    expect(ask(joe, 'GET k')).toBe(denied)
    expect(ask(joe, 'PING')).toBe('+PONG\r\n')
    expect(ask(joe, 'SELECT 1')).toBe('+OK\r\n')
    expect(ask(joe, 'GET k')).toBe('$-1\r\n')
    expect(ask(joe, 'MOVE k 2')).toBe(denied)
    expect(ask(joe, 'COPY k l REPLACE DB 2')).toBe(denied)
    expect(ask(joe, 'FLUSHALL')).toBe(denied)
    expect(ask(joe, 'SELECT 99')).toBe('-ERR DB index is out of range\r\n')
  })
})

describe('in a transaction', () => {
  test('a command that is not allowed spoils it', () => {
    const { joe } = open('+@all ~k')
    ask(joe, 'MULTI')
    expect(ask(joe, 'GET x')).toBe(NO_KEY)
    expect(ask(joe, 'EXEC')).toMatch(/^-EXECABORT/)
  })

  test('what is no longer allowed at EXEC is left out, and says why', () => {
    const { joe, let: setUser } = open('+@all ~* &*')
    for (const line of ['MULTI', 'SET k 1', 'GET k', 'PUBLISH c m']) ask(joe, line)
    setUser('-get resetchannels')
    expect(ask(joe, 'EXEC')).toMatch(
      /^\*3\r\n\+OK\r\n-NOPERM .*the command or subcommand\r\n-NOPERM .*one of the channels used/,
    )
  })
})

describe('a script', () => {
  async function run(client: TestClient, source: string): Promise<string> {
    let reply = client.send('EVAL', source, '0')
    await vi.waitFor(() => {
      reply += client.received()
      expect(reply).not.toBe('')
    })
    return reply
  }

  test('may do what its user may, and can ask', async () => {
    const { joe, admin } = open('+@all -set ~k')
    const call = (words: string): Promise<string> => run(joe, `return redis.call(${words})`)
    expect(await call("'get', 'k'")).toBe('$-1\r\n')
    expect(await call("'get', 'x'")).toMatch(/^-ERR ACL failure in script: No permissions to/)
    expect(await call("'set', 'k', 'v'")).toMatch(/in script: User joe has no permissions to run/)
    const asked = "return {redis.acl_check_cmd('get','k'), redis.acl_check_cmd('get','x')}"
    expect(await run(joe, asked)).toBe('*2\r\n:1\r\n$-1\r\n')
    expect(ask(admin, 'ACL LOG 1')).toContain('\r\nlua\r\n')
  })
})

describe('a client that waits', () => {
  test('is served by the rules of the moment it is served', () => {
    const { admin, joe, let: setUser } = open('+@all ~*')
    ask(joe, 'BLPOP k 0')
    setUser('resetkeys')
    ask(admin, 'RPUSH k v')
    expect(joe.received()).toBe(NO_KEY)
    expect(ask(admin, 'LLEN k')).toBe(':1\r\n')
    expect(ask(admin, 'ACL LOG')).toContain('flags=N')
  })

  test('up to 7.0 by those of the moment it began to wait', () => {
    const { admin, joe, let: setUser } = open('+@all ~*', '7.0')
    ask(joe, 'BLPOP k 0')
    setUser('-blpop')
    ask(admin, 'RPUSH k v')
    expect(joe.received()).toBe('*2\r\n$1\r\nk\r\n$1\r\nv\r\n')
  })
})

describe('connections', () => {
  test('of a user that is removed end', () => {
    const { admin, joe } = open('+@all ~*')
    ask(joe, 'BLPOP k 0')
    ask(admin, 'ACL DELUSER joe')
    expect(joe.isClosed).toBe(true)
    expect(admin.isClosed).toBe(false)
    expect(ask(admin, 'RPUSH k v')).toBe(':1\r\n')
  })

  test('of a user that removes itself end after the answer', () => {
    const { joe } = open('+@all')
    expect(ask(joe, 'ACL DELUSER joe')).toBe(':1\r\n')
    expect(joe.isClosed).toBe(true)
  })

  test('of a user that is switched off go on, and no others begin', () => {
    const { joe, let: setUser, another } = open('+@all')
    setUser('off')
    expect(ask(joe, 'PING')).toBe('+PONG\r\n')
    expect(another).toThrow(/WRONGPASS/)
  })

  test('that listen where their user no longer may end', () => {
    const { let: setUser, another } = open('+@all &a &b*')
    const [a, b, c] = [another(), another(), another()]
    ask(a, 'SUBSCRIBE a')
    ask(b, 'PSUBSCRIBE b*')
    ask(c, 'SSUBSCRIBE b1')
    setUser('resetchannels &a &b1')
    expect([a.isClosed, b.isClosed, c.isClosed]).toEqual([false, true, false])
    setUser('resetchannels (&b1)')
    expect([a.isClosed, c.isClosed]).toEqual([true, false])
  })

  test('of a user can be listed and killed', () => {
    const { admin, joe } = open('+@all')
    expect(ask(admin, 'CLIENT LIST')).toContain('user=joe')
    expect(ask(admin, 'CLIENT KILL USER nobody')).toBe("-ERR No such user 'nobody'\r\n")
    expect(ask(admin, 'CLIENT KILL USER joe')).toBe(':1\r\n')
    expect(joe.isClosed).toBe(true)
  })
})

describe('the default user', () => {
  test('has requirepass as its password, until it is given others', () => {
    const { client } = openTestEngine()
    const admin = client()
    ask(admin, 'CONFIG SET requirepass one')
    expect(ask(client(), 'AUTH one')).toBe('+OK\r\n')
    ask(admin, 'ACL SETUSER default >two')
    expect(ask(client(), 'AUTH two')).toBe('+OK\r\n')
    ask(admin, 'CONFIG SET requirepass three')
    expect(ask(client(), 'AUTH two')).toMatch(/^-WRONGPASS/)
    ask(admin, 'ACL SETUSER default nopass')
    expect(ask(client(), 'AUTH x')).toMatch(/without any password configured/)
    expect(ask(admin, 'CONFIG GET requirepass')).toContain('three')
  })

  test('that is off lets nobody in who does not log in as another', () => {
    const { client } = openTestEngine()
    const admin = client()
    ask(admin, 'ACL SETUSER joe on nopass +@all')
    ask(admin, 'ACL SETUSER default off')
    const late = client()
    expect(ask(late, 'PING')).toBe('-NOAUTH Authentication required.\r\n')
    expect(ask(late, 'AUTH joe x')).toBe('+OK\r\n')
    expect(ask(admin, 'PING')).toBe('+PONG\r\n')
  })

  test('can be restricted like any other', () => {
    const client = openTestEngine().client()
    ask(client, 'ACL SETUSER default -@all +get +acl|whoami resetkeys ~k')
    expect(ask(client, 'GET k')).toBe('$-1\r\n')
    expect(ask(client, 'SET k v')).toContain('User default has no permissions')
  })
})

describe('ACL LOG', () => {
  /** The fields of the latest entries, by name. */
  function entries(client: TestClient): Record<string, string>[] {
    const words = client
      .send('ACL', 'LOG')
      .replace(/\$\d+\r\n/g, '')
      .split('\r\n')
    const starts = words.flatMap((word, i) => (word === 'count' ? [i] : []))
    return starts.map((at) =>
      Object.fromEntries(
        Array.from({ length: 10 }, (_, i) => [words[at + 2 * i], words[at + 2 * i + 1]]),
      ),
    )
  }

  test('counts what happens again, the latest first', () => {
    const { admin, joe } = open('+@all -set ~k')
    for (const line of ['SET k v', 'GET x', 'GET y', 'GET x']) ask(joe, line)
    const seen = entries(admin).map((one) => [one['reason'], one['object'], one['count']])
    expect(seen).toEqual([
      ['key', 'x', ':2'],
      ['key', 'y', ':1'],
      ['command', 'set', ':1'],
    ])
    expect(entries(admin)[0]).toMatchObject({
      context: 'toplevel',
      username: 'joe',
      'entry-id': ':1',
    })
    expect(ask(admin, 'ACL LOG RESET')).toBe('+OK\r\n')
    expect(ask(admin, 'ACL LOG')).toBe('*0\r\n')
  })

  test('tells of those who could not log in', () => {
    const { client } = openTestEngine()
    const one = client()
    one.send('auth', 'nobody', 'x')
    expect(entries(one)[0]).toMatchObject({ reason: 'auth', object: 'auth', username: 'nobody' })
    expect(ask(one, 'INFO stats')).toContain('acl_access_denied_auth:1\r\n')
  })

  test('is as long as it may be, and no longer', () => {
    const { admin, joe } = open('+@all')
    ask(admin, 'CONFIG SET acllog-max-len 2')
    for (const key of ['a', 'b', 'c']) ask(joe, `GET ${key}`)
    expect(entries(admin).map((one) => one['object'])).toEqual(['c', 'b'])
    ask(admin, 'CONFIG SET acllog-max-len 0')
    ask(joe, 'GET d')
    expect(ask(admin, 'ACL LOG')).toBe('*0\r\n')
  })
})

test('reset takes back users and rules, and the connections of users that were not there', () => {
  const { engine, client } = openTestEngine()
  const admin = client()
  ask(admin, 'ACL SETUSER joe on nopass +@all')
  const joe = client()
  ask(joe, 'AUTH joe x')
  ask(admin, 'ACL SETUSER default -get')
  engine.reset()
  expect(joe.isClosed).toBe(true)
  expect(ask(admin, 'ACL LIST')).toContain('user default on nopass sanitize-payload ~* &* +@all')
  expect(ask(admin, 'ACL USERS')).toBe('*1\r\n$7\r\ndefault\r\n')
})
