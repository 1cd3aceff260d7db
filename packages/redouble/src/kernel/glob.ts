import { lowerAscii } from './bytes.ts'

/**
 * Redis's glob (stringmatchlen): `*`, `?`, `[a-z]`, `[^a]`, `\` escapes. Works on bytes. Patterns
 * with many stars stay linear in practice: a failed match after one star gives up the earlier ones,
 * as Redis does since CVE-2022-36021.
 */
export function globMatches(pattern: string, text: string, ignoreCase = false): boolean {
  if (pattern === '*') return true
  const state = { skipLonger: false }
  return ignoreCase
    ? matches(lowerAscii(pattern), lowerAscii(text), 0, 0, state)
    : matches(pattern, text, 0, 0, state)
}

function matches(
  pattern: string,
  text: string,
  p: number,
  t: number,
  state: { skipLonger: boolean },
): boolean {
  while (p < pattern.length && t < text.length) {
    const char = pattern[p]
    if (char === '*') {
      while (p + 1 < pattern.length && pattern[p + 1] === '*') p++
      if (p + 1 === pattern.length) return true
      for (; t < text.length; t++) {
        if (matches(pattern, text, p + 1, t, state)) return true
        if (state.skipLonger) return false
      }
      // No suffix matched what follows the star, so a longer match of an earlier star cannot help.
      state.skipLonger = true
      return false
    }
    if (char === '[') {
      const result = matchClass(pattern, p + 1, text.charCodeAt(t))
      if (!result.matched) return false
      p = result.end
      t++
    } else {
      if (char === '\\' && p + 1 < pattern.length) p++
      if (char !== '?' && pattern[p] !== text[t]) return false
      t++
    }
    p++
  }
  if (t === text.length) while (pattern[p] === '*') p++
  return p >= pattern.length && t === text.length
}

/** `end` is the index of the closing bracket, or of the last byte when there is none. */
function matchClass(
  pattern: string,
  start: number,
  code: number,
): { matched: boolean; end: number } {
  let p = start
  const negated = pattern[p] === '^'
  if (negated) p++
  let matched = false
  for (;;) {
    if (pattern[p] === '\\' && p + 1 < pattern.length) {
      p++
      if (pattern.charCodeAt(p) === code) matched = true
    } else if (pattern[p] === ']') break
    else if (p >= pattern.length) {
      p--
      break
    } else if (pattern[p + 1] === '-' && p + 2 < pattern.length) {
      const from = signed(pattern.charCodeAt(p))
      const to = signed(pattern.charCodeAt(p + 2))
      p += 2
      const at = signed(code)
      if (at >= Math.min(from, to) && at <= Math.max(from, to)) matched = true
    } else if (pattern.charCodeAt(p) === code) matched = true
    p++
  }
  return { matched: matched !== negated, end: p }
}

/** Ranges compare C's `char`, in which bytes from 0x80 on are less than all others. */
function signed(code: number): number {
  return code < 0x80 ? code : code - 0x100
}
