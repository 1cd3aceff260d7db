/** TLS as redis.conf words it, turned into what Node's TLS server takes. */
import { readFileSync } from 'node:fs'
import type { SecureVersion, TlsOptions, TLSSocket } from 'node:tls'
import { RedoubleError } from '../kernel/redouble-error.ts'

/**
 * The `tls-*` settings of redis.conf. A string is a file's path unless it holds PEM text.
 *
 * @since 0.1.0
 */
export interface TlsSettings {
  /** The server's certificate. */
  readonly cert: string | Buffer
  /** The certificate's private key. */
  readonly key: string | Buffer
  readonly keyPassphrase?: string
  /** Who signs the certificates of clients. */
  readonly ca?: string | Buffer
  /**
   * Whether a client must show a certificate that `ca` signed. `optional`: a client may show none,
   * but not a bad one. @default 'yes' with a `ca`, 'no' without
   */
  readonly authClients?: 'yes' | 'no' | 'optional'
  /** As redis.conf writes it, for example `TLSv1.2 TLSv1.3`. @default what Node allows */
  readonly protocols?: string
  /** For TLS 1.2 and below, in OpenSSL's format. */
  readonly ciphers?: string
  /** For TLS 1.3, separated by colons. */
  readonly ciphersuites?: string
  /** @default false: the client's order of ciphers counts */
  readonly preferServerCiphers?: boolean
}

const VERSIONS: readonly SecureVersion[] = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3']

/** The options for `tls.createServer`. */
export function tlsServerOptions(settings: TlsSettings): TlsOptions {
  const authClients = clientAuth(settings)
  const ciphers = [settings.ciphersuites, settings.ciphers].filter(Boolean).join(':')
  return {
    cert: pem('cert', settings.cert),
    key: pem('key', settings.key),
    ...(settings.keyPassphrase === undefined ? {} : { passphrase: settings.keyPassphrase }),
    ...(settings.ca === undefined ? {} : { ca: pem('ca', settings.ca) }),
    requestCert: authClients !== 'no',
    // With `optional` Node must let a client without a certificate pass; `isRefused` does the rest.
    rejectUnauthorized: authClients === 'yes',
    ...(settings.protocols === undefined ? {} : versionRange(settings.protocols)),
    ...(ciphers === '' ? {} : { ciphers }),
    honorCipherOrder: settings.preferServerCiphers ?? false,
  }
}

/** Whether a client that Node let in showed a certificate that the `ca` did not sign. */
export function isRefused(settings: TlsSettings, socket: TLSSocket): boolean {
  if (clientAuth(settings) !== 'optional' || socket.authorized) return false
  return Object.keys(socket.getPeerCertificate() ?? {}).length > 0
}

function clientAuth(settings: TlsSettings): 'yes' | 'no' | 'optional' {
  const chosen = settings.authClients ?? (settings.ca === undefined ? 'no' : 'yes')
  if (chosen !== 'no' && settings.ca === undefined) {
    throw new RedoubleError(
      'REDOUBLE_TLS_SETTINGS',
      `tls.authClients is '${chosen}' but there is no tls.ca to check certificates against. ` +
        "Give the CA's certificate as tls.ca, or set tls.authClients to 'no'.",
    )
  }
  return chosen
}

function versionRange(protocols: string): { minVersion: SecureVersion; maxVersion: SecureVersion } {
  const named = protocols.trim().split(/\s+/)
  const chosen = VERSIONS.filter((version) =>
    named.some((name) => name.toLowerCase() === version.toLowerCase()),
  )
  const [minVersion] = chosen
  const maxVersion = chosen.at(-1)
  if (minVersion === undefined || maxVersion === undefined || chosen.length !== named.length) {
    throw new RedoubleError(
      'REDOUBLE_TLS_SETTINGS',
      `tls.protocols is '${protocols}': name versions out of ${VERSIONS.join(', ')}, ` +
        'separated by spaces.',
    )
  }
  return { minVersion, maxVersion }
}

function pem(setting: string, value: string | Buffer): string | Buffer {
  if (typeof value !== 'string' || value.includes('-----BEGIN')) return value
  try {
    return readFileSync(value)
  } catch (cause) {
    throw new RedoubleError(
      'REDOUBLE_TLS_SETTINGS',
      `Cannot read tls.${setting} from '${value}'. Give the path of a readable PEM file, ` +
        'its text, or a Buffer.',
      { cause },
    )
  }
}
