/** `save 60 100`: a hundred changes are saved after a minute. */
export interface SaveRule {
  readonly seconds: number
  readonly changes: number
}

/** The rules of the configuration's `save`. */
export function parseSaveRules(text: string): SaveRule[] {
  const numbers = text.split(' ').filter(Boolean).map(Number)
  const rules: SaveRule[] = []
  for (let i = 0; i + 1 < numbers.length; i += 2) {
    rules.push({ seconds: numbers[i], changes: numbers[i + 1] })
  }
  return rules
}

/** When the first rule applies that so many changes satisfy, in Unix milliseconds. */
export function dueTime(
  rules: readonly SaveRule[],
  changes: number,
  savedAt: number,
): number | undefined {
  const satisfied = rules.filter((rule) => rule.changes <= changes && changes > 0)
  if (satisfied.length === 0) return undefined
  // The servers look at whole seconds, and want more of them to have passed.
  const since = Math.floor(savedAt / 1000) + 1
  return Math.min(...satisfied.map((rule) => since + rule.seconds)) * 1000
}

/** From how many changes on another rule is satisfied; Infinity when none is left. */
export function nextThreshold(rules: readonly SaveRule[], changes: number): number {
  let next = Infinity
  for (const rule of rules) {
    const wanted = Math.max(1, rule.changes)
    if (wanted > changes && wanted < next) next = wanted
  }
  return next
}
