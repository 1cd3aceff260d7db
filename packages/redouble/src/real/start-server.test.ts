import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createConnection } from 'node:net'
import type { NetConnectOpts } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { build } from 'rolldown'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sleep } from '../kernel/clock.ts'
import { describeMissing, requireServers } from './find-servers.ts'
import type { FoundServer } from './find-servers.ts'
import { startServer } from './start-server.ts'

const servers = await requireServers()
const any = servers[0] as FoundServer
if (servers.length === 0) console.warn(describeMissing())

/** The first bytes of the reply to one inline command. */
function ask(where: NetConnectOpts, command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(where, () => socket.write(`${command}\r\n`))
    socket.once('error', reject)
    socket.once('data', (reply) => {
      socket.destroy()
      resolve(reply.toString().trim())
    })
  })
}

describe.skipIf(servers.length === 0)('startServer', () => {
  test.each(servers)('$profile answers on its port and its socket', async (found) => {
    const server = await startServer(found)
    expect(server).toMatchObject({ found, host: '127.0.0.1' })
    expect(await ask({ host: server.host, port: server.port }, 'PING')).toBe('+PONG')
    expect(await ask({ path: server.unixSocketPath }, 'PING')).toBe('+PONG')
    expect(await ask({ path: server.unixSocketPath }, 'DEBUG SLEEP 0')).toBe('+OK')
    expect(await ask({ path: server.unixSocketPath }, 'CONFIG GET save')).toMatch(/\$0$/)
    await server.stop()
    await server.stop()
    expect(existsSync(dirname(server.unixSocketPath))).toBe(false)
    await expect(ask({ port: server.port }, 'PING')).rejects.toThrow('ECONNREFUSED')
  })

  test('takes arguments, and needs no port', async () => {
    await using server = await startServer(any, { tcp: false, args: ['--requirepass', 'secret'] })
    expect(server.port).toBe(0)
    expect(await ask({ path: server.unixSocketPath }, 'PING')).toContain('NOAUTH')
    expect(await ask({ path: server.unixSocketPath }, 'AUTH secret')).toBe('+OK')
  })

  test('several start at the same time', async () => {
    const running = await Promise.all(Array.from({ length: 4 }, () => startServer(any)))
    expect(new Set(running.map((server) => server.port)).size).toBe(4)
    await Promise.all(running.map((server) => server.stop()))
  })

  test('stops a server that does not heed SIGTERM', async () => {
    const server = await startServer(any, { args: ['--lua-time-limit', '0'] })
    const busy = ask({ path: server.unixSocketPath }, 'EVAL "while true do end" 0')
    busy.catch(() => {})
    await sleep(50)
    await server.stop()
    expect(existsSync(server.unixSocketPath)).toBe(false)
  })

  test('rejects with what the server said', async () => {
    await expect(startServer(any, { args: ['--no-such-option', '1'] })).rejects.toMatchObject({
      code: 'REDOUBLE_SERVER_START_FAILED',
      message: expect.stringMatching(/ended with status 1.*\n.*--no-such-option 1\n[^]*Bad dir/),
    })
  })

  describe('in a process that ends', () => {
    let folder: string
    let program: string

    // Node 20 runs no TypeScript, so the process gets this room built.
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'redouble-start-'))
      program = join(folder, 'program.mjs')
      await build({
        input: join(import.meta.dirname, 'start-server.ts'),
        output: { file: join(folder, 'start-server.mjs') },
        platform: 'node',
      })
      await writeFile(
        program,
        `import { startServer } from './start-server.mjs'
        const server = await startServer(${JSON.stringify(any)})
        const { port, unixSocketPath } = server
        console.log(JSON.stringify({ port, unixSocketPath }))
        if (process.argv[2] === 'wait') setInterval(() => {}, 1000)`,
      )
    })

    afterAll(() => rm(folder, { recursive: true }))

    test('killed, it takes the server with it', async () => {
      const parent = spawn(process.execPath, [program, 'wait'])
      const [line] = await once(parent.stdout, 'data')
      const { port, unixSocketPath } = JSON.parse(line)
      expect(await ask({ port }, 'PING')).toBe('+PONG')
      parent.kill('SIGKILL')
      await expect.poll(() => ask({ port }, 'PING').catch(String)).toContain('ECONNREFUSED')
      await expect.poll(() => existsSync(dirname(unixSocketPath))).toBe(false)
    })

    test('a running server does not keep it alive', async () => {
      const { stdout } = await promisify(execFile)(process.execPath, [program])
      const folder = dirname(JSON.parse(stdout).unixSocketPath)
      await expect.poll(() => existsSync(folder)).toBe(false)
    })
  })
})

test('rejects when the binary cannot be run', async () => {
  const found = { ...any, flavour: 'redis', version: '8.0.0', profile: '8.0' } as const
  await expect(startServer({ ...found, path: '/nowhere/redis-server' })).rejects.toMatchObject({
    code: 'REDOUBLE_SERVER_START_FAILED',
    message: expect.stringContaining('cannot be run: spawn /nowhere/redis-server ENOENT'),
  })
})
