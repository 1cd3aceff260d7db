import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { connect, createServer, type NetConnectOpts, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect as connectTls, type ConnectionOptions } from 'node:tls'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type Bundle, bundle } from '../bundle.test-support.ts'
import {
  caCertificate,
  clientCertificate,
  clientKey,
  serverCertificate,
  serverKey,
} from '../net/certificates.test-support.ts'

let built: Bundle
const folder = mkdtempSync(join(tmpdir(), 'redouble-cli-'))
const processes: ChildProcessWithoutNullStreams[] = []

beforeAll(async () => {
  built = await bundle({ cli: 'cli/main.ts' })
})
afterEach(async () => {
  for (const child of processes.splice(0)) {
    child.kill('SIGKILL')
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  }
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await built.remove()
})

function path(name: string, text?: string): string {
  const full = join(folder, name)
  if (text !== undefined) writeFileSync(full, text)
  return full
}

interface Running {
  readonly child: ChildProcessWithoutNullStreams
  readonly output: () => string
  /** Its status, once it has ended. */
  readonly status: Promise<number | null>
}

function run(args: readonly string[], input = ''): Running {
  const child = spawn(process.execPath, [built.file('cli'), ...args])
  processes.push(child)
  let text = ''
  child.stdout.on('data', (bytes) => {
    text += String(bytes)
  })
  child.stderr.on('data', (bytes) => {
    text += String(bytes)
  })
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  const status = once(child, 'close').then(([code]) => code as number | null)
  return { child, output: () => text, status }
}

async function started(args: readonly string[], input?: string): Promise<Running> {
  const running = run(args, input)
  await expect.poll(running.output, { timeout: 5000 }).toMatch(/Ready to accept connections/)
  return running
}

async function refused(args: readonly string[], input?: string): Promise<string> {
  const running = run(args, input)
  expect(await running.status).toBe(1)
  return running.output()
}

/** A server that ends before it has read all that was sent resets the connection: closed is closed. */
function closed(socket: Socket): Promise<void> {
  socket.on('error', () => {})
  return new Promise((resolve) => {
    socket.once('close', () => resolve())
  })
}

/** The replies to inline commands, as text. */
async function ask(where: NetConnectOpts, ...commands: string[]): Promise<string> {
  const socket = connect(where)
  let text = ''
  socket.on('data', (bytes) => {
    text += String(bytes)
  })
  socket.write([...commands, 'QUIT', ''].join('\r\n'))
  await once(socket, 'close')
  return text.replace(/\+OK\r\n$/, '')
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const port = portOf(server)
  server.close()
  return port
}

function portOf(server: Server): number {
  return (server.address() as { port: number }).port
}

describe('a server', () => {
  test('listens where the command line says, on loopback only', async () => {
    const port = await freePort()
    const { output } = await started(['--port', String(port), '--databases', '3'])
    expect(output()).toContain(`* Ready to accept connections tcp (127.0.0.1:${port})`)
    expect(await ask({ port }, 'PING', 'SELECT 2')).toBe('+PONG\r\n+OK\r\n')
    expect(await ask({ port }, 'SELECT 3', 'CONFIG GET port')).toMatch(
      /^-ERR DB.*\$\d+\r\n\d+\r\n$/s,
    )
    await expect(ask({ port, host: '127.0.0.2' }, 'PING')).rejects.toThrow('ECONNREFUSED')
  })

  test('answers as another version, on a unix socket, to who knows the password', async () => {
    const socket = path('v.sock')
    const { output } = await started([
      ...['--port', '0', '--unixsocket', socket, '--unixsocketperm', '700'],
      ...['--requirepass', 'secret', '--redis-version', 'valkey-8.1'],
    ])
    expect(output()).toContain(`Answering as Valkey 8.1`)
    expect(output()).toContain(`* Ready to accept connections unix (${socket})`)
    expect(statSync(socket).mode & 0o777).toBe(0o700)
    expect(await ask({ path: socket }, 'GET k')).toContain('-NOAUTH')
    expect(await ask({ path: socket }, 'AUTH secret', 'INFO server')).toContain('valkey_version')
  })

  test('reads a file with includes, comments and quotes, which the command line overrides', async () => {
    const socket = path('conf.sock')
    path('included.conf', 'maxmemory-policy "allkeys-lru"\nmaxclients 20\n')
    const file = path(
      'redis.conf',
      `# a comment\n\nport 0\nunixsocket '${socket}'\ninclude ${path('included.conf')}\n`,
    )
    await started([file, '--maxclients', '30', '--timeout=40'])
    const replies = await ask(
      { path: socket },
      'CONFIG GET maxmemory-policy',
      'CONFIG GET maxclients',
      'CONFIG GET timeout',
      'CONFIG SET hz 50',
      'CONFIG REWRITE',
    )
    expect(replies).toMatch(/allkeys-lru.*\r\n30\r\n.*\r\n40\r\n/s)
    expect(readFileSync(file, 'latin1')).toMatch(/^# a comment\n\nport 0\n[^]*^hz 50$/m)
  })

  test('reads its configuration from standard input', async () => {
    const socket = path('stdin.sock')
    await started(['-', '--hz', '20'], `port 0\nunixsocket ${socket}\n`)
    expect(await ask({ path: socket }, 'CONFIG GET hz')).toContain('20')
  })

  test('writes to a log file, and says what has no effect', async () => {
    const log = path('redouble.log')
    run(['--port', '0', '--unixsocket', path('l.sock'), '--logfile', log, '--appendonly', 'yes'])
    const text = (): string =>
      statSync(log, { throwIfNoEntry: false }) ? readFileSync(log, 'utf8') : ''
    await expect.poll(text, { timeout: 5000 }).toContain('Ready to accept connections')
    expect(text()).toMatch(/^\d+:M .* # WARNING Redouble has no append-only file/m)
  })

  test('begins with what the run before has saved', async () => {
    const socket = path('saved.sock')
    const args = ['--port', '0', '--unixsocket', socket, '--dir', folder, '--dbfilename', 'cli.rdb']
    const first = await started(args)
    await ask({ path: socket }, 'SET kept yes')
    await ask({ path: socket }, 'SHUTDOWN SAVE').catch(() => {})
    expect(await first.status).toBe(0)
    await started(args)
    expect(await ask({ path: socket }, 'GET kept')).toContain('yes')
  })

  test('refuses to begin with a file that is no dump', async () => {
    path('broken.rdb', 'not a dump')
    const text = await refused(['--port', '0', '--dir', folder, '--dbfilename', 'broken.rdb'])
    expect(text).toContain('Fatal error loading the DB: no header of a dump')
  })

  test.each([
    ['SIGTERM', (child: Running['child']) => child.kill('SIGTERM')],
    ['SIGINT', (child: Running['child']) => child.kill('SIGINT')],
    ['SHUTDOWN', () => ask({ path: path('end.sock') }, 'SHUTDOWN').catch(() => {})],
  ])('ends by %s: clients are closed, the status is 0', async (_, end) => {
    const socket = path('end.sock')
    const { child, output, status } = await started(['--port', '0', '--unixsocket', socket])
    const client = connect(socket)
    await once(client, 'connect')
    client.write('BLPOP queue 0\r\n')
    await Promise.all([end(child), closed(client.resume())])
    expect(await status).toBe(0)
    expect(output()).toContain('Redis is now ready to exit, bye bye...')
    expect(statSync(socket, { throwIfNoEntry: false })).toBeUndefined()
  })
})

describe('TLS', () => {
  const files = (): string[] => [
    ...['--tls-cert-file', path('server.crt', serverCertificate)],
    ...['--tls-key-file', path('server.key', serverKey)],
    ...['--tls-ca-cert-file', path('ca.crt', caCertificate)],
  ]

  async function ping(port: number, options: ConnectionOptions = {}): Promise<string> {
    const socket = connectTls({ port, ca: caCertificate, servername: 'localhost', ...options })
    socket.write('PING\r\n')
    const first = once(socket, 'data')
    const ended = once(socket, 'close').then(() => ['closed'])
    const [reply] = await Promise.race([first, ended]).catch((error: Error) => [error.message])
    socket.destroy()
    return String(reply)
  }

  test('wants a certificate of the client', async () => {
    const port = await freePort()
    const { output } = await started(['--port', '0', '--tls-port', String(port), ...files()])
    expect(output()).toContain(`Ready to accept connections tls (127.0.0.1:${port})`)
    expect(await ping(port, { cert: clientCertificate, key: clientKey })).toBe('+PONG\r\n')
    expect(await ping(port)).not.toContain('PONG')
  })

  test('tls-auth-clients no lets anybody in', async () => {
    const port = await freePort()
    await started([
      '--tls-port',
      String(port),
      '--port',
      '0',
      ...files(),
      '--tls-auth-clients',
      'no',
    ])
    expect(await ping(port)).toBe('+PONG\r\n')
  })

  test('without certificates it does not start', async () => {
    expect(await refused(['--port', '0', '--tls-port', '1'])).toContain('--tls-cert-file')
    const half = files().slice(0, 4)
    expect(await refused(['--port', '0', '--tls-port', '1', ...half])).toContain(
      '--tls-auth-clients no',
    )
  })
})

describe('a start that cannot be', () => {
  test('a bad directive, as redis-server words it', async () => {
    const file = path('bad.conf', 'port 7000\nmaxmemory-policy lru\n')
    expect(await refused([file])).toMatch(
      /^\n\*\*\* FATAL CONFIG FILE ERROR \(Redis 8\.0\.\d\) \*\*\*\nReading the configuration file, at line 2\n>>> 'maxmemory-policy lru'\nargument\(s\) must be one of/,
    )
    expect(await refused(['--no-such', '1'])).toContain(
      'at line 2\n>>> \'no-such "1"\'\nBad directive or wrong number of arguments',
    )
  })

  test('a port that is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const port = portOf(other)
    const output = await refused(['--port', String(port)])
    other.close()
    expect(output).toContain(
      `Cannot listen on 127.0.0.1:${port}: something else listens there already. ` +
        'Stop it, or choose another port with --port.',
    )
  })

  test.each([
    ['no such file', ['/no/such.conf'], "can't open config file '/no/such.conf': No such file"],
    ['an unknown version', ['--redis-version', '9.9'], 'There is no version "9.9"'],
    ['nowhere to listen', ['--port', '0'], 'Configured to not listen anywhere, exiting.'],
    ['a daemon', ['--daemonize', 'yes'], 'does not daemonize'],
    ['a word too many', ['x.conf', 'y'], '"y" belongs to no option'],
  ])('%s', async (_, args, message) => {
    expect(await refused(args)).toContain(message)
  })
})

test('--help and --version', async () => {
  const help = run(['--help'])
  expect(await help.status).toBe(0)
  expect(help.output()).toMatch(/^usage: redouble/)
  const version = run(['--version'])
  expect(await version.status).toBe(0)
  expect(version.output()).toMatch(/^Redouble v=0\.0\.0-test node=v\d+/)
})
