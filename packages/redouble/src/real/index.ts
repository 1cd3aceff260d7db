export { RealServerError } from './errors.ts'
export type { RealServerErrorCode } from './errors.ts'
export {
  describeMissing,
  findServers,
  identifyServer,
  profileOf,
  requireServers,
  SERVER_PROFILES,
} from './find-servers.ts'
export type {
  FoundServer,
  ServerEnvironment,
  ServerFlavour,
  ServerProfile,
} from './find-servers.ts'
export { startServer } from './start-server.ts'
export type { RunningServer, StartOptions } from './start-server.ts'
