import type { Context } from '../../command/context.ts'
import { doubleReply, doubleText } from '../../command/double-reply.ts'
import type { SortedSetValue } from '../../data/sorted-set-value.ts'
import type { Reply } from '../../resp/reply.ts'
import type { Span } from './spans.ts'

/** Adds a member and its score: side by side in RESP2, a pair of their own in RESP3. */
export function pushScored(out: Reply[], member: string, score: number, context: Context): void {
  if (context.resp === 3) out.push([member, doubleReply(score, context.profile)])
  else out.push(member, doubleText(score, context.profile))
}

/** The members of a span, from its low end or, `reverse`, from its high end. */
export function spanReply(
  set: SortedSetValue,
  span: Span,
  reverse: boolean,
  withScores: boolean,
  context: Context,
): Reply[] {
  const out: Reply[] = []
  if (span.count === 0) return out
  const cursor = set.range(reverse ? span.start + span.count - 1 : span.start, reverse)
  for (let i = 0; i < span.count; i++) {
    cursor.next()
    if (withScores) pushScored(out, cursor.member, cursor.score, context)
    else out.push(cursor.member)
  }
  return out
}
