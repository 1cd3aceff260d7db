import type { Database } from '../../data/database.ts'
import type { HashValue } from '../../data/hash-value.ts'
import { stringText, type StringValue } from '../../data/string-value.ts'

/** A pattern of BY or GET, taken apart once: `weight_*`, `object_*->field`, `#`. */
export interface SortPattern {
  readonly kind: 'element' | 'nothing' | 'string' | 'field'
  readonly prefix: string
  readonly suffix: string
  readonly field: string
}

const ELEMENT: SortPattern = { kind: 'element', prefix: '', suffix: '', field: '' }
const NOTHING: SortPattern = { kind: 'nothing', prefix: '', suffix: '', field: '' }

export function parseSortPattern(text: string): SortPattern {
  if (text === '#') return ELEMENT
  const star = text.indexOf('*')
  if (star < 0) return NOTHING
  const prefix = text.slice(0, star)
  const arrow = text.indexOf('->', star + 1)
  // An arrow without a field behind it belongs to the key.
  if (arrow < 0 || arrow + 2 === text.length) {
    return { kind: 'string', prefix, suffix: text.slice(star + 1), field: '' }
  }
  const suffix = text.slice(star + 1, arrow)
  return { kind: 'field', prefix, suffix, field: text.slice(arrow + 2) }
}

/** What a pattern leads to for an element; undefined when there is nothing of the right type. */
export function lookUp(db: Database, pattern: SortPattern, element: string): string | undefined {
  if (pattern.kind === 'element') return element
  if (pattern.kind === 'nothing') return undefined
  const entry = db.read(pattern.prefix + element + pattern.suffix)
  if (entry === undefined) return undefined
  if (pattern.kind === 'field') {
    return entry.type === 'hash' ? db.fieldOf(entry.value as HashValue, pattern.field) : undefined
  }
  return entry.type === 'string' ? stringText(entry.value as StringValue) : undefined
}
