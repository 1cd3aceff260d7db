import { connect, type NetConnectOpts, type Socket } from 'node:net'
import type { Outcome } from './protocol-double.ts'

/** How long a server that is to say or do more is waited for. */
const PATIENCE_MS = 1000
/** How long one that is to say no more is listened to. */
const SILENCE_MS = 60

/** Sends bytes by a new connection; what came of them once it is as expected, or never will be. */
export function askSocket(to: NetConnectOpts, bytes: string, expected: Outcome): Promise<Outcome> {
  return new Promise((resolve) => {
    let reply = ''
    let isClosed = false
    let timer: NodeJS.Timeout | undefined
    const socket: Socket = connect(to)
    const end = (): void => {
      clearTimeout(timer)
      socket.destroy()
      resolve({ reply, isClosed })
    }
    const look = (): void => {
      const isAll = reply.length >= expected.reply.length && isClosed === expected.isClosed
      clearTimeout(timer)
      if (isAll && isClosed) end()
      else timer = setTimeout(end, isAll ? SILENCE_MS : PATIENCE_MS)
    }
    socket.on('connect', () => {
      socket.write(bytes, 'latin1')
      look()
    })
    socket.on('data', (chunk) => {
      reply += chunk.toString('latin1')
      look()
    })
    // With bytes of ours unread, hanging up is a reset.
    socket.on('error', () => {})
    socket.on('close', () => {
      isClosed = true
      look()
    })
  })
}
