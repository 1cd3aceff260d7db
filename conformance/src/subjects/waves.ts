import type { Program } from './step.ts'

/**
 * Groups runs that can be sent at once, each on another connection: a server reads connections in
 * the order in which they became readable. But for one thing: epoll keeps those that it reported
 * last at the front of its list until it is asked again, and it need not have been asked since they
 * were answered. So such connections must come first in a wave, and in the order of the one before.
 *
 * @param texts what each run sends; a server reads a long one in parts, and others meanwhile.
 * @param fresh connections from this number on were opened just now, and count as reported.
 * @returns indexes into the runs
 */
export function waves(
  runs: readonly Program[],
  texts: readonly string[],
  fresh: number,
): number[][] {
  const all: number[][] = []
  let reported: number[] = []
  for (let k = fresh; k < MAX_CONNECTIONS; k++) reported.push(k)
  for (let i = 0; i < runs.length; ) {
    const wave: number[] = []
    const spoken: number[] = []
    let place = -1
    let isBehind = false
    for (; i < runs.length; i++) {
      const [{ connection }] = runs[i]
      const now = reported.indexOf(connection)
      if (spoken.includes(connection) || (now >= 0 && (isBehind || now < place))) break
      const mustPart = isKill(runs[i]) || isKill(runs[i - 1] ?? []) || isLong(texts[i - 1])
      if (spoken.length > 0 && mustPart) break
      if (now < 0) isBehind = true
      else place = now
      wave.push(i)
      spoken.push(connection)
    }
    all.push(wave)
    reported = spoken
  }
  return all
}

/** Who is killed is not sent what it was owed: so it must not be owed anything. */
function isKill(run: Program): boolean {
  return run.some(({ argv }) => argv.some((word) => /^kill$/i.test(word)))
}

function isLong(text: string | undefined): boolean {
  return text !== undefined && text.length > READ_BYTES
}

/** What servers read of a connection at once. */
const READ_BYTES = 16 * 1024
const MAX_CONNECTIONS = 16
