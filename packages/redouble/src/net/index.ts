export { type Listener, listen } from './listener.ts'
export type { ListenAddress, ListenOptions } from './listen-options.ts'
export type { TlsSettings } from './tls-settings.ts'
