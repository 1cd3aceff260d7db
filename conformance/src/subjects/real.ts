import { type FoundServer, type RunningServer, startServer } from 'redouble/real'
import { cleanUpAfter, leavesScripts, READ_CONFIGURED, restoringConfig } from './clean-up.ts'
import type { Played, PlayedSolo } from './double.ts'
import { RawConnection } from './raw-connection.ts'
import { readTree, replyEnd } from './reply-reader.ts'
import { waves } from './waves.ts'
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
  readonly connection: RawConnection
  readonly id: string
}

/** A real server. */
export class Real implements Subject {
  readonly name: string
  readonly #server: RunningServer
  readonly #control: RawConnection
  /** Two that take turns: each has been forgotten by the server's poll when it speaks again. */
  readonly #pingers: RawConnection[]
  #restore: readonly string[] = []
  #clients: Client[] = []
  /** Of a program before, and known to wait for nothing. */
  #spare: Client[] = []
  /** The program before is undone. */
  #tidied: Promise<unknown> = Promise.resolve()
  /** The protocol that all of the spare ones speak; 0 where some may not. */
  #greeting: 0 | 2 | 3 = 0

  private constructor(server: RunningServer, [control, ...pingers]: RawConnection[]) {
    this.#server = server
    this.#control = control
    this.#pingers = pingers
    this.name = `${server.found.flavour} ${server.found.version}`
  }

  static async start(found: FoundServer): Promise<Real> {
    const server = await startServer(found)
    const open = (): Promise<RawConnection> => RawConnection.open(server.unixSocketPath)
    const real = new Real(server, [await open(), await open(), await open()])
    real.#restore = restoringConfig(await real.ask(...READ_CONFIGURED))
    return real
  }

  async open(count: number, resp: 2 | 3, fresh: boolean): Promise<void> {
    if (fresh) for (const { connection } of this.#spare.splice(0)) connection.close()
    this.#greeting = 0
    this.#clients = await this.#take(count)
    for (const { connection } of this.#clients) connection.send(encode(['HELLO', String(resp)]))
    for (const { connection } of this.#clients) {
      await connection.replies(1)
      connection.take()
    }
  }

  send(run: Program): void {
    const { connection } = this.#clients[run[0].connection]
    connection.send(encodeAll(run, idsOf(this.#clients)))
  }

  counts(): number[] {
    return this.#clients.map(({ connection }) => connection.stream.count)
  }

  async barrier(): Promise<void> {
    await this.#askAll([['PING']])
    // What else came in the same round of the loop is read before this.
    await new Promise((resolve) => setImmediate(resolve))
  }

  take(): string[] {
    return this.#clients.map(({ connection }) => connection.take())
  }

  async cleanUp(program: Program): Promise<void> {
    const idle = await this.#idleClients()
    for (const one of this.#clients) if (!idle.includes(one)) one.connection.close()
    this.#clients = []
    this.#spare.push(...idle)
    await this.#askAll(cleanUpAfter(program, this.#restore))
    if (leavesScripts(program)) await this.#askAll([['SCRIPT', 'FLUSH']])
  }

  /**
   * Plays one-connection programs in one go, each of which ends with a RESET and a look at what it
   * left; the stream of each. The server works while the caller does something else before it
   * awaits this.
   */
  async playSolo(played: readonly PlayedSolo[], resp: 2 | 3): Promise<string[]> {
    this.#greeting = 0
    const [client] = await this.#take(1)
    const { connection } = client
    const marker = encode(['ECHO', MARKER])
    const begin = greeting(resp) + marker
    const parts = played.map(({ text, undo }) => begin + text + marker + undo)
    connection.send(RESET + parts.join('') + encode(['ECHO', LAST]))
    const isOver = (): boolean => connection.stream.text.endsWith(LAST_REPLY)
    let heard = -1
    // While it says something it is at it.
    while (!isOver() && !connection.stream.isClosed && heard < connection.stream.text.length) {
      heard = connection.stream.text.length
      await arrival([client], isOver, STALL_MS)
    }
    const isWhole = isOver()
    const pieces = connection.take().split(MARKER_REPLY)
    if (isWhole) this.#spare.push(client)
    else connection.close()
    return played.map((_, i) => pieces[i * 2 + 1] ?? '')
  }

  /**
   * Plays a program that the double has played before, in waves (see `waves`); behind each, what the
   * double had been answered by then is waited for.
   */
  async playShared(expected: Played, resp: 2 | 3, patienceMs: number): Promise<Transcript> {
    const { program } = expected
    await this.#tidied
    const { clients, fresh } = await this.#greeted(connectionsOf(program), resp)
    const ids = idsOf(clients)
    const counts: number[][] = []
    let isInStep = true
    const runs = runsOf(program)
    const texts = runs.map((run) => encodeAll(run, ids))
    for (const wave of waves(runs, texts, fresh)) {
      for (const i of wave) clients[runs[i][0].connection].connection.send(texts[i])
      const last = wave[wave.length - 1]
      const due = expected.counts[last]
      const speaker = runs[last][0].connection
      const isSilent = due[speaker] === (expected.counts[last - 1]?.[speaker] ?? 0)
      const isDue = (): boolean =>
        clients.every(({ connection }, k) => connection.stream.count >= due[k])
      const [arrived] = await Promise.all([
        arrival(clients, isDue, patienceMs),
        isSilent ? this.#ping() : undefined,
      ])
      isInStep = arrived
      for (let k = counts.length; k <= last; k++) counts.push([...expected.counts[k]])
      counts[last] = clients.map(({ connection }) => connection.stream.count)
      if (!isInStep) break
    }
    return this.#finish(resp, clients, expected, counts, isInStep)
  }

  /** Clients that speak a protocol; from `fresh` on they were told so, or were opened, just now. */
  async #greeted(count: number, resp: 2 | 3): Promise<{ clients: Client[]; fresh: number }> {
    const kept = this.#spare.length
    const clients = await this.#take(count)
    const fresh = this.#greeting === resp ? Math.min(kept, count) : 0
    this.#greeting = resp
    const hello = encode(['HELLO', String(resp)])
    for (const { connection } of this.#spare) connection.send(hello)
    for (const { connection } of clients.slice(fresh)) connection.send(hello)
    for (const { connection } of [...this.#spare, ...clients.slice(fresh)]) {
      await connection.replies(1)
      connection.take()
    }
    return { clients, fresh }
  }

  /** What comes before the answer to RESET was said to the program. */
  async #finish(
    resp: 2 | 3,
    clients: readonly Client[],
    expected: Played,
    counts: number[][],
    isInStep: boolean,
  ): Promise<Transcript> {
    const isFree = clients.map((_, k) => isInStep && !expected.isStuck[k])
    const goodbye = RESET + encode(['HELLO', String(resp)])
    clients.forEach(({ connection }, k) => {
      if (isFree[k]) connection.send(goodbye)
    })
    // Who still waits has heard by now what there was to hear.
    await this.#ping()
    const isReset = ({ connection: { stream } }: Client, k: number): boolean =>
      !isFree[k] ||
      stream.isClosed ||
      (stream.count >= (expected.counts.at(-1)?.[k] ?? 0) + 2 && isBehindReset(stream.text))
    await arrival(clients, () => clients.every(isReset), RESET_PATIENCE_MS)
    const streams = clients.map((client, k) => {
      const text = client.connection.take()
      const end = text.lastIndexOf(RESET_REPLY)
      if (isFree[k] && isBehindReset(text)) {
        this.#spare.push(client)
        return text.slice(0, end)
      }
      client.connection.close()
      return text
    })
    this.#tidied = this.#askAll(
      isInStep ? expected.undo : cleanUpAfter(expected.program, this.#restore),
    )
    return { streams, counts }
  }

  async ask(...argv: string[]): Promise<string> {
    return this.#askAll([argv])
  }

  async stop(): Promise<void> {
    for (const one of [...this.#clients, ...this.#spare]) one.connection.close()
    for (const one of [this.#control, ...this.#pingers]) one.close()
    await this.#server.stop()
  }

  async #askAll(commands: readonly (readonly string[])[]): Promise<string> {
    await this.#tidied
    this.#control.send(commands.map(encode).join(''))
    await this.#control.replies(commands.length)
    return this.#control.take()
  }

  /** Resolves when the server has read what was sent before. */
  async #ping(): Promise<void> {
    const pinger = this.#pingers.shift() as RawConnection
    this.#pingers.push(pinger)
    pinger.send(encode(['PING']))
    await pinger.replies(1)
    pinger.take()
  }

  async #take(count: number): Promise<Client[]> {
    const clients = this.#spare.splice(0, count)
    while (clients.length < count) {
      const connection = await RawConnection.open(this.#server.unixSocketPath)
      connection.send(encode(['CLIENT', 'ID']))
      await connection.replies(1)
      const id = readTree(connection.take())
      clients.push({ connection, id: 'text' in id ? id.text : '0' })
    }
    return clients
  }

  /** Those that answer a RESET at once: a blocked client does not. */
  async #idleClients(): Promise<Client[]> {
    for (const { connection } of this.#clients) {
      connection.take()
      connection.send(RESET)
    }
    await this.barrier()
    return this.#clients.filter(({ connection }) => connection.take().endsWith(RESET_REPLY))
  }
}

/** Whether something is true by the time that patience ends; looks whenever something arrives. */
function arrival(
  clients: readonly Client[],
  isDone: () => boolean,
  patienceMs: number,
): Promise<boolean> {
  if (isDone()) return Promise.resolve(true)
  return new Promise((resolve) => {
    const end = (result: boolean): void => {
      clearTimeout(timer)
      for (const { connection } of clients) connection.onArrival = null
      resolve(result)
    }
    const timer = setTimeout(() => end(isDone()), patienceMs)
    for (const { connection } of clients) {
      connection.onArrival = () => {
        if (isDone()) end(true)
      }
    }
  })
}

/** Whether a client's words end with the answer to RESET, and to HELLO behind it. */
function isBehindReset(text: string): boolean {
  const at = text.lastIndexOf(RESET_REPLY)
  if (at < 0) return false
  const greeting = at + RESET_REPLY.length
  return greeting < text.length && replyEnd(text, greeting) === text.length
}

function idsOf(clients: readonly Client[]): string[] {
  return clients.map(({ id }) => id)
}

const RESET = encode(['RESET'])
const RESET_REPLY = '+RESET\r\n'
const RESET_PATIENCE_MS = 2000
/** Who says nothing for so long waits for something. */
const STALL_MS = 3000
const MARKER = 'redouble-oracle-mark-7b1d'
const MARKER_REPLY = `$${MARKER.length}\r\n${MARKER}\r\n`
const LAST = 'redouble-oracle-end-93ac'
const LAST_REPLY = `$${LAST.length}\r\n${LAST}\r\n`
