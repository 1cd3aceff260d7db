/** Rules with each selector in one piece, or where a selector begins that is not closed. */
export type JoinedRules =
  | { readonly rules: readonly string[] }
  | { readonly openAt: number; readonly word: string }

/** Puts together the words of selectors: `(+get`, `~a)` are `(+get ~a)`. */
export function joinSelectors(words: readonly string[]): JoinedRules {
  const rules: string[] = []
  for (let i = 0; i < words.length; i++) {
    let rule = words[i]
    if (rule.startsWith('(')) {
      const openAt = i
      while (!rule.endsWith(')')) {
        if (++i === words.length) return { openAt, word: words[openAt] }
        rule += ` ${words[i]}`
      }
    }
    rules.push(rule)
  }
  return { rules }
}
