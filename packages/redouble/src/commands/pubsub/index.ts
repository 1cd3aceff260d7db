import type { Command } from '../../command/define.ts'
import { publish, spublish } from './publish.ts'
import {
  pubsub,
  pubsubChannels,
  pubsubHelp,
  pubsubNumpat,
  pubsubNumsub,
  pubsubShardchannels,
  pubsubShardnumsub,
} from './pubsub.ts'
import {
  psubscribe,
  punsubscribe,
  ssubscribe,
  subscribe,
  sunsubscribe,
  unsubscribe,
} from './subscribe.ts'

export const pubsubCommands: readonly Command[] = [
  psubscribe,
  publish,
  pubsub,
  pubsubChannels,
  pubsubHelp,
  pubsubNumpat,
  pubsubNumsub,
  pubsubShardchannels,
  pubsubShardnumsub,
  punsubscribe,
  spublish,
  ssubscribe,
  subscribe,
  sunsubscribe,
  unsubscribe,
]
