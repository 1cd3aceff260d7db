import { connect } from 'node:net'

const ANSWER_TIMEOUT_MS = 1_000

/**
 * Whether a server behind a unix socket answers PING. A server that wants a password answers too;
 * one that is still loading does not count.
 */
export function answersPing(unixSocketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(unixSocketPath)
    let answer = ''
    const settle = (answered: boolean): void => {
      socket.destroy()
      resolve(answered)
    }
    socket.setTimeout(ANSWER_TIMEOUT_MS, () => settle(false))
    socket.once('error', () => settle(false))
    socket.once('close', () => settle(false))
    socket.once('connect', () => socket.write('*1\r\n$4\r\nPING\r\n'))
    socket.setEncoding('latin1')
    socket.on('data', (chunk) => {
      answer += chunk
      if (answer.includes('\r\n')) settle(/^(\+PONG|-NOAUTH)/.test(answer))
    })
  })
}
