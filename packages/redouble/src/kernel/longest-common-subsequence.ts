/** A run that both texts share: inclusive indexes into each. */
export interface CommonRun {
  aStart: number
  aEnd: number
  bStart: number
  bEnd: number
}

/** What LCS answers from: the length, the bytes, and the runs from the last to the first. */
export interface CommonSubsequence {
  readonly length: number
  readonly text: string
  readonly runs: readonly CommonRun[]
}

/**
 * The longest common subsequence by the textbook table. Among equally long ones it takes the one
 * that Redis takes: walking back from the ends, `b` gives way on a tie.
 */
export function longestCommonSubsequence(a: string, b: string): CommonSubsequence {
  const width = b.length + 1
  const table = new Uint32Array((a.length + 1) * width)
  for (let i = 1; i <= a.length; i++) {
    const code = a.charCodeAt(i - 1)
    const row = i * width
    const above = row - width
    for (let j = 1; j <= b.length; j++) {
      if (b.charCodeAt(j - 1) === code) table[row + j] = table[above + j - 1] + 1
      else table[row + j] = Math.max(table[above + j], table[row + j - 1])
    }
  }
  return walkBack(a, b, table)
}

function walkBack(a: string, b: string, table: Uint32Array): CommonSubsequence {
  const width = b.length + 1
  const length = table[table.length - 1]
  const runs: CommonRun[] = []
  const bytes: string[] = []
  let run: CommonRun | null = null
  let i = a.length
  let j = b.length
  while (i > 0 && j > 0) {
    if (a.charCodeAt(i - 1) === b.charCodeAt(j - 1)) {
      bytes.push(a[i - 1])
      i--
      j--
      if (run !== null && run.aStart === i + 1 && run.bStart === j + 1) {
        run.aStart = i
        run.bStart = j
      } else {
        run = { aStart: i, aEnd: i, bStart: j, bEnd: j }
        runs.push(run)
      }
    } else if (table[(i - 1) * width + j] > table[i * width + j - 1]) i--
    else j--
  }
  return { length, text: bytes.reverse().join(''), runs }
}
