import { spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { open, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sleep, systemClock } from '../kernel/clock.ts'
import { RealServerError } from './errors.ts'
import type { FoundServer } from './find-servers.ts'
import { answersPing } from './ping.ts'

/** Options of `startServer`. @since 0.1.0 */
export interface StartOptions {
  /** Further arguments, after the defaults and therefore stronger: `['--maxmemory', '1mb']`. */
  args?: readonly string[]
  /** Whether to listen on a port beside the unix socket. @default true */
  tcp?: boolean
}

/** A real server that answers. @since 0.1.0 */
export interface RunningServer extends AsyncDisposable {
  readonly found: FoundServer
  readonly host: string
  /** 0 when started with `tcp: false`. */
  readonly port: number
  readonly unixSocketPath: string
  /** Ends the server and removes its files. Can be called again. */
  stop(): Promise<void>
}

const HOST = '127.0.0.1'
const START_TIMEOUT_MS = 10_000
const POLL_MS = 5
/** A server that runs a script, or waits for a replica, lets SIGTERM wait. */
const TERM_PATIENCE_MS = 2_000
/** Between finding a port free and the server's bind, another process can take the port. */
const PORT_ATTEMPTS = 5
/** The kernel's limit for a unix socket's path is 108 bytes on Linux and 104 on macOS. */
const MAX_FOLDER_LENGTH = 80

/**
 * Waits for this process to go, by whatever death: its standard input is a pipe that only this
 * process holds. Then it kills the server ($1) and removes its folder ($2). A line that comes
 * before says that the server has ended already, and that its number may be another process's.
 */
const WATCHDOG = 'if read -r gone; then read -r end; else kill -9 "$1"; fi; rm -rf "$2"'

/**
 * Starts a server on a free port of 127.0.0.1 and on a unix socket, and resolves when it answers.
 * It keeps nothing on disk, allows DEBUG, does not keep this process alive, and ends with it.
 *
 * @throws RealServerError `REDOUBLE_SERVER_START_FAILED`
 * @since 0.1.0
 */
export async function startServer(
  found: FoundServer,
  options: StartOptions = {},
): Promise<RunningServer> {
  for (let attempt = 1; ; attempt++) {
    const port = options.tcp === false ? 0 : await freePort()
    const server = await ServerProcess.spawn(found, port, options.args ?? [])
    const trouble = await server.ready()
    if (trouble === undefined) return server
    const log = await server.log()
    await server.stop()
    if (log.includes('Address already in use') && attempt < PORT_ATTEMPTS) continue
    throw new RealServerError(
      'REDOUBLE_SERVER_START_FAILED',
      `${found.path} (${found.flavour} ${found.version}) ${trouble}. ` +
        'Check the arguments and that the binary runs on this machine; ' +
        `scripts/fetch-servers --again fetches servers anew.\n${server.commandLine}\n${log}`,
    )
  }
}

class ServerProcess implements RunningServer {
  readonly found: FoundServer
  readonly host: string = HOST
  readonly port: number
  readonly unixSocketPath: string
  readonly commandLine: string
  readonly #folder: string
  readonly #child: ReturnType<typeof spawn>
  readonly #watchdog: Watchdog
  readonly #ended: Promise<void>
  #end: string | undefined
  #stopping: Promise<void> | undefined

  static async spawn(
    found: FoundServer,
    port: number,
    args: readonly string[],
  ): Promise<ServerProcess> {
    const folder = makeFolder()
    // A file and not a pipe: a pipe that nobody reads would block the server when it is full.
    const log = await open(logPath(folder), 'a')
    try {
      return new ServerProcess(found, port, args, folder, log.fd)
    } finally {
      await log.close()
    }
  }

  private constructor(
    found: FoundServer,
    port: number,
    args: readonly string[],
    folder: string,
    log: number,
  ) {
    this.found = found
    this.port = port
    this.unixSocketPath = join(folder, 'socket')
    this.#folder = folder
    const place = ['--port', `${port}`, '--bind', HOST, '--unixsocket', this.unixSocketPath]
    const disk = ['--dir', folder, '--save', '', '--appendonly', 'no', '--daemonize', 'no']
    const all = [...place, ...disk, '--enable-debug-command', 'yes', ...args]
    this.commandLine = [found.path, ...all.map((arg) => arg || "''")].join(' ')
    // A session of its own: Ctrl-C in a terminal is this process's to answer, not the server's.
    const child = spawn(found.path, all, { stdio: ['ignore', log, log], detached: true })
    child.unref()
    this.#child = child
    this.#watchdog = watch(child.pid, folder)
    this.#ended = new Promise((resolve) => {
      const end = (how: string): void => {
        this.#end = how
        this.#watchdog.serverEnded()
        resolve()
      }
      child.once('error', (error) => end(`cannot be run: ${error.message}`))
      child.once('exit', (code, signal) => end(`ended with ${signal ?? `status ${code}`}`))
    })
  }

  /** Resolves to undefined when the server answers, otherwise to what happened instead. */
  async ready(): Promise<string | undefined> {
    const deadline = systemClock.now() + START_TIMEOUT_MS
    while (systemClock.now() < deadline) {
      if (this.#end !== undefined) return this.#end
      if (await answersPing(this.unixSocketPath)) return undefined
      await Promise.race([sleep(POLL_MS), this.#ended])
    }
    return `gave no answer to PING within ${START_TIMEOUT_MS} ms`
  }

  log(): Promise<string> {
    return readFile(logPath(this.#folder), 'utf8').catch(() => '')
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#stop()
    return this.#stopping
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop()
  }

  async #stop(): Promise<void> {
    if (this.#end === undefined) {
      this.#child.ref()
      this.#child.kill('SIGTERM')
      const patience = systemClock.setTimer(() => this.#child.kill('SIGKILL'), TERM_PATIENCE_MS)
      await this.#ended
      patience.clear()
    }
    await rm(this.#folder, { recursive: true, force: true })
    this.#watchdog.dismiss()
  }
}

interface Watchdog {
  /** The server has ended. Its folder stays, for its log is there. */
  serverEnded(): void
  /** Nothing is left to watch. */
  dismiss(): void
}

function watch(server: number | undefined, folder: string): Watchdog {
  const watchdog = spawn('/bin/sh', ['-c', WATCHDOG, 'redouble-watchdog', `${server}`, folder], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  })
  const pipe = watchdog.stdin as Socket
  watchdog.unref()
  pipe.unref()
  // Without a shell, or with its watchdog killed, a server still ends by stop().
  watchdog.on('error', () => {})
  pipe.on('error', () => {})
  return { serverEnded: () => pipe.write('gone\n'), dismiss: () => pipe.end() }
}

function makeFolder(): string {
  const home = tmpdir()
  return mkdtempSync(join(home.length < MAX_FOLDER_LENGTH ? home : '/tmp', 'redouble-'))
}

function logPath(folder: string): string {
  return join(folder, 'log')
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const listener = createServer()
    listener.once('error', reject)
    listener.listen(0, HOST, () => {
      const { port } = listener.address() as AddressInfo
      listener.close(() => resolve(port))
    })
  })
}
