import { API } from './hostile-network.ts'

/** The origins that both servers listen on. */
interface Places {
  readonly api: string
  readonly hostile: string
}

export type Attack = (places: Places) => string

const portOf = (origin: string) => new URL(origin).port
const withHost = (origin: string, host: string) => `http://${host}:${portOf(origin)}/`

/** URLs that lead elsewhere than to a declared origin, by an attacker's choice or put together by accident. */
export const attacks: Readonly<Record<string, Attack>> = {
  'another host': () => 'https://evil.test/items',
  'another host, in upper case': () => 'HTTPS://EVIL.TEST/ITEMS',
  'blanks around it': () => '  https://evil.test/  ',
  'a control character before it': () => '\u0000https://evil.test/',
  'no scheme': () => '//evil.test/items',
  'no scheme, with backslashes': () => '\\\\evil.test\\items',
  'no slashes': () => 'https:evil.test/',
  'three slashes': () => 'https:///evil.test/',
  'backslashes for slashes': () => 'https:\\\\evil.test\\items',
  'a slash and a backslash': () => 'https:/\\evil.test/',
  'the origin as user name': () => `${API}@evil.test/`,
  'the origin as user name and password': () => `${API}:443@evil.test/`,
  'the origin as user name, with an encoded slash': () => `${API}%2F@evil.test/`,
  'the origin as user name, with a tab': () => `${API}\t@evil.test/`,
  'a backslash before the @': () => 'https://evil.test\\@api.example.com/',
  'a fragment before the @': () => 'https://evil.test#@api.example.com/',
  'a query before the @': () => 'https://evil.test?@api.example.com/',
  'credentials before the right host': () => API.replace('//', '//user:secret@'),
  'an empty user name before the right host': () => API.replace('//', '//:x@'),
  'text behind the right host': () => `${API}evil.test/`,
  'an invisible joiner in the host': () => 'https://api.example\u2060x.com/',
  'the origin as start of a longer host': () => `${API}.evil.test/`,
  'the same with an encoded dot': () => `${API}%2Eevil.test/`,
  'the same with an ideographic full stop': () => `${API}。evil.test/`,
  'the same over a line break': () => `${API}\n.evil.test/`,
  'a host that ends in ours': () => 'https://evil-api.example.com/',
  'a subdomain': () => 'https://a.api.example.com/',
  'the parent domain': () => 'https://example.com/',
  'a trailing dot': () => `${API}./`,
  'a Cyrillic letter': () => 'https://аpi.example.com/',
  'its punycode': () => 'https://xn--pi-6kc.example.com/',
  'a hyphen of another script': () => 'https://api‐.example.com/',
  'another port': () => `${API}:8443/`,
  'http in place of https': () => 'http://api.example.com/',
  'http in place of https, in upper case': () => 'HTTP://API.EXAMPLE.COM/',
  'http on the port of https': () => 'http://api.example.com:443/',
  'a websocket': () => 'wss://api.example.com/',
  'javascript:': () => 'javascript://api.example.com/%0Aalert(1)',
  'data:': () => 'data:text/plain,hello',
  'blob: of the right origin': () => `blob:${API}/5a1f`,
  'file:': () => 'file:///etc/hostname',
  'file: of the right host': () => 'file://api.example.com/etc/hostname',
  'the other server': ({ hostile }) => `${hostile}/items`,
  'https in place of http': ({ api }) => api.replace('http:', 'https:'),
  'localhost in place of 127.0.0.1': ({ api }) => withHost(api, 'localhost'),
  '[::1] in place of 127.0.0.1': ({ api }) => withHost(api, '[::1]'),
  '127.0.0.1 as IPv6': ({ api }) => withHost(api, '[::ffff:127.0.0.1]'),
  'another loopback address': ({ api }) => withHost(api, '127.0.0.2'),
  'no address': ({ api }) => withHost(api, '0.0.0.0'),
  'a name below localhost': ({ api }) => withHost(api, '127.0.0.1.evil.localhost'),
  'the other server as localhost': ({ hostile }) => withHost(hostile, 'localhost'),
  'the other server by a number': ({ hostile }) => withHost(hostile, '2130706433'),
  'the other server in octal and hexadecimal': ({ hostile }) => withHost(hostile, '0177.0x1'),
  'the other server in full-width digits': ({ hostile }) => withHost(hostile, '１２７.0.0.1'),
  'the loopback origin as user name': ({ api, hostile }) => `${api}@127.0.0.1:${portOf(hostile)}/`,
  'the loopback origin as start of a longer port': ({ api }) => `${api}1/`,
  'a path without a slash': () => 'items',
  'no port': () => 'http://127.0.0.1/',
}
