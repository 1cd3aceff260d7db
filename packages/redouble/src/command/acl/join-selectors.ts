/** Rules with each selector in one piece, or where a selector begins that is not closed. */
export type JoinedRules =
  | { readonly rules: readonly string[] }
  | { readonly openAt: number; readonly word: string }

/**
 * Puts together the words of selectors: `(+get`, `~a)` are `(+get ~a)`. Where selectors `restart`,
 * one that begins within another that is still open takes its place (up to 7.0).
 */
export function joinSelectors(words: readonly string[], restart = false): JoinedRules {
  const rules: string[] = []
  let open: string | null = null
  let openAt = 0
  words.forEach((word, at) => {
    const isClosing = word.endsWith(')')
    if (word.startsWith('(') && !isClosing && (open === null || restart)) {
      open = word
      openAt = at
    } else if (open === null) rules.push(word)
    else {
      open += ` ${word}`
      if (!isClosing) return
      rules.push(open)
      open = null
    }
  })
  return open === null ? { rules } : { openAt, word: words[openAt] }
}
