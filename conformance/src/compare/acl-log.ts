import type { Tree } from '../subjects/reply-reader.ts'

/** What an entry says of the client, of its time, and by which number. */
const OF_THE_MOMENT = new Set([
  'age-seconds',
  'client-info',
  'entry-id',
  'timestamp-created',
  'timestamp-last-updated',
])

/** ACL LOG's entries without what differs from run to run. */
export function withoutMoments(tree: Tree): Tree {
  if (!('items' in tree)) return tree
  const items = tree.items.map((item, i) => {
    const before = tree.items[i - 1]
    const isLoose = i % 2 === 1 && 'text' in before && OF_THE_MOMENT.has(before.text)
    return isLoose ? { type: item.type, text: '' } : withoutMoments(item)
  })
  return { type: tree.type, items }
}

/** The words of a user's rules in any order, in which 7.0 shows single commands. */
export function withSortedWords(tree: Tree): Tree {
  if ('text' in tree) return { type: tree.type, text: tree.text.split(' ').sort().join(' ') }
  return { type: tree.type, items: tree.items.map(withSortedWords) }
}
