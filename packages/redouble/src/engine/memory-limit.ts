import type { Config } from '../command/config.ts'

/** No server runs in less, be it empty: below this, `maxmemory` refuses whatever takes memory. */
const BARE_SERVER_BYTES = 512 * 1024

/**
 * Whether a server would be out of memory. What the double itself takes is Node's business and says
 * nothing of a server, so only a limit is enforced that every server is beyond; tests set such a one
 * (`CONFIG SET maxmemory 1`) to see how a program copes.
 */
export function isOutOfMemory({ maxmemory, maxmemoryPolicy }: Config): boolean {
  return maxmemory > 0 && maxmemory < BARE_SERVER_BYTES && maxmemoryPolicy === 'noeviction'
}
