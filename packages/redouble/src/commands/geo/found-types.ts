import * as answer from '../../command/reply-types.ts'
import { POSITION } from './values.ts'

const DETAILS = { withdist: answer.bulk(), withhash: answer.int64(), withcoord: POSITION }

type Detail = keyof typeof DETAILS

const NAMES: Readonly<Record<Detail, string>> = {
  withdist: 'distance',
  withhash: 'hash',
  withcoord: 'position',
}

/** Members alone, or each with the details that were asked for, always in the same order. */
export const FOUND: answer.ReplyType = foundType()

function foundType(): answer.ReplyType {
  let type = answer.array(answer.bulk())
  const names = Object.keys(DETAILS) as Detail[]
  const groups = [1, 2, 4, 3, 5, 6, 7].map((bits) => names.filter((_, i) => (bits >> i) & 1))
  for (const group of groups) {
    const parts: Record<string, answer.ReplyType> = { member: answer.bulk() }
    for (const name of group) parts[NAMES[name]] = DETAILS[name]
    type = answer.whenGiven(group.join('+'), answer.array(answer.tuple(parts)), type)
  }
  return type
}
