import fc from 'fast-check'
import { expect, test } from 'vitest'
import { longestCommonSubsequence } from './longest-common-subsequence.ts'

function isSubsequence(part: string, whole: string): boolean {
  let at = 0
  for (const char of whole) if (char === part[at]) at++
  return at === part.length
}

/** By trying every subsequence of the shorter text. */
function lengthByForce(a: string, b: string): number {
  let best = 0
  for (let mask = 0; mask < 1 << a.length; mask++) {
    const part = [...a].filter((_, i) => (mask >> i) & 1).join('')
    if (part.length > best && isSubsequence(part, b)) best = part.length
  }
  return best
}

const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 9 })

test('what is found is common to both texts, as long as can be, and made of its runs', () => {
  fc.assert(
    fc.property(text, text, (a, b) => {
      const found = longestCommonSubsequence(a, b)
      expect(found.text).toHaveLength(found.length)
      expect(isSubsequence(found.text, a) && isSubsequence(found.text, b)).toBe(true)
      expect(found.length).toBe(lengthByForce(a, b))
      const fromA = found.runs.map((run) => a.slice(run.aStart, run.aEnd + 1))
      expect(fromA.reverse().join('')).toBe(found.text)
      const fromB = found.runs.map((run) => b.slice(run.bStart, run.bEnd + 1))
      expect(fromB.reverse().join('')).toBe(found.text)
    }),
  )
})
