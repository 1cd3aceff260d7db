export { type Listener, listen } from './listener.ts'
export { addressText, type ListenAddress, type ListenOptions } from './listen-options.ts'
export type { TlsSettings } from './tls-settings.ts'
