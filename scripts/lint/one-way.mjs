// The rooms of packages/redouble/src, from left to right. A room may import itself and whatever
// stands to its left; rooms on one line are siblings and do not know each other. The files beside
// the rooms are the roof: they may import everything, and nobody imports them.
import { dirname, resolve, sep } from 'node:path'

const order = [
  ['kernel'],
  ['resp'],
  ['data'],
  ['rdb'],
  ['command'],
  ['commands'],
  ['engine'],
  ['lua', 'net', 'persistence', 'clients', 'control', 'explore'],
  ['real', 'testing', 'cli'],
]
const rank = new Map(order.flatMap((rooms, i) => rooms.map((room) => [room, i])))
const house = `packages${sep}redouble${sep}src${sep}`

/** Where a file stands: { room } in a room, { room: undefined } on the roof, undefined outside. */
function place(file) {
  const at = file.lastIndexOf(house)
  if (at < 0) return undefined
  const path = file.slice(at + house.length).split(sep)
  return { room: path.length > 1 ? path[0] : undefined }
}

function problem(file, source) {
  const from = place(file)
  if (!from) return undefined
  if (/^redouble(\/|$)/.test(source))
    return 'The double does not import itself by its package name.'
  if (!source.startsWith('.')) return undefined
  if (source.endsWith('.test-support.ts')) return 'Only tests import *.test-support.ts.'
  const to = place(resolve(dirname(file), source))
  if (!to) return 'The double imports nothing from outside packages/redouble/src.'
  for (const { room } of [from, to]) {
    if (room && !rank.has(room))
      return `'${room}' has no place among the rooms: see scripts/lint/one-way.mjs.`
  }
  if (!to.room && !from.room) return undefined
  if (!to.room) return 'The files beside the rooms are the roof: nobody imports them.'
  if (!from.room || from.room === to.room) return undefined
  const [here, there] = [rank.get(from.room), rank.get(to.room)]
  if (there < here) return undefined
  return there === here
    ? `${from.room}/ and ${to.room}/ are siblings: they do not import each other.`
    : `${to.room}/ stands to the right of ${from.room}/: imports go to the left only.`
}

export const oneWay = {
  create(context) {
    function check(node, source) {
      if (typeof source?.value !== 'string') return
      const message = problem(context.filename, source.value)
      if (message) context.report({ node, message })
    }
    return {
      ImportDeclaration: (node) => check(node, node.source),
      ExportNamedDeclaration: (node) => check(node, node.source),
      ExportAllDeclaration: (node) => check(node, node.source),
      ImportExpression: (node) => check(node, node.source),
      TSImportType: (node) => check(node, node.source ?? node.argument?.literal),
    }
  },
}
