/**
 * When an in-process client gets its bytes: in a microtask, never inside its own `write`. All
 * sockets share one courier, so deliveries keep the order in which the engine wrote.
 *
 * A promise carries them, because fake timers (vitest's, jest's) replace `nextTick`,
 * `queueMicrotask` and `setImmediate`, and a client must not freeze when a test freezes time.
 *
 * Microtasks alone would starve the process: `while (await redis.get('busy')) {}` would never let
 * the timer run that deletes the key. So every so often a delivery waits for the event loop.
 */
import { AsyncResource } from 'node:async_hooks'
import { MessageChannel } from 'node:worker_threads'

/** Deliveries in a row before the event loop gets a turn; a turn costs about as much as five. */
const DELIVERIES_PER_TURN = 100

let waiting: (() => void)[] = []
let scheduled = false
let delivered = 0
const resolved = Promise.resolve()

/** Runs the callback soon, in the async context of now. */
export function soon(callback: () => void): void {
  carry(AsyncResource.bind(callback))
}

/**
 * Runs the callback soon, in whatever async context: for those that enter one of their own.
 * What it throws is an uncaught exception, as from a socket's event.
 */
export function carry(callback: () => void): void {
  waiting.push(callback)
  if (scheduled) return
  scheduled = true
  if (++delivered % DELIVERIES_PER_TURN === 0) onNextTurn(run)
  else void resolved.then(run)
}

function run(): void {
  scheduled = false
  const callbacks = waiting
  waiting = []
  for (const callback of callbacks) {
    try {
      callback()
    } catch (error) {
      queueMicrotask(() => {
        throw error
      })
    }
  }
}

let channel: MessageChannel | undefined
let turns: (() => void)[] = []

/**
 * Runs the callback in a macrotask that no fake timer replaces, and that keeps the process alive
 * until it has run.
 */
export function onNextTurn(callback: () => void): void {
  turns.push(callback)
  if (channel === undefined) {
    channel = new MessageChannel()
    const { port2 } = channel
    port2.on('message', () => {
      const callbacks = turns
      turns = []
      if (callbacks.length > 0) port2.unref()
      for (const one of callbacks) one()
    })
  }
  channel.port2.ref()
  channel.port1.postMessage(0)
}
