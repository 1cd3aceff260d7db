/** The file of a unix socket: a stale one is in the way of the next listener. */
import { lstatSync, unlinkSync } from 'node:fs'
import { connect } from 'node:net'
import { RedoubleError } from '../kernel/redouble-error.ts'

/**
 * Removes the socket file that a process which died has left. One that answers is left alone:
 * listening then fails with "address in use", instead of stealing the path as Redis does.
 */
export async function removeStaleSocket(path: string): Promise<void> {
  // An abstract socket (Linux) has no file.
  if (path.startsWith('\0')) return
  const stat = lstatSync(path, { throwIfNoEntry: false })
  if (stat === undefined) return
  if (!stat.isSocket()) {
    throw new RedoubleError(
      'REDOUBLE_NOT_A_SOCKET',
      `Cannot listen on ${path}: a file that is no socket is in the way. ` +
        'Remove it, or choose another path.',
    )
  }
  if (!(await answers(path))) removeSocketFile(path)
}

/** Removes the file if it is there. */
export function removeSocketFile(path: string): void {
  try {
    unlinkSync(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect({ path })
    probe.once('connect', () => {
      probe.destroy()
      resolve(true)
    })
    probe.once('error', () => resolve(false))
  })
}
