import {
  Config,
  Engine,
  type ClientConnection,
  type EngineOptions,
  type Profile,
  profileNamed,
} from 'redouble/embed'
import { aftermathOf, FLUSHING, type KeptKey } from '../generate/probe.ts'
import { cleanUpAfter, leavesScripts, READ_CONFIGURED, restoringConfig } from './clean-up.ts'
import { ReplyStream } from './reply-stream.ts'
import {
  connectionsOf,
  encode,
  encodeAll,
  greeting,
  type Program,
  runsOf,
  type Transcript,
} from './step.ts'
import type { Subject } from './subject.ts'

interface Client {
  readonly connection: ClientConnection & { readonly id: number; readonly isBlocked: boolean }
  readonly stream: ReplyStream
}

/** A program with a look at what it left, and what came of it, for who plays it after the double. */
export interface PlayedSolo {
  readonly program: Program
  /** As it is sent. */
  readonly text: string
  /** What is sent behind it. */
  readonly undo: string
  readonly stream: string
}

/** The same of a program on several connections. */
export interface Played extends Transcript {
  readonly program: Program
  readonly undo: readonly (readonly string[])[]
  /** Connections that wait for something, or are closed. */
  readonly isStuck: readonly boolean[]
}

export type DoubleOptions = Pick<EngineOptions, 'loadScriptHost' | 'checksFootprints' | 'clock'>

/** The double, driven through its connections without a socket. */
export class Double implements Subject {
  readonly name: string
  readonly #engine: Engine
  readonly #hasDump: boolean
  readonly #restore: readonly string[]
  #clients: Client[] = []
  #fd = 8

  constructor(profileName: string, options: DoubleOptions = {}) {
    const profile = profileNamed(profileName) as Profile
    const config = new Config()
    config.enableDebugCommand = 'yes'
    this.name = `double as ${profileName}`
    this.#engine = new Engine({ profile, config, ...options })
    this.#hasDump = this.#engine.commands.lookup('dump')?.isUnsupported !== true
    this.#restore = restoringConfig(this.#askAll([READ_CONFIGURED]))
  }

  /** Loads the interpreter, so that scripts answer at once. */
  async warmUp(): Promise<void> {
    const client = this.#connect()
    receive(client, encode(['EVAL', 'return 1', '0']))
    for (let i = 0; i < 400 && client.stream.text === ''; i++) {
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    client.connection.disconnected()
  }

  async open(count: number, resp: 2 | 3): Promise<void> {
    this.#clients = this.#connectAll(count, resp)
  }

  send(run: Program): void {
    receive(this.#clients[run[0].connection], encodeAll(run, idsOf(this.#clients)))
  }

  counts(): number[] {
    return this.#clients.map(({ stream }) => stream.count)
  }

  /** Lets microtasks run: a client that was woken goes on with its input in one. */
  barrier(): Promise<void> {
    return new Promise((resolve) => setImmediate(resolve))
  }

  take(): string[] {
    return this.#clients.map(({ stream }) => stream.take())
  }

  async cleanUp(program: Program): Promise<void> {
    for (const client of this.#clients.splice(0)) client.connection.disconnected()
    this.#askAll(cleanUpAfter(program, this.#restore))
    if (leavesScripts(program)) this.#askAll([['SCRIPT', 'FLUSH']])
  }

  /** Plays one-connection programs one behind the other. */
  playSolo(programs: readonly Program[], resp: 2 | 3): PlayedSolo[] {
    const client = this.#connect()
    const hello = greeting(resp)
    const played = programs.map((steps) => {
      if (hello !== '') receive(client, hello)
      client.stream.take()
      const text = encodeAll(steps)
      receive(client, text)
      const { program, undo } = aftermathOf(steps, this.#kept(), this.#hasDump, true)
      const look = encodeAll(program.slice(steps.length))
      receive(client, look)
      const stream = client.stream.take()
      const tidying = cleanUpAfter(steps, this.#restore, undo).map(encode).join('')
      receive(client, tidying)
      return { program, text: text + look, undo: tidying, stream }
    })
    client.connection.disconnected()
    return played
  }

  /** Plays a program on connections of its own, without looking at the event loop. */
  async playShared(steps: Program, resp: 2 | 3, looksAtOutcome = true): Promise<Played> {
    const clients = this.#connectAll(connectionsOf(steps), resp)
    const counts: number[][] = []
    const play = async (part: Program): Promise<void> => {
      const ids = idsOf(clients)
      for (const run of runsOf(part)) {
        receive(clients[run[0].connection], encodeAll(run, ids))
        for (let i = 0; i < TICKS; i++) await Promise.resolve()
        counts.push(clients.map(({ stream }) => stream.count))
      }
    }
    await play(steps)
    let program = steps
    let undo = FLUSHING
    if (looksAtOutcome) {
      ;({ program, undo } = aftermathOf(steps, this.#kept(), this.#hasDump, false))
      clients.push(...this.#connectAll(1, resp))
      for (const replies of counts) replies.push(0)
      await play(program.slice(steps.length))
    }
    const isStuck = clients.map(({ connection, stream }) => connection.isBlocked || stream.isClosed)
    const streams = clients.map(({ stream }) => stream.take())
    for (const { connection } of clients) connection.disconnected()
    const tidying = cleanUpAfter(steps, this.#restore, undo)
    this.#askAll(tidying)
    return { program, undo: tidying, streams, counts, isStuck }
  }

  /** What there is, run out or not. */
  #kept(): KeptKey[] {
    const kept: KeptKey[] = []
    for (const { index, size, stored } of this.#engine.databases) {
      if (size === 0) continue
      for (const { key, type } of stored) kept.push({ db: index, key, type })
    }
    return kept
  }

  async ask(...argv: string[]): Promise<string> {
    return this.#askAll([argv])
  }

  async stop(): Promise<void> {
    this.#engine.stop()
  }

  #askAll(commands: readonly (readonly string[])[]): string {
    const client = this.#connect()
    receive(client, commands.map(encode).join(''))
    client.connection.disconnected()
    return client.stream.text
  }

  #connectAll(count: number, resp: 2 | 3): Client[] {
    return Array.from({ length: count }, () => {
      const client = this.#connect()
      receive(client, encode(['HELLO', String(resp)]))
      client.stream.take()
      return client
    })
  }

  #connect(): Client {
    const stream = new ReplyStream()
    const connection = this.#engine.connect(
      {
        write: (bytes) => stream.add(bytes.toString('latin1')),
        close: () => stream.close(),
        pendingBytes: 0,
      },
      { address: '127.0.0.1:50000', localAddress: '127.0.0.1:6379', fd: this.#fd++ },
    )
    return { connection, stream }
  }
}

/** A client that is woken goes on in a microtask, and may wake another. */
const TICKS = 6

function idsOf(clients: readonly Client[]): string[] {
  return clients.map(({ connection }) => String(connection.id))
}

function receive(client: Client, bytes: string): void {
  client.connection.receive(Buffer.from(bytes, 'latin1'))
}
