import { connect, type Socket } from 'node:net'
import { once } from 'node:events'
import { afterEach, expect, test } from 'vitest'
import { Config } from '../command/config.ts'
import { Engine } from '../engine/engine.ts'
import { loadScriptHost } from '../lua/index.ts'
import { listen } from './index.ts'

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

async function started(): Promise<() => Promise<Client>> {
  const config = new Config()
  config.busyReplyThresholdMs = 20
  const engine = new Engine({ config, loadScriptHost })
  const listener = await listen(engine)
  cleanups.push(async () => {
    engine.stop()
    await listener.close()
  })
  return async () => {
    const socket = connect((listener.address as { port: number }).port, '127.0.0.1')
    cleanups.push(() => socket.destroy())
    await once(socket, 'connect')
    return new Client(socket)
  }
}

class Client {
  readonly #socket: Socket
  #received = ''

  constructor(socket: Socket) {
    this.#socket = socket
    socket.on('error', () => {})
    socket.on('data', (bytes) => {
      this.#received += bytes.toString('latin1')
    })
  }

  send(command: string): void {
    this.#socket.write(`${command}\r\n`)
  }

  /** The next lines, as many as end with the text. */
  async until(text: string): Promise<string> {
    while (!this.#received.includes(text)) await once(this.#socket, 'data')
    const received = this.#received
    this.#received = ''
    return received
  }

  async ask(command: string): Promise<string> {
    this.send(command)
    return await this.until('\r\n')
  }
}

test('sockets are served while a script does not end, and new ones are accepted', async () => {
  const client = await started()
  const [one, other] = [await client(), await client()]
  one.send('EVAL "while true do redis.call(\'ping\') end" 0')
  while (!(await other.ask('GET k')).startsWith('-BUSY')) continue
  const late = await client()
  expect(await late.ask('PING')).toMatch(/^-BUSY Redis is busy running a script/)
  expect(await late.ask('SCRIPT KILL')).toBe('+OK\r\n')
  expect(await one.until('\r\n')).toMatch(/^-ERR Script killed by user with SCRIPT KILL/)
  expect(await other.ask('GET k')).toBe('$-1\r\n')
})

test('whoever sends without waiting is answered in order', async () => {
  const client = await started()
  const [one, other] = [await client(), await client()]
  one.send(
    'EVAL "local n = 0 for i = 1, 3e7 do n = n + 1 end return n" 0\r\nECHO behind\r\nECHO it',
  )
  while (!(await other.ask('GET k')).startsWith('-BUSY')) continue
  expect(await one.until('it\r\n')).toBe(':30000000\r\n$6\r\nbehind\r\n$2\r\nit\r\n')
})
