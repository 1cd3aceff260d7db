import { readTree, type Tree } from '../subjects/reply-reader.ts'
import { withoutMoments, withSortedWords } from './acl-log.ts'
import type { Looseness } from './looseness.ts'
import { samePayload } from './same-payload.ts'
import { sameButTimes } from './stream-times.ts'

/** Two runs of a program lie at most this far apart, in milliseconds. */
const TIME_TOLERANCE_MS = 5000

/** Whether two replies agree, under a looseness where one is granted. */
export function agree(ours: string, theirs: string, looseness: Looseness | undefined): boolean {
  if (ours === theirs) return true
  if (looseness === undefined) return false
  // Errors are always exact.
  if (ours.startsWith('-') || theirs.startsWith('-')) return false
  const a = readTree(ours)
  const b = readTree(theirs)
  switch (looseness) {
    case 'unordered':
      return canonical(sorted(a)) === canonical(sorted(b))
    case 'unordered-pairs':
      return canonical(sortedPairs(a)) === canonical(sortedPairs(b))
    case 'scan':
      return canonical(scanned(a, sorted)) === canonical(scanned(b, sorted))
    case 'scan-pairs':
      return canonical(scanned(a, sortedPairs)) === canonical(scanned(b, sortedPairs))
    case 'time':
      return sameNumbers(a, b)
    case 'times':
      return sameTimes(a, b)
    case 'length':
      return lengthOf(a) === lengthOf(b)
    case 'shape':
      return shape(a) === shape(b)
    case 'stream-ids':
      return canonical(withoutIds(a)) === canonical(withoutIds(b))
    case 'stream-times':
      return sameButTimes(withoutIds(a), withoutIds(b), TIME_TOLERANCE_MS)
    case 'tables':
      return sameTables(withoutIds(a), withoutIds(b))
    case 'rules':
      return canonical(withSortedWords(a)) === canonical(withSortedWords(b))
    case 'acl-log':
      return canonical(withoutMoments(a)) === canonical(withoutMoments(b))
    case 'payload':
      return 'text' in a && 'text' in b && samePayload(a.text, b.text)
    case 'greeting':
      return shape(withoutLast(a)) === shape(withoutLast(b))
    case 'process':
      return shape(a) === shape(b)
  }
}

function canonical(tree: Tree): string {
  return JSON.stringify(tree)
}

function sorted(tree: Tree): Tree {
  if (!('items' in tree)) return tree
  const items = tree.items.map((item) => ({ item, name: canonical(item) }))
  items.sort((a, b) => (a.name < b.name ? -1 : 1))
  return { type: tree.type, items: items.map(({ item }) => item) }
}

function sortedPairs(tree: Tree): Tree {
  if (!('items' in tree)) return tree
  const pairs: Tree[] = []
  for (let i = 0; i + 1 < tree.items.length; i += 2) {
    pairs.push({ type: '*', items: [tree.items[i], tree.items[i + 1]] })
  }
  return sorted({ type: tree.type, items: pairs })
}

/** The cursor of an unfinished scan is the server's own; whether it is finished is not. */
function scanned(tree: Tree, order: (items: Tree) => Tree): Tree {
  if (!('items' in tree) || tree.items.length !== 2) return tree
  const [cursor, items] = tree.items
  const isDone = 'text' in cursor && cursor.text === '0'
  return { type: tree.type, items: [{ type: '#', text: String(isDone) }, order(items)] }
}

function sameTimes(a: Tree, b: Tree): boolean {
  if (!('items' in a && 'items' in b) || a.items.length !== b.items.length) return false
  return a.items.every((item, i) => sameNumbers(item, b.items[i]))
}

function sameNumbers(a: Tree, b: Tree): boolean {
  if ('items' in a || 'items' in b) return true
  const x = Number(a.text)
  const y = Number(b.text)
  // -1 and -2 say that there is no time.
  if (x < 0 || y < 0) return x === y
  return a.type === b.type && Math.abs(x - y) <= TIME_TOLERANCE_MS
}

/** In RESP2 a map is an array of pairs, which only its place tells from others. */
function sameTables(a: Tree, b: Tree): boolean {
  if (canonical(tables(a)) === canonical(tables(b))) return true
  return canonical(sortedPairs(a)) === canonical(sortedPairs(b))
}

/** Maps and sets at any depth in an order of their own. */
function tables(tree: Tree): Tree {
  if (!('items' in tree)) return tree
  const deep = { type: tree.type, items: tree.items.map(tables) }
  if (tree.type === '%') return sortedPairs(deep)
  return tree.type === '~' ? sorted(deep) : deep
}

function lengthOf(tree: Tree): number {
  return 'items' in tree ? tree.items.length : -1
}

function shape(tree: Tree): string {
  if (!('items' in tree)) return tree.type
  return `${tree.type}[${tree.items.map(shape).join()}]`
}

function withoutLast(tree: Tree): Tree {
  return 'items' in tree ? { type: tree.type, items: tree.items.slice(0, -1) } : tree
}

const STREAM_ID = /^\d{13,}-\d+$/

function withoutIds(tree: Tree): Tree {
  if ('items' in tree) return { type: tree.type, items: tree.items.map(withoutIds) }
  return STREAM_ID.test(tree.text) ? { type: tree.type, text: '<id>' } : tree
}
