import { join } from 'node:path'
import {
  type Command,
  Config,
  Engine,
  ErrorReply,
  NO_REPLY,
  profileNamed,
  type Reply,
} from 'redouble/embed'
import { expect, test } from 'vitest'
import { callsOf } from './generate/calls.ts'
import { Chance } from './generate/chance.ts'
import { generatedCommands } from './generate/program-arbitrary.ts'
import { KEYS } from './generate/values.ts'
import { isSolitary } from './generate/vocabulary.ts'
import { readScripts } from './scripts.ts'
import { connectionsOf, encode, toCli } from './subjects/step.ts'

const SCRIPTS = readScripts(join(import.meta.dirname, '..', 'scripts'))
const CALLS = 25
const SEED = 20250705
/** What no call of the default configuration answers with anything but an error. */
const ALWAYS_REFUSED = new Set([
  'object|freq',
  'script|show',
  'script|kill',
  'function|kill',
  'function|delete',
  'function|restore',
  // Without cluster mode; without a password; with directives that nobody has.
  'asking',
  'cluster|countkeysinslot',
  'cluster|info',
  'cluster|keyslot',
  'cluster|myid',
  'cluster|nodes',
  'auth',
  'config|set',
])

/** A key of each type, with what it takes for every command to have something to answer. */
const FURNITURE: readonly ((key: string) => string[])[] = [
  (key) => ['SET', key, '10'],
  (key) => ['RPUSH', key, 'a', 'b', 'c', '1'],
  (key) => ['HSET', key, 'a', '1', 'b', 'foo'],
  (key) => ['SADD', key, 'a', 'b', 'foo'],
  (key) => ['ZADD', key, '1', 'a', '2.5', 'b', '3', 'foo'],
  (key) => ['PFADD', key, 'a', 'b', 'foo'],
  (key) => [
    'GEOADD',
    key,
    ...['a', 'b', 'c', 'foo', 'bar', '1'].flatMap((m, i) => [`${13 + i}`, '38', m]),
  ],
  (key) => ['XADD', key, '1-1', 'a', '1', 'b', '2'],
]

/** Behind the furniture: every stream has a group with something pending. */
const onStreams = (key: string): string[][] => [
  ['XADD', key, '1-2', 'a', '1'],
  ['XGROUP', 'CREATE', key, 'g', '0'],
  ['XREADGROUP', 'GROUP', 'g', 'c', 'COUNT', '1', 'STREAMS', key, '>'],
]

/** An engine that holds every reply against the type that its command declares. */
class Witness {
  readonly engine: Engine
  readonly answered: Set<string> = new Set()
  readonly strangers: Set<string> = new Set()

  constructor(profileName: string) {
    const config = new Config()
    config.enableDebugCommand = 'yes'
    this.engine = new Engine({ config, profile: profileNamed(profileName) })
    this.engine.observer = {
      called: ({ session, command, argv, reply, cause }) => {
        if (session.resp === 3 && cause === 'client') this.#check(command, argv, reply)
      },
      vanished: () => {},
    }
  }

  open(): (argv: readonly string[]) => void {
    const session = this.engine.connect(
      { write: () => undefined, close: () => undefined, pendingBytes: 0 },
      { address: '127.0.0.1:1', localAddress: '127.0.0.1:2', fd: 8 },
    )
    const send = (argv: readonly string[]): void => {
      session.receive(Buffer.from(encode(argv), 'latin1'))
    }
    send(['HELLO', '3'])
    session.resp = 3
    return send
  }

  #check(command: Command, argv: readonly string[], reply: Reply): void {
    if (command.reply === undefined || reply === NO_REPLY || reply instanceof ErrorReply) return
    this.answered.add(command.name)
    if (command.reply.matches(reply)) return
    const call = toCli({ connection: 0, argv })
    this.strangers.add(
      `${call} → ${JSON.stringify(reply, (_, v) => (typeof v === 'bigint' ? `${v}n` : v))}, which is not ${command.reply.text}`,
    )
  }
}

test.each(['7.0', '8.2', 'valkey-9'])(
  'every reply of a generated call is of its type, as %s',
  (profile) => {
    const witness = new Witness(profile)
    const typed = generatedCommands(profile).filter((command) => command.reply !== undefined)
    for (const command of typed) {
      for (let shift = 0; shift < FURNITURE.length; shift++) {
        const chance = new Chance(SEED + shift)
        const draw = callsOf(command)
        const calls = Array.from({ length: CALLS }, () => draw(chance))
        const send = witness.open()
        for (const call of calls) {
          send(['FLUSHALL'])
          for (const [i, key] of KEYS.entries()) {
            const piece = FURNITURE[(i + shift) % FURNITURE.length](key)
            send(piece)
            if (piece[0] === 'XADD') onStreams(key).forEach(send)
          }
          // A call that blocks would keep the rest waiting.
          if (isSolitary(command)) send(call)
          else witness.open()(call)
        }
      }
    }
    witness.engine.stop()
    const silent = typed
      .map((command) => command.name)
      .filter((name) => !witness.answered.has(name) && !ALWAYS_REFUSED.has(name))
    expect([...witness.strangers]).toEqual([])
    expect(silent, 'commands whose calls were all refused').toEqual([])
  },
  30_000,
)

test('every reply in the scripts is of its type', () => {
  const strangers: string[] = []
  for (const script of SCRIPTS) {
    const witness = new Witness(script.profiles[0] ?? '8.0')
    const clients = Array.from({ length: connectionsOf(script.program) }, () => witness.open())
    for (const { connection, argv } of script.program) clients[connection](argv)
    witness.engine.stop()
    strangers.push(...[...witness.strangers].map((one) => `${script.name}: ${one}`))
  }
  expect(strangers).toEqual([])
})
