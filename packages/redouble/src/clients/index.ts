export {
  createDirectClient,
  type DirectClient,
  type MessageListener,
  type Pipeline,
  ReplyError,
  type ReplyValue,
  type Transaction,
  type Word,
} from './direct/index.ts'
export { type Intercept, type InterceptOptions, intercept } from './intercept.ts'
export { type IoredisOptions, ioredisOptions } from './ioredis.ts'
export { InProcessSocket } from './in-process-socket.ts'
export { type NodeRedisOptions, nodeRedisOptions } from './node-redis.ts'
export { releaseClients } from './released.ts'
