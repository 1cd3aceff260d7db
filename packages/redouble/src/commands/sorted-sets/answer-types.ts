import * as answer from '../../command/reply-types.ts'

/** A member with its score. */
export const scored: answer.ReplyType = answer.tuple({
  member: answer.bulk(),
  score: answer.double(),
})

/** Members, with their scores where WITHSCORES asks for them. */
export const members: answer.ReplyType = answer.whenGiven(
  'withscores',
  answer.array(scored),
  answer.array(answer.bulk()),
)
