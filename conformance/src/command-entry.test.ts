import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { describeMissing, type FoundServer, requireServers, startServer } from 'redouble/real'
import { Engine, profileNamed } from 'redouble/embed'
import {
  type Described,
  describedCommands,
  differences,
  isRefused,
} from './command-entry/described-command.ts'
import { exceptionFor } from './command-entry/exceptions.ts'
import { readReply } from './command-entry/read-reply.ts'

const PROFILES = ['7.0', '8.0', '8.2', 'valkey-8.1', 'valkey-9']

const servers = (await requireServers()).filter((server) => PROFILES.includes(server.profile))

describe.skipIf(servers.length > 0)('without a real server', () => {
  test.skip(describeMissing(), () => {})
})

describe.each(servers)('every definition describes itself as $profile does', (found) => {
  let real: Map<string, Described>
  let double: Map<string, Described>
  const compared = { entries: 0, excepted: 0 }

  beforeAll(async () => {
    real = describedCommands(await askServer(found))
    double = describedCommands(askDouble(found))
  })

  afterAll(() => {
    const { entries, excepted } = compared
    console.log(
      `${found.profile}: COMMAND INFO and DOCS of ${entries} definitions compared with ` +
        `${found.flavour} ${found.version}; ${excepted} named exceptions; ` +
        `${real.size - entries} of its commands have no definition`,
    )
  })

  test('arity, flags, keys, categories, tips and documented arguments agree', () => {
    const mismatches: string[] = []
    for (const [name, ours] of double) {
      if (isRefused(ours)) continue
      compared.entries++
      const theirs = real.get(name)
      if (theirs === undefined) {
        mismatches.push(`${name}: the server does not know it`)
        continue
      }
      for (const { field, detail } of differences(ours, theirs, found.profile)) {
        if (exceptionFor(name, field, found.profile) === undefined) {
          mismatches.push(`${name} ${field}: ${detail}`)
        } else compared.excepted++
      }
    }
    expect(mismatches).toEqual([])
  })
})

const REQUEST = 'COMMAND\r\nCOMMAND DOCS\r\n'

/** The two replies; fewer while they have not arrived. */
function replies(received: string): unknown[] {
  const values: unknown[] = []
  for (let at = 0; ; ) {
    const reply = readReply(received, at)
    if (reply === undefined) return values
    values.push(reply.value)
    at = reply.end
  }
}

function askDouble(found: FoundServer): unknown[] {
  const engine = new Engine({ profile: profileNamed(found.profile) })
  let received = ''
  const connection = engine.connect(
    {
      write: (bytes) => {
        received += bytes.toString('latin1')
      },
      close: () => {},
      pendingBytes: 0,
    },
    { address: '127.0.0.1:50000', localAddress: '127.0.0.1:6379', fd: 8 },
  )
  connection.receive(Buffer.from(REQUEST))
  engine.stop()
  return replies(received)
}

async function askServer(found: FoundServer): Promise<unknown[]> {
  await using server = await startServer(found)
  const socket = connect(server.port, server.host)
  socket.setEncoding('latin1')
  socket.write(REQUEST)
  let received = ''
  for await (const chunk of socket) {
    received += chunk as string
    const values = replies(received)
    if (values.length === 2) return values
  }
  throw new Error('the server closed the connection')
}
