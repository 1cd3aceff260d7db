import { createHash } from 'node:crypto'
import { createConnection } from 'node:net'
import { beforeAll, describe, expect, test } from 'vitest'
import { describeMissing, type FoundServer, requireServers } from '../real/find-servers.ts'
import { startServer } from '../real/start-server.ts'
import { ErrorReply, type Reply } from '../resp/reply.ts'
import { ReplyWriter } from '../resp/reply-writer.ts'
import { CORPUS_SETUP, type CorpusScript, SCRIPT_CORPUS } from './corpus/scripts.corpus.ts'
import { loadScriptHost, parseShebang } from './index.ts'
import { type StubServer, stubBridge } from './stub-bridge.test-support.ts'

const servers = await requireServers()
if (servers.length === 0) console.warn(describeMissing())

const MARK = '$12\r\n--the mark--\r\n'

function command(words: readonly string[]): string {
  const bulk = words.map((word) => `$${word.length}\r\n${word}\r\n`)
  return `*${words.length}\r\n${bulk.join('')}`
}

/** The raw replies of a real server to the whole corpus, and the version it claims. */
async function askServer(
  found: FoundServer,
  resp: 2 | 3,
): Promise<{ replies: string[]; server: StubServer }> {
  await using running = await startServer(found)
  const evals = SCRIPT_CORPUS.map(({ body, keys, argv }) =>
    command(['EVAL', body, String(keys.length), ...keys, ...argv]),
  )
  const version = 'return {redis.REDIS_VERSION, redis.REDIS_VERSION_NUM}'
  const first = [...CORPUS_SETUP.map(command), command(['HELLO', String(resp)])]
  const all = [first.join(''), command(['EVAL', version, '0']), ...evals]
  const text = await exchange(running.port, all)
  const [, versions = '', ...replies] = text.split(MARK)
  const [, redisVersion = '', number = ''] = /\r\n(\S+)\r\n:(\d+)/.exec(versions) ?? []
  const valkey = found.flavour === 'valkey' ? { valkeyVersion: found.version } : {}
  const server = { redisVersion, redisVersionNumber: Number(number), ...valkey }
  return { replies: replies.slice(0, -1), server }
}

function exchange(port: number, requests: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const mark = command(['ECHO', '--the mark--'])
    const socket = createConnection(port)
    let answer = ''
    let marks = 0
    socket.once('error', reject)
    socket.on('data', (chunk) => {
      const text = chunk.toString('latin1')
      marks += (answer.slice(-MARK.length + 1) + text).split(MARK).length - 1
      answer += text
      if (marks < requests.length) return
      socket.destroy()
      resolve(answer)
    })
    socket.write(Buffer.from(requests.map((request) => request + mark).join(''), 'latin1'))
  })
}

async function askDouble(server: StubServer, resp: 2 | 3): Promise<string[]> {
  const host = await loadScriptHost()
  const bridge = stubBridge(server)
  const writer = new ReplyWriter()
  const run = ({ body, keys, argv }: CorpusScript): Reply => {
    const shebang = parseShebang(body, server.valkeyVersion !== undefined)
    if (shebang?.error !== undefined) return new ErrorReply(shebang.error)
    const sha = createHash('sha1').update(body, 'latin1').digest('hex')
    const error = host.compile(sha, body)
    if (error === null) return host.run(sha, keys, argv, bridge) as Reply
    return new ErrorReply(`ERR Error compiling script (new function): ${error}`)
  }
  return SCRIPT_CORPUS.map((script) => {
    writer.write(run(script), resp)
    return writer.take().toString('latin1')
  })
}

describe.skipIf(servers.length === 0)('the corpus of scripts', () => {
  const cases = servers.flatMap((found) => [
    { found, resp: 2 as const, profile: found.profile },
    { found, resp: 3 as const, profile: found.profile },
  ])
  describe.each(cases)('on $profile in RESP$resp', ({ found, resp }) => {
    let differences: unknown[] = []
    beforeAll(async () => {
      const { replies, server } = await askServer(found, resp)
      const ours = await askDouble(server, resp)
      expect(replies).toHaveLength(ours.length)
      differences = SCRIPT_CORPUS.flatMap(({ name }, i) =>
        replies[i] === ours[i] ? [] : [{ name, real: replies[i], double: ours[i] }],
      )
    }, 30_000)

    test('gets the same bytes from the double', () => {
      expect(differences).toEqual([])
    })
  })
})
